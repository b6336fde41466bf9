//! What the text says: who is in it, and who said what. One entrance, [`analyze`]; it cannot fail, and it knows no
//! file, no clock and no terminal. Doubt is data: a quote whose speaker the text leaves open has none.

mod appositions;
mod attributions;
mod candidates;
mod describing;
mod descriptions;
mod discourse;
mod forms;
mod gazetteer;
mod kinds;
mod language;
mod marks;
mod names;
mod namesakes;
mod naming;
mod people;
mod phrases;
mod quoting;
mod sayings;
mod sentences;
mod speakers;
#[doc(hidden)]
pub mod tagger;
mod tokens;
mod turns;
mod words;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::{
    article::Article,
    text::{CleanLine, Span},
};

/// The version of what [`analyze`] answers; it grows with every change of the rules, so that a stored analysis can be
/// told from a newer one.
pub const VERSION: u32 = 5;

/// Reads what an article says. Linear in the length of its text.
pub fn analyze(article: &Article) -> Analysis {
    let tokens = tokens::Tokens::of(article);
    let language = language::detect(&tokens);
    let mut passages = marks::find_passages(&tokens);
    if language.is_some_and(|language| language != Language::ENGLISH) {
        let quotes = passages.into_iter().map(|passage| Quote {
            kind: if passage.is_phrase(&tokens) { QuoteKind::Phrase } else { QuoteKind::Speech },
            spans: passage.spans,
            speaker: None,
        });
        return Analysis { language, quotes: quotes.collect(), ..Analysis::default() };
    }
    let names = naming::find(&tokens);
    let people = people::People::of(&tokens, &names);
    let nicknamed = people.nicknamed(&tokens);
    let is_nickname = |span: &Span| {
        let after = nicknamed.partition_point(|name| name.start <= span.start);
        nicknamed[..after].last().is_some_and(|name| span.end <= name.end)
    };
    passages.retain(|passage| !passage.spans.iter().any(is_nickname));
    let passages = turns::split(&tokens, passages);
    let quotes = speakers::attribute(&tokens, passages, &people);
    let mention = |named: &people::NamedAt| Mention {
        span: tokens.span(named.tokens.clone()),
        person: PersonId(named.person as u32),
    };
    Analysis {
        language,
        mentions: people.mentions.iter().map(mention).collect(),
        people: people.all.iter().map(|someone| Person { name: CleanLine::new(&someone.name) }).collect(),
        quotes,
    }
}

/// What an article says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analysis {
    /// The language, as its ISO 639-1 code; `None` where the text is too short to tell (it is then taken for English).
    pub language: Option<Language>,
    /// The people, in the order of their first mention.
    pub people: Vec<Person>,
    /// All mentions of people by name, by their start; none overlap.
    pub mentions: Vec<Mention>,
    /// All quotes, by the start of their first span; no spans overlap.
    pub quotes: Vec<Quote>,
}

/// The codes of ISO 639-3, each followed by that of ISO 639-1.
const LANGUAGE_CODES: &str = "\
    epo eo eng en rus ru cmn zh spa es por pt ita it ben bn fra fr deu de ukr uk kat ka ara ar hin hi jpn ja heb \
    he yid yi pol pl amh am jav jv kor ko nob nb dan da swe sv fin fi tur tr nld nl hun hu ces cs ell el bul bg \
    bel be mar mr kan kn ron ro slv sl hrv hr srp sr mkd mk lit lt lav lv est et tam ta vie vi urd ur tha th guj \
    gu uzb uz pan pa aze az ind id tel te pes fa mal ml ori or mya my nep ne sin si khm km tuk tk aka ak zul zu \
    sna sn afr af lat la slk sk cat ca tgl tl hye hy cym cy";

/// A language, as its two letters of ISO 639-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Language([u8; 2]);

impl Language {
    /// English, the language whose people and speakers are found.
    pub const ENGLISH: Self = Self(*b"en");

    /// The language that whatlang names; `None` for those without two letters of their own.
    fn of(lang: whatlang::Lang) -> Option<Self> {
        let code = lang.code();
        let mut words = LANGUAGE_CODES.split_whitespace().skip_while(|word| *word != code);
        words.nth(1).and_then(|short| short.as_bytes().try_into().ok()).map(Self)
    }

    /// The code: "en".
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("en")
    }
}

/// A person of the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The fullest form of the name in the article, without titles: "Jens Stoltenberg".
    pub name: CleanLine,
}

/// Which person: an index into [`Analysis::people`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub u32);

/// A person named: the name alone, full or part, without title or possessive 's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// Who.
    pub person: PersonId,
}

/// One utterance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Its quoted regions in order, marks excluded, one for each pair of marks and paragraph; never empty.
    pub spans: Vec<Span>,
    /// Speech, or a phrase in somebody else's sentence.
    pub kind: QuoteKind,
    /// Who said it; `None` where the text leaves it open.
    pub speaker: Option<Speaker>,
}

/// What is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuoteKind {
    /// What somebody said or wrote.
    Speech,
    /// Quoted words inside somebody else's sentence: scare quotes, titles, terms, fragments.
    Phrase,
}

/// Who said a quote, and what tells so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// Who.
    pub who: Who,
    /// How it was found.
    pub via: Via,
    /// The words that name the speaker; `None` where no words do (a speaker carried over).
    pub words: Option<Span>,
    /// The words of saying ("said", "according to"); `None` where there are none.
    pub cue: Option<Span>,
}

/// A speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// A person of the article.
    Person(PersonId),
    /// A source that is not a named person ("the ministry", "two officials"): the words that describe it.
    Source(Span),
}

/// How a speaker was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Via {
    /// By a name.
    Name,
    /// By a pronoun.
    Pronoun,
    /// By a description: "the senator".
    Description,
    /// Carried over from the speech before.
    Carried,
}

impl Analysis {
    /// The person's name.
    pub fn name(&self, person: PersonId) -> &str {
        self.people.get(person.0 as usize).map_or("", |person| person.name.as_str())
    }

    /// What a speaker is called: the person's name, or the words of the text.
    pub fn speaker_name<'a>(&'a self, article: &'a Article, speaker: &Speaker) -> &'a str {
        match speaker.who {
            Who::Person(person) => self.name(person),
            Who::Source(words) => article.slice(words),
        }
    }
}
