//! The bundled articles as a person read them, before byline did: `tests/gold/*.tsv` holds who is in each and who said
//! what, and is never changed towards what byline answers. Where the two differ stands in a snapshot, with the counts. A source that is no person may be
//! described in more words than the person gave.
//!
//! A row is `person`, the name, how often it is mentioned; or `quote`, the kind, the speaker, how the text tells the
//! speaker, the first words. A dash stands for what the text does not tell.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use byline::{
    analysis::{Analysis, QuoteKind, Speaker, Via, Who, analyze},
    article::Article,
    source,
};

/// The least share of the judgements, in per cent, that must be those of the person.
const AGREEMENT: usize = 85;

/// How many judgements there are of a kind, and in how many both agree.
#[derive(Default)]
struct Count {
    same: usize,
    of: usize,
}

impl Count {
    fn add(&mut self, agree: bool) {
        self.same += usize::from(agree);
        self.of += 1;
    }
}

/// The judgements on all articles, by what they are about, and those that differ.
#[derive(Default)]
struct Comparison {
    counts: BTreeMap<&'static str, Count>,
    differences: String,
}

impl Comparison {
    fn judge(&mut self, about: &'static str, place: &str, by_hand: &str, by_byline: &str) {
        let agree = by_hand.eq_ignore_ascii_case(by_byline);
        self.counts.entry(about).or_default().add(agree);
        if !agree {
            writeln!(self.differences, "{place}: {about}: {by_hand}, byline: {by_byline}").unwrap();
        }
    }

    fn people(&mut self, name: &str, gold: &BTreeMap<&str, &str>, analysis: &Analysis) {
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for mention in &analysis.mentions {
            *found.entry(analysis.name(mention.person)).or_default() += 1;
        }
        for (person, mentions) in gold {
            let by_byline = found.remove(person).unwrap_or(0);
            self.judge("mentions", &format!("{name}, {person}"), mentions, &by_byline.to_string());
        }
        for (person, mentions) in found {
            self.judge("mentions", &format!("{name}, {person}"), "0", &mentions.to_string());
        }
    }

    fn quotes(&mut self, name: &str, gold: &[Vec<&str>], article: &Article, analysis: &Analysis) {
        let mut left: Vec<_> = analysis.quotes.iter().collect();
        for row in gold {
            let [kind, speaker, via, words] = row[..] else { panic!("{name}: {row:?} is no row of a quote") };
            let place = format!("{name}, “{words} …”");
            let begins = |span| article.slice(span).split_whitespace().take(6).eq(words.split_whitespace());
            let Some(at) = left.iter().position(|quote| begins(quote.spans[0])) else {
                self.judge("found", &place, "a quote", "none");
                continue;
            };
            let quote = left.remove(at);
            self.judge("found", &place, "a quote", "a quote");
            self.judge("kind", &place, kind, if quote.kind == QuoteKind::Speech { "speech" } else { "phrase" });
            let by_byline = quote.speaker.as_ref().map_or("-", |who| analysis.speaker_name(article, who));
            let longer = matches!(quote.speaker, Some(Speaker { who: Who::Source(_), .. }))
                && by_byline.get(..speaker.len()).is_some_and(|start| start.eq_ignore_ascii_case(speaker));
            self.judge("speaker", &place, speaker, if longer { speaker } else { by_byline });
            if via != "-" {
                let by_byline = quote.speaker.as_ref().map_or("-", |speaker| match speaker.via {
                    Via::Name => "name",
                    Via::Pronoun => "pronoun",
                    Via::Description => "description",
                    Via::Carried => "carried",
                });
                self.judge("how", &place, via, by_byline);
            }
        }
        for quote in left {
            self.judge("found", &format!("{name}, “{}”", article.slice(quote.spans[0])), "none", "a quote");
        }
    }
}

#[test]
fn byline_reads_the_bundled_articles_as_a_person_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold");
    let mut comparison = Comparison::default();
    for location in source::bundled() {
        let article = source::read(&location).unwrap();
        let name = Path::new(location.name().as_str()).with_extension("");
        let gold = fs::read_to_string(folder.join(&name).with_extension("tsv")).unwrap();
        let rows: Vec<Vec<&str>> = gold.lines().map(|line| line.split('\t').collect()).collect();
        let of = |kind| rows.iter().filter(move |row| row[0] == kind).map(|row| &row[1..]);
        let analysis = analyze(&article);
        let name = name.display().to_string();
        comparison.people(&name, &of("person").map(|row| (row[0], row[1])).collect(), &analysis);
        comparison.quotes(&name, &of("quote").map(<[_]>::to_vec).collect::<Vec<_>>(), &article, &analysis);
    }
    let mut summary = String::new();
    for (about, Count { same, of }) in &comparison.counts {
        writeln!(summary, "{about}: {same} of {of} agree").unwrap();
    }
    insta::assert_snapshot!(format!("{summary}\n{}", comparison.differences));
    for Count { same, of } in comparison.counts.values() {
        assert!(same * 100 >= of * AGREEMENT, "{summary}");
    }
}
