//! Who says something in a sentence: the words of saying and their subject. Grammar alone; whom "he" or "the senator"
//! means is for others to say.

use std::ops::Range;

use super::{
    phrases::{Found, LONGEST_PHRASE, Reading, Subject},
    tokens::{Kind, Token},
    words::Classes,
};

/// Words of saying and whoever says.
#[derive(Clone, Debug)]
pub(super) struct Saying {
    /// The items of the sentence that are the words of saying.
    pub(super) cue: Range<usize>,
    /// Who says it.
    pub(super) subject: Subject,
    /// The items of the sentence that name the subject.
    pub(super) place: Range<usize>,
    /// How strong a sign of speech the words are.
    pub(super) strength: Strength,
}

/// How strong a sign of speech words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// They may come with quoted words ("called", "described").
    Wording,
    /// They are words of saying.
    Saying,
}

/// Where the words of saying stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Before the quotation.
    Before,
    /// Right behind it.
    Behind,
    /// Further behind in the sentence.
    Apart,
}

impl Reading<'_> {
    /// All sayings of the sentence, in order.
    pub(super) fn sayings(&self) -> Vec<Saying> {
        let mut sayings: Vec<Saying> = Vec::new();
        for at in 0..self.items.len() {
            let Some(token) = self.token(at) else { continue };
            if token.is(Classes::SAYING.or(Classes::WORDING)) || self.is_idiom(at) {
                if let Some(saying) = self.verb(at, sayings.last())
                    && (saying.subject != Subject::Untold || sayings.is_empty())
                    && !self.is_own_object(&saying)
                {
                    sayings.push(saying);
                }
            } else if self.is_according(at) {
                let end = self.phrase_end(at + 2);
                if let Some((subject, place)) = self.noun_phrase(at + 2..end).map(|found| self.named_behind(found)) {
                    sayings.push(Saying { cue: at..at + 2, subject, place, strength: Strength::Saying });
                }
            }
        }
        sayings
    }

    /// Whether "according to" or "words of" stand at a place, the latter as in "in the words of Jane Doe".
    fn is_according(&self, at: usize) -> bool {
        let words = || {
            at > 1
                && self.word(at) == "words"
                && self.word(at + 1) == "of"
                && self.word(at - 1) == "the"
                && self.word(at - 2).eq_ignore_ascii_case("in")
        };
        self.word(at).eq_ignore_ascii_case("according") && self.word(at + 1) == "to" || words()
    }

    /// The saying whose verb stands at `at`, if it is a verb and has a subject.
    fn verb(&self, at: usize, previous: Option<&Saying>) -> Option<Saying> {
        let token = self.token(at)?;
        if token.is_capital() && at > 0 && !self.is_quote(at - 1) {
            return None;
        }
        let says = token.is(Classes::SAYING) || self.is_idiom(at) && self.word(at + 1) != "the" || self.reports(at);
        let strength = if says { Strength::Saying } else { Strength::Wording };
        let made = |(subject, place)| Saying { cue: at..at + 1, subject, place, strength };
        let word = self.word(at);
        let is_participle = word.ends_with("ing");
        if let Some(quoting) = self.quoting_before(at) {
            return self.quoted_somebody(quoting, at).map(made);
        }
        if self.quotes_somebody(at) {
            return None;
        }
        // "She goes on: “…”", but not "the Senate goes on recess".
        let goes = matches!(word, "go" | "goes" | "going" | "went");
        let behind = at + 1 + usize::from(self.word(at + 1) == "on");
        let ends = matches!(self.kind(behind), Some(Kind::Stop)) || behind == self.items.len();
        if goes && !ends && !self.leads_on(behind) && !matches!(self.word(at + 1), "as" | "so") {
            return None;
        }
        if let Some(found) = self.inverted(at) {
            return Some(made(found));
        }
        let mut before = at.checked_sub(1)?;
        if self.kind(before) == Some(Kind::Possessive) {
            // "Roe rejected Jane Doe's claim that “they won”": her words.
            let leads = self.word(at + 1) == "that" || self.is_quote(at + 1);
            return self.mention_before(before).filter(|_| leads && !token.is_capital()).map(made);
        }
        if self.is(before, Classes::DETERMINER.or(Classes::POSSESSIVE)) && !stands_for_noun(self.word(before)) {
            return None;
        }
        let is_infinitive = self.word(before) == "to";
        if self.is(before, Classes::PREPOSITION) && !is_infinitive && !is_participle {
            return None;
        }
        if is_infinitive || is_participle && !self.is(before, Classes::BE) {
            let beside = || self.mention_before(at).filter(|(_, name)| !self.is_addressed(name.start));
            if is_participle
                && let Some(found) = beside().or_else(|| self.with_subject(at)).or_else(|| self.heard_before(at))
            {
                return Some(made(found));
            }
            if is_participle && self.is(before, Classes::CLAUSE.or(Classes::PREPOSITION)) && at < 3 {
                return None;
            }
            // "Jones would win, Doe said on Monday, adding …": Doe's words.
            if let Some(said) = previous.filter(|said| is_participle && self.follows(said, at)) {
                return Some(made((said.subject.clone(), said.place.clone())));
            }
            return self.leading_subject(at, previous).map(made);
        }
        let mut passive = false;
        while self.is(before, Classes::ADVERB.or(Classes::BE)) {
            passive |= self.is(before, Classes::BE);
            before = before.checked_sub(1)?;
        }
        // "The man described by police as “…”"
        passive |= strength == Strength::Wording && self.word(at + 1) == "by";
        if passive && !is_participle {
            let by = (at + 1..self.items.len().min(at + 8)).find(|&by| self.word(by) == "by");
            let Some(by) = by else {
                // "She was asked, “Did they win?”": by whom is not told.
                let leads_in = self.kind(at + 1).is_some_and(|kind| matches!(kind, Kind::Comma | Kind::Colon));
                return (token.is(Classes::SAYING) && leads_in && self.is_quote(at + 2))
                    .then(|| made((Subject::Untold, at..at + 1)));
            };
            return self.noun_phrase(by + 1..self.phrase_end(by + 1)).map(made);
        }
        let (subject, place) = self.subject_before(before + 1, at, previous)?;
        if (self.is_label(at) || self.is_described(at, &subject)) && !self.gives_label(&subject, &place, before)
            || self.finds(at)
        {
            return None;
        }
        // "The aide said she would answer “in good time”": the aide's words.
        let is_told = previous.is_some_and(|said| {
            said.strength == Strength::Saying
                && (said.cue.end..=said.cue.end + 1).contains(&place.start)
                && matches!(subject, Subject::Pronoun(_))
        });
        let modal = (place.end..at).any(|at| matches!(self.word(at), "would" | "will" | "could" | "might" | "should"));
        if is_told && modal {
            return None;
        }
        // "Clinton's state director": after one person a base form is no verb.
        let after_modal = (place.end..at).any(|at| self.is(at, Classes::MODAL)) || self.word(before).ends_with('t');
        let several =
            place.start > 1 && self.word(place.start - 1) == "and" && self.mention_before(place.start - 1).is_some();
        let agrees = !token.is(Classes::BASE)
            || word == "read"
            || after_modal
            || place.end > at
            || several
            || self.is_plural(&subject);
        // "A few questions", "security reasons": a noun, if nobody stands before it who can speak.
        let may_be_noun =
            word.ends_with('s') || word.len() < 4 || !word.ends_with('d') && token.is(Classes::ROLE.or(Classes::GROUP));
        (agrees && (!may_be_noun || self.can_speak(&subject))).then(|| made((subject, place)))
    }

    /// The subject behind an inverted verb: "“We won,” said Jane Doe", "Good plans, said Doe, “are our hope.”", "Few will
    /// come, said the coach Jane Doe."
    fn inverted(&self, at: usize) -> Option<Found> {
        let word = self.word(at);
        let after_quote = at == 0
            || self.is_quote(at - 1)
            || self.kind(at - 1) == Some(Kind::Comma) && at > 1 && self.is_quote(at - 2);
        // "A “company source” told the agency so": the quoted words are who tells.
        let is_quoted_subject =
            at > 1 && word == "told" && self.is(at - 2, Classes::DETERMINER.or(Classes::POSSESSIVE));
        if after_quote && !is_quoted_subject && !word.ends_with("ing") && self.begins_noun_phrase(at + 1) {
            let end = self.phrase_end(at + 1);
            if let Some(found) = self.subject_behind(at + 1..end) {
                return Some(found);
            }
        }
        // "Good plans, said Doe, “are our hope.”"
        if at > 0
            && self.kind(at - 1) == Some(Kind::Comma)
            && matches!(word, "said" | "says")
            && let Some(mention) = self.index(at + 1).and_then(|index| self.mention_from(index))
        {
            let end = self.mention_end(at + 1, mention);
            if self.kind(end) == Some(Kind::Comma) && self.is_quote(end + 1) {
                return Some((Subject::Named(mention), at + 1..end));
            }
        }
        self.closing_name(at)
    }

    /// The name that ends a sentence behind its verb: "Few will come, said the coach Jane Doe.", but not "Paul Jones, the
    /// coach, said Jane Doe would come."
    fn closing_name(&self, verb: usize) -> Option<Found> {
        let comma = self.kind(verb.checked_sub(1)?) == Some(Kind::Comma);
        let end = self.phrase_end(verb + 1);
        let closes = end == self.items.len() || self.kind(end) == Some(Kind::Stop) || self.is_last_apposition(end);
        if !comma || !closes || !matches!(self.word(verb), "said" | "says") {
            return None;
        }
        let (subject, place) = self.noun_phrase(verb + 1..end)?;
        let is_title = |at: usize| self.begins_noun_phrase(at) || self.kind(at) == Some(Kind::Stop);
        let is_bare = matches!(subject, Subject::Named(_)) && place.end == end && (verb + 1..place.start).all(is_title);
        is_bare.then_some((subject, place))
    }

    /// Whether nothing but an apposition stands between the comma at `comma` and the end of the sentence: "…, said Jane
    /// Doe, a former trader."
    fn is_last_apposition(&self, comma: usize) -> bool {
        let begins = Classes::DETERMINER.or(Classes::POSSESSIVE).or(Classes::ROLE).or(Classes::TITLE);
        let says = Classes::SAYING.or(Classes::MODAL).or(Classes::VERB).or(Classes::PRONOUN);
        let end = comma + 1 + LONGEST_PHRASE;
        let stop = (comma + 1..end.min(self.items.len())).find(|&at| {
            self.kind(at) == Some(Kind::Stop) || self.kind(at) == Some(Kind::Comma) && self.is(at + 1, Classes::CLAUSE)
        });
        let end = stop.unwrap_or(self.items.len());
        self.kind(comma) == Some(Kind::Comma)
            && end <= comma + LONGEST_PHRASE
            && self.is(comma + 1, begins)
            && !(comma + 1..end).any(|at| self.is(at, says) || self.is_quote(at))
    }

    /// Whether the verb at a place tells as what a thing or somebody is known ("the man described as a “giant”"), and
    /// not what they say of another.
    fn is_described(&self, at: usize, subject: &Subject) -> bool {
        self.word(at + 1) == "as"
            && self.is(at, Classes::WORDING)
            && self.word(at).ends_with('d')
            && matches!(subject, Subject::Described(_))
    }

    /// Whether the verb at a place ends an attribution with "reported": "…, the researchers reported."
    fn reports(&self, at: usize) -> bool {
        matches!(self.word(at), "report" | "reports" | "reported")
            && matches!(self.kind(at + 1), None | Some(Kind::Comma | Kind::Stop))
            && !self.is_quote(at + 1)
    }

    /// Whether what the verb at a place finds, sees or takes is a thing with quoted words for a name: "found his “kit”",
    /// "a hacker known as “Home”".
    fn finds(&self, at: usize) -> bool {
        let owned = self.is(at + 1, Classes::DETERMINER.or(Classes::POSSESSIVE)) && self.word(at + 1) != "that";
        match self.word(at) {
            "find" | "finds" | "found" | "see" | "sees" | "saw" => owned && self.is_quote(at + 2),
            // "She accepted “$200,000”", but "she accepted that “…”".
            "accept" | "accepts" | "accepted" | "accepting" => self.word(at + 1) != "that",
            "treat" | "treats" | "treated" | "treating" => {
                !(at + 1..at + LONGEST_ASIDE).any(|like| self.word(like) == "as")
            }
            "known" | "seen" => true,
            _ => false,
        }
    }

    /// Whether somebody would call themselves names: "the two clashed, calling Doe a “liar”" is not Doe's word.
    fn is_own_object(&self, saying: &Saying) -> bool {
        let Subject::Named(subject) = saying.subject else { return false };
        let behind = saying.cue.end..self.items.len().min(saying.cue.end + 4);
        let object = behind.into_iter().find_map(|at| self.mention_from(self.index(at)?));
        let who = |mention: usize| self.people.mentions[mention].person;
        saying.strength == Strength::Wording
            && saying.place.end <= saying.cue.start
            && object.is_some_and(|object| who(object) == who(subject))
    }

    /// Whether the verb at a place gives what stands before it a name: "a blog called “Home”".
    fn is_label(&self, at: usize) -> bool {
        let labels = ["called", "dubbed", "named", "nicknamed", "termed", "labeled", "labelled"];
        let quote = at + 1 + usize::from(self.is(at + 1, Classes::DETERMINER));
        labels.contains(&self.word(at)) && self.is_quote(quote)
    }

    /// Whether a subject whose verb follows `last` is who gives the label: "what the mayor called “home”".
    fn gives_label(&self, subject: &Subject, place: &Range<usize>, last: usize) -> bool {
        let question = place.start.checked_sub(1).map_or("", |before| self.word(before));
        matches!(question, "what" | "which" | "who" | "whom")
            || !matches!(subject, Subject::Described(_)) && place.end > last
    }

    /// Whether a quotation or what leads to it stands at a place.
    fn leads_on(&self, at: usize) -> bool {
        self.is_quote(at) || matches!(self.kind(at), Some(Kind::Comma | Kind::Colon))
    }

    /// Whether nothing but a time or a place parts the words of saying from the participle at `at`.
    fn follows(&self, said: &Saying, at: usize) -> bool {
        let between = said.cue.end.max(said.place.end)..at;
        let clause = Classes::CLAUSE.or(Classes::MODAL).or(Classes::VERB).or(Classes::SAYING).or(Classes::PRONOUN);
        said.strength == Strength::Saying
            && between.len() <= LONGEST_ASIDE
            && self.kind(at - 1) == Some(Kind::Comma)
            && !between.clone().any(|at| self.is_quote(at) || self.is_mention(at) || self.is(at, clause))
    }

    /// Whether a verb says something together with the words behind it: "shot back", "as Doe put it", "used the
    /// phrase “…”".
    fn is_idiom(&self, at: usize) -> bool {
        match self.word(at) {
            "shot" | "shoots" | "fired" | "fires" | "hit" | "hits" | "shooting" | "firing" | "hitting" => {
                self.word(at + 1) == "back"
            }
            "put" | "puts" => self.word(at + 1) == "it",
            "used" | "uses" | "using" | "use" | "coined" | "coins" | "coining" => {
                let word = (at + 2..at + 6).find(|&at| self.is_quote(at)).map(|quote| self.word(quote - 1));
                word.is_some_and(|word| matches!(word, "phrase" | "term" | "word" | "words" | "expression" | "slogan"))
            }
            _ => false,
        }
    }

    /// The subject of a participle that "with" or "as" brings ("with one of her aides saying").
    fn with_subject(&self, participle: usize) -> Option<Found> {
        let near = participle.saturating_sub(LONGEST_WITH)..participle;
        let with = near.rev().find(|&at| self.word(at) == "with" || self.kind(at) == Some(Kind::Comma))?;
        if self.word(with) == "with" { self.noun_phrase(with + 1..participle) } else { None }
    }

    /// Whether a subject names somebody or something that speaks, and is not any noun.
    pub(super) fn can_speak(&self, subject: &Subject) -> bool {
        let Subject::Described(range) = subject else { return true };
        let source = Classes::ROLE.or(Classes::GROUP).or(Classes::TITLE);
        self.tokens.all[range.clone()]
            .iter()
            .any(|token| token.is(source) || token.is_capital() && !token.is(Classes::FUNCTION) && !token.first)
    }

    /// Whether words without an attribution may be those of a subject that spoke in the sentence before: a person or a
    /// body, and not "the weather continued".
    pub(super) fn may_go_on(&self, subject: &Subject) -> bool {
        let Subject::Described(range) = subject else { return true };
        let is_hanging = |at: &usize| self.tokens.all[*at].is(Classes::PREPOSITION);
        let end = range.clone().find(is_hanging).unwrap_or(range.end);
        self.can_speak(&Subject::Described(range.start..end))
    }

    /// Whether a subject is several people, or one that takes a verb as several do.
    fn is_plural(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Named(_) | Subject::Untold => false,
            Subject::Pronoun(token) => !matches!(self.tokens.word(*token), "he" | "she" | "He" | "She" | "it" | "It"),
            Subject::Described(range) => {
                let last = range.end.saturating_sub(1);
                self.tokens.word(last).ends_with('s') || self.tokens.all[last].is(Classes::GROUP)
            }
        }
    }

    /// The subject whose last word stands before `end`.
    pub(super) fn subject_before(&self, end: usize, verb: usize, previous: Option<&Saying>) -> Option<Found> {
        let end = self.before_brackets(end);
        let last = end.checked_sub(1)?;
        if matches!(self.word(last), "who" | "which" | "whom") {
            return self.antecedent(last);
        }
        if self.is(last, Classes::CLAUSE) || self.is_quote(last) {
            return self.leading_subject(verb, previous);
        }
        if matches!(self.kind(last), Some(Kind::Comma | Kind::Dash | Kind::Close)) {
            if let Some(found) = self.before_dashes(last) {
                return Some(found);
            }
            return self.apposed(last).or_else(|| self.main_subject(verb));
        }
        let mut start = self.phrase_start(end);
        // "Jane Doe, president and head of the club, said": one apposition.
        let office = Classes::ROLE.or(Classes::TITLE);
        while start > 1
            && self.word(start - 1) == "and"
            && (self.is(start - 2, office) || start > 4 && self.word(start - 3) == "of" && self.is(start - 4, office))
            && (start..end).any(|at| self.is(at, office))
            && self.phrase_start(start - 1) < start
        {
            start = self.phrase_start(start - 1);
        }
        let main = || self.clause_subject(verb);
        let Some((subject, place)) = self.noun_phrase(start..end) else {
            return main().filter(|(_, place)| place.end <= start);
        };
        // "Jane Doe held separate talks": a noun.
        if (place.end..end).any(|at| self.is(at, Classes::VERB)) {
            return None;
        }
        if !matches!(subject, Subject::Described(_)) {
            return Some((subject, place));
        }
        if place.clone().any(|at| self.is(at, Classes::MODAL.or(Classes::VERB))) {
            return main();
        }
        if start > 0 && self.word(start - 1) == "who" {
            return self.antecedent(start - 1);
        }
        // "Jane Doe, head of the agency told …": the second comma is often left out.
        let is_apposition = start > 1
            && self.kind(start - 1) == Some(Kind::Comma)
            && self.is(start, Classes::ROLE.or(Classes::TITLE))
            && !self.is(start, Classes::DETERMINER.or(Classes::POSSESSIVE));
        // "Jane Doe, an aide said, “is glad”": the aide's words.
        let is_aside = self.kind(verb + 1) == Some(Kind::Comma);
        let named = match () {
            () if is_apposition => self.mention_before(start - 1),
            () if is_aside => None,
            () => self.named_before(start),
        };
        named.or(Some((subject, place)))
    }

    /// The place before a pair of brackets that ends at `end`: "Jane Doe (D-Ohio) said".
    fn before_brackets(&self, end: usize) -> usize {
        if end == 0 || self.kind(end - 1) != Some(Kind::Close) {
            return end;
        }
        let inside = end.saturating_sub(LONGEST_PHRASE)..end;
        inside.rev().find(|&at| self.kind(at) == Some(Kind::Open)).unwrap_or(end)
    }

    /// Whom the "who" at a place goes back to.
    fn antecedent(&self, who: usize) -> Option<Found> {
        if who == 0 || self.kind(who - 1) != Some(Kind::Comma) {
            // "The mayor condemned the paper who said so": what stands behind the verb.
            let first = self.phrase_start(who);
            let acts = |at: &usize| self.is(*at, Classes::VERB.or(Classes::MODAL).or(Classes::WORDING));
            let start = (first..who).rev().find(acts).map_or(first, |verb| verb + 1);
            return self.noun_phrase(start..who).or_else(|| self.noun_phrase(first..who));
        }
        let comma = who - 1;
        let named = self.noun_phrase(self.phrase_start(comma)..comma);
        named.filter(|(subject, _)| matches!(subject, Subject::Named(_))).or_else(|| self.apposed(comma))
    }

    /// The subject that goes on to a later verb of the sentence: the first one, be it of the saying before or not.
    fn leading_subject(&self, verb: usize, previous: Option<&Saying>) -> Option<Found> {
        let earlier = previous.map(|saying| (saying.subject.clone(), saying.place.clone()));
        let says = self.is(verb, Classes::SAYING) || self.word(verb) == "calling";
        let main = if says { self.clause_subject(verb) } else { self.main_subject(verb) };
        match (&earlier, &main) {
            // "The pact, which Doe had called “bad” and promised to “rip up”": hers.
            (Some((_, said)), Some(_)) if said.start > 0 && matches!(self.word(said.start - 1), "which" | "whom") => {
                earlier
            }
            (Some((_, said)), Some((_, named))) if named.start < said.start => main,
            // "As the crowd chanted, Jane Doe went on stage and said …"
            (Some((_, said)), Some((_, named))) if (said.end..named.start + 1).contains(&self.main_clause(verb)) => {
                main
            }
            (Some(_), _) => earlier,
            _ => main,
        }
    }

    /// The subject of an inverted "said X": a name, or a description with the name behind a comma.
    pub(super) fn subject_behind(&self, phrase: Range<usize>) -> Option<Found> {
        let found = self.noun_phrase(phrase.clone());
        if let Some((Subject::Described(_), _)) = &found
            && (!self.is(phrase.start, Classes::GROUP) || self.token(phrase.start).is_some_and(Token::is_capital))
        {
            // "Said former Ohio governor and senator Jane Doe".
            if self.word(phrase.end) == "and" && !self.is(phrase.start, Classes::DETERMINER) {
                let rest = phrase.end + 1..self.phrase_end(phrase.end + 1);
                if let Some((Subject::Named(mention), place)) = self.noun_phrase(rest.clone())
                    && (place.end == rest.end || self.is(place.end, Classes::PREPOSITION))
                {
                    return Some((Subject::Named(mention), place));
                }
            }
            // "Said the chief known as Bob".
            if self.word(phrase.end - 1) == "known"
                && self.word(phrase.end) == "as"
                && let Some(mention) = self.index(phrase.end + 1).and_then(|index| self.mention_from(index))
            {
                let name = phrase.end + 1;
                return Some((Subject::Named(mention), name..self.mention_end(name, mention)));
            }
            if let Some(named) = self.called_themselves(phrase.end) {
                return Some(named);
            }
            // The name may stand behind one comma or two.
            let commas =
                (phrase.end..self.items.len().min(phrase.end + 12)).filter(|&at| self.kind(at) == Some(Kind::Comma));
            let named = commas.take(2).find_map(|comma| {
                let start = comma + 1;
                let mention = self.index(start).and_then(|index| self.mention_from(index))?;
                let end = self.mention_end(start, mention);
                let closed = matches!(self.kind(end), None | Some(Kind::Comma | Kind::Stop));
                closed.then_some((Subject::Named(mention), start..end))
            });
            return named.or(found);
        }
        found
    }

    /// Whether words that can name a source begin here.
    fn begins_noun_phrase(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else { return false };
        let describes = Classes::DETERMINER.or(Classes::POSSESSIVE).or(Classes::PRONOUN).or(Classes::PEOPLE);
        if token.kind == Kind::Number || token.is(describes.or(Classes::ROLE).or(Classes::GROUP).or(Classes::TITLE)) {
            return true;
        }
        if token.is_capital() {
            return !token.is(Classes::CALENDAR.or(Classes::FUNCTION)) || self.is_mention(at);
        }
        // "Said master of ceremonies Jane Doe", "said retired Lt. Gen. Jane Doe".
        let is_part = |token: &Token| token.is_word() || token.kind == Kind::Stop && !token.first;
        let words = (at..at + 8).take_while(|&at| self.token(at).is_some_and(is_part));
        !token.is(Classes::PREPOSITION.or(Classes::CLAUSE)) && words.into_iter().any(|at| self.is_mention(at))
    }
}

/// Most words between "said" and a participle that goes on with it, in items.
pub(super) const LONGEST_ASIDE: usize = 6;
/// Longest phrase between "with" and its participle, in items.
const LONGEST_WITH: usize = 12;

/// Whether a determiner may be a subject by itself: "Another said".
fn stands_for_noun(word: &str) -> bool {
    const ALONE: &[&str] =
        &["all", "both", "some", "many", "several", "this", "that", "one", "another", "each", "most", "two", "three"];
    ALONE.iter().any(|alone| word.eq_ignore_ascii_case(alone))
}
