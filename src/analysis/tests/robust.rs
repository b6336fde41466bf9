//! Whatever the text, the answer keeps its promises.

use proptest::prelude::*;

use super::{analyze, article};
use crate::text::Span;

/// Checks what holds for every analysis: spans cut the text, in order and without overlaps, and every index leads
/// somewhere.
fn check(text: &str) {
    let article = article(text);
    let analysis = analyze(&article);
    let body = article.text.as_str();
    let mut end = 0;
    for mention in &analysis.mentions {
        assert!(mention.span.fits(body) && !mention.span.is_empty() && mention.span.start >= end, "{mention:?}");
        assert!((mention.person.0 as usize) < analysis.people.len());
        end = mention.span.end;
    }
    assert!(analysis.people.iter().all(|person| !person.name.is_empty()));
    let mut spans: Vec<Span> = Vec::new();
    let mut start = 0;
    for quote in &analysis.quotes {
        assert!(!quote.spans.is_empty());
        assert!(quote.spans[0].start >= start);
        start = quote.spans[0].start;
        assert!(quote.spans.is_sorted());
        spans.extend(&quote.spans);
        if let Some(speaker) = &quote.speaker {
            assert!([speaker.words, speaker.cue].into_iter().flatten().all(|span| span.fits(body) && !span.is_empty()));
            assert!(!analysis.speaker_name(&article, speaker).is_empty());
        }
    }
    spans.sort();
    for (i, span) in spans.iter().enumerate() {
        assert!(span.fits(body) && !span.is_empty());
        assert!(spans.get(i + 1).is_none_or(|next| !span.overlaps(*next)));
    }
}

#[test]
fn a_text_that_is_not_english_has_quotes_alone() {
    let text = "Die Ministerin sagte am Dienstag in Berlin: „Wir haben lange darüber gesprochen.“ Der Vorschlag werde nun \
        geprüft, und Angela Schmidt wolle im Herbst wieder mit den Ländern sprechen, hieß es aus dem Ministerium.";
    let article = article(text);
    let analysis = analyze(&article);
    assert_eq!(analysis.language.map(|language| language.code().to_owned()), Some("de".to_owned()));
    assert!(analysis.people.is_empty() && analysis.mentions.is_empty());
    let [quote] = &analysis.quotes[..] else { panic!("{:?}", analysis.quotes) };
    assert_eq!(article.slice(quote.spans[0]), "Wir haben lange darüber gesprochen.");
    assert_eq!(quote.speaker, None);
    let phrase = analyze(&super::article(&text.replace("Wir haben lange darüber gesprochen.", "eine gute Sache")));
    assert_eq!(phrase.quotes[0].kind, super::QuoteKind::Phrase);
    assert_eq!(analysis.quotes[0].kind, super::QuoteKind::Speech);
}

#[test]
fn speech_is_known_where_no_spaces_stand_between_words() {
    let kind = |quoted: &str| {
        let text =
            format!("首相は火曜日の記者会見で「{quoted}」と述べた。野党はこれに反対し、採決は来週に延期された。");
        analyze(&article(&text)).quotes.first().map(|quote| quote.kind)
    };
    assert_eq!(kind("我々は平和を望んでいる"), Some(super::QuoteKind::Speech));
    assert_eq!(kind("平和"), Some(super::QuoteKind::Phrase));
}

#[test]
fn english_is_known_and_a_few_words_are_not() {
    let language = |text: &str| analyze(&article(text)).language.map(|language| language.code().to_owned());
    let text = "The mayor said on Monday that they had been at the meeting and that it was the first of its kind.";
    assert_eq!(language(text), Some("en".to_owned()));
    let full_of_names = "Senators Moses Kajwe, Edwin Sifune, Johnson Sakajo, William Marlow, Kithure Dorne, Ababu Namwe, Eliud \
        Owalla, Florence Boren, Susan Nakhu, Peter Munya, James Orengu, Mary Roe, Jane Doe, John Smith, Anna Jones, Paul \
        Harman and Carl Brown voted against new taxes on bread. Governors Amos Nyari, Gladys Wanga, Simba Arate, Jonah \
        Karani and Alice Waruki backed it, because prices of milk and flour rose by half in May. Traders closed stalls \
        early that day.";
    assert_eq!(language(full_of_names), Some("en".to_owned()));
    assert_eq!(language("Doe left."), None);
    assert_eq!(language(""), None);
}

const PIECES: &[&str] = &[
    "“",
    "”",
    "\"",
    "'",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "``",
    "''",
    "「",
    "」",
    " ",
    " ",
    " ",
    "\n\n",
    "\n\n# ",
    ".",
    ",",
    "!",
    "?",
    "…",
    ":",
    ";",
    "—",
    "-",
    "(",
    ")",
    "Jane",
    "Doe",
    "Jane Doe",
    "Paul Jones",
    "Mr.",
    "Sen.",
    "President",
    "said",
    " said ",
    "told",
    "according to",
    "she",
    "he",
    "who",
    "the senator",
    "a spokesman for",
    "NATO",
    "de",
    "van",
    "O'Neill",
    "1990s",
    "6'2\"",
    "U.S.",
    "J.",
    "é",
    "日本",
    "e\u{301}",
    "👩‍👩‍👧",
    "the",
    "of",
    "and",
    "that",
    "Kabul",
    "'s",
    "’s",
    "ß",
    "İ",
];

/// What is done to a text at a place.
#[derive(Clone, Debug)]
enum Wound {
    /// So many characters are cut out.
    Cut(usize),
    /// So many are there twice.
    Double(usize),
    /// This stands there as well.
    Insert(usize),
    /// What follows ends here.
    End,
}

/// The bundled articles, as whole texts.
fn whole() -> Vec<String> {
    let read = crate::source::bundled().filter_map(|location| crate::source::read(&location).ok());
    read.map(|article| article.text.as_str().to_owned()).collect()
}

fn wounds() -> impl Strategy<Value = Vec<(f64, Wound)>> {
    let wound = prop_oneof![
        4 => (1_usize..200).prop_map(Wound::Cut),
        2 => (1_usize..200).prop_map(Wound::Double),
        6 => (0..PIECES.len()).prop_map(Wound::Insert),
        1 => Just(Wound::End),
    ];
    proptest::collection::vec((0.0_f64..1.0, wound), 0..12)
}

fn wounded(text: &str, wounds: Vec<(f64, Wound)>) -> String {
    wounds
        .into_iter()
        .fold(text.chars().collect::<Vec<char>>(), |mut text, (place, wound)| {
            let at = (text.len() as f64 * place) as usize;
            let until = |length: usize| (at + length).min(text.len());
            match wound {
                Wound::Cut(length) => drop(text.drain(at..until(length))),
                Wound::Double(length) => drop(text.splice(at..at, text[at..until(length)].to_vec())),
                Wound::Insert(piece) => drop(text.splice(at..at, PIECES[piece].chars())),
                Wound::End => text.truncate(at),
            }
            text
        })
        .into_iter()
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn mutilated_articles(number in 0_usize..8, wounds in wounds()) {
        let texts = whole();
        check(&wounded(&texts[number % texts.len()], wounds));
    }
}

proptest! {
    #[test]
    fn scrambled_articles(pieces in proptest::collection::vec(0..PIECES.len(), 0..120)) {
        check(&pieces.into_iter().map(|piece| PIECES[piece]).collect::<String>());
    }

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }
}
