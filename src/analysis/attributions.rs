//! Which words of saying a quotation belongs to, and whether they stand beside it, before it or further off: by the order
//! of the words in a sentence. Who is meant is for others to say.

use super::{
    kinds::Region,
    phrases::Reading,
    sayings::{Saying, Side, Strength},
    tokens::{Kind, Token},
    words::Classes,
};

/// The saying that a quotation belongs to, and on which side of it the words stand.
pub(super) fn saying_for<'s>(
    reading: Reading,
    sayings: &'s [Saying],
    region: Region,
    at: usize,
) -> Option<(&'s Saying, Side)> {
    let behind = sayings.iter().find(|saying| saying.cue.start > at && attached(reading, saying, at));
    let before = sayings.iter().rev().find(|saying| saying.cue.end <= at && saying.place.start < at);
    let before = before.filter(|saying| saying.strength == Strength::Saying || !is_inscription(reading, at));
    let is_between = |saying: &&Saying| is_aside(reading, saying, at) || is_below(reading, sayings, saying, at);
    let before = before.filter(|saying| !is_between(saying)).or_else(|| {
        sayings.iter().rev().skip_while(|saying| saying.cue.end > at).nth(1).filter(|saying| saying.place.start < at)
    });
    let strong = sayings
        .iter()
        .rev()
        .find(|saying| saying.cue.end <= at && saying.place.start < at && saying.strength == Strength::Saying);
    let before = match before {
        Some(weak) if weak.strength == Strength::Wording && at - weak.cue.end > 6 => strong.or(Some(weak)),
        // "The bank wanted to “train” them, said Doe": the whole sentence is hers.
        Some(weak) if weak.strength == Strength::Wording && at > 0 && reading.word(at - 1) == "to" => {
            let close = sayings.last().filter(|last| last.strength == Strength::Saying && last.cue.start > at);
            return close
                .or(Some(weak))
                .map(|saying| (saying, if saying.cue.start > at { Side::Apart } else { Side::Before }));
        }
        other => other,
    };
    let trails = region.trails_on();
    let led_in = before.filter(|saying| leads_in(reading, saying, at) || labels(reading, saying, at));
    // "She left, saying, “We won,” and her face told of it": what cannot speak says nothing.
    let behind = behind.filter(|saying| led_in.is_none() || reading.can_speak(&saying.subject));
    // "Moscow denies it — “why?” asked Doe": an inverted verb can belong to nothing else.
    if let Some(saying) = behind.filter(|saying| saying.cue.start == at + 1 && saying.place.start > saying.cue.start) {
        return Some((saying, Side::Behind));
    }
    // "As Doe claimed that “we won,” an aide said they had not.": her words stand in a clause of their own.
    if let Some(saying) = led_in.filter(|_| reading.word(at - 1) == "that" && reading.begins_below()) {
        return Some((saying, Side::Before));
    }
    if let Some(saying) = behind.filter(|_| led_in.is_none() || trails && region.ends_with_comma()) {
        return Some((saying, Side::Behind));
    }
    if let Some(saying) = led_in.or(before) {
        return Some((saying, Side::Before));
    }
    let later = sayings
        .iter()
        .find(|saying| saying.cue.start > at && saying.place.start > at && saying.strength == Strength::Saying);
    later.map(|saying| (saying, Side::Apart))
}

/// Whether the saying stands between two dashes, of which the second leads to the quotation at `at`: "Doe commented —
/// which the paper noted — “…”".
pub(super) fn is_aside(reading: Reading, saying: &Saying, at: usize) -> bool {
    let first = saying.place.start.min(saying.cue.start);
    reading.kind(at - 1) == Some(Kind::Dash)
        && (first.saturating_sub(4)..first).any(|dash| reading.kind(dash) == Some(Kind::Dash))
}

/// Whether the saying stands in a clause that ends before the quotation at `at`, below the clause of an earlier one: "Doe
/// said that while Roe had denied it, they were “liars”".
fn is_below(reading: Reading, sayings: &[Saying], saying: &Saying, at: usize) -> bool {
    const BEGIN: [&str; 8] = ["while", "though", "although", "after", "before", "because", "when", "since"];
    let first = saying.place.start.min(saying.cue.start);
    let is_title = |at: usize| reading.token(at).is_some_and(|token| token.is_capital() || is_before_name(token));
    let below = (first.saturating_sub(4)..first).rev().find(|&at| !is_title(at));
    let Some(below) = below.filter(|&below| BEGIN.contains(&reading.word(below))) else { return false };
    let is_said = |earlier: &Saying| earlier.strength == Strength::Saying && earlier.cue.end <= below;
    let comma = (saying.cue.end..at).rev().find(|&at| reading.kind(at) == Some(Kind::Comma));
    let verb = Classes::BE.or(Classes::MODAL).or(Classes::VERB);
    sayings.iter().any(is_said)
        && comma.is_some_and(|comma| {
            !reading.is(comma + 1, Classes::PREPOSITION) && (comma + 2..at).any(|at| reading.is(at, verb))
        })
}

/// Whether the saying is the attribution right behind the quotation at `at`: its subject or its verb comes first there.
pub(super) fn attached(reading: Reading, saying: &Saying, at: usize) -> bool {
    let mut first = saying.place.start.min(saying.cue.start);
    if saying.place.start <= at || saying.cue.start <= at || saying.cue.start - at > LONGEST_ATTRIBUTION {
        return false;
    }
    // "“We won,” the paper quoted Jane Doe as saying": who quotes her comes first.
    if let Some(quoting) = reading.quoting_before(saying.cue.start).filter(|quoting| (at..first).contains(quoting)) {
        first = reading.phrase_start(quoting);
    }
    // "“We won,” a tired, happy Jane Doe said": what a determiner begins.
    let begin = at + 1 + usize::from(matches!(reading.kind(at + 1), Some(Kind::Comma | Kind::Dash)));
    let clause = Classes::CLAUSE.or(Classes::PREPOSITION).or(Classes::SAYING).or(Classes::VERB).or(Classes::MODAL);
    let is_one_phrase = reading.is(begin, Classes::DETERMINER.or(Classes::POSSESSIVE))
        && first - begin <= LONGEST_BEFORE_NAME
        && !(begin..first).any(|between| reading.is(between, clause) || reading.is_quote(between));
    is_one_phrase
        || (at + 1..first).all(|between| {
            reading.token(between).is_some_and(|token| {
                matches!(token.kind, Kind::Comma | Kind::Dash | Kind::Hyphen | Kind::Stop | Kind::Possessive)
                    || token.is_word()
                        && !token.is(Classes::CLAUSE.or(Classes::PREPOSITION))
                        && (is_before_name(token) || reading.qualifies(between))
            })
        })
}

/// Whether the words of saying give somebody the quotation for a name: "Doe called Roe “a fool”".
pub(super) fn labels(reading: Reading, saying: &Saying, at: usize) -> bool {
    let clause = Classes::CLAUSE.or(Classes::MODAL).or(Classes::VERB).or(Classes::SAYING);
    saying.strength == Strength::Wording
        && matches!(reading.word(saying.cue.start), "call" | "calls" | "called" | "calling" | "dubbed" | "branded")
        && saying.place.end <= saying.cue.start
        && (saying.cue.end..at).len() <= LONGEST_OBJECT
        && !(saying.cue.end..at).any(|at| reading.is(at, clause) || reading.kind(at) == Some(Kind::Comma))
}

/// Whether the quotation at `at` is what stands on a thing: "the front page, which had the headline: “…”".
pub(super) fn is_inscription(reading: Reading, at: usize) -> bool {
    at > 1
        && reading.kind(at - 1) == Some(Kind::Colon)
        && matches!(reading.word(at - 2), "headline" | "caption" | "title" | "slogan" | "motto")
}

/// Whether the words of saying lead straight to the quotation: with a comma, a colon or nothing in between at its end.
pub(super) fn leads_in(reading: Reading, saying: &Saying, at: usize) -> bool {
    at >= 1
        && (saying.cue.end == at
            || reading.token(at - 1).is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Colon | Kind::Dash))
            || reading.word(at - 1) == "that")
}

/// Whether the quotation at `at` goes on with the one at `before`, with nothing but "she said," in between.
pub(super) fn goes_on(reading: Reading, sayings: &[Saying], before: usize, at: usize) -> bool {
    let between = before + 1..at;
    if between.is_empty() || between.len() > LONGEST_ATTRIBUTION {
        return false;
    }
    let mut inside = sayings.iter().filter(|saying| between.contains(&saying.cue.start));
    let (Some(saying), None) = (inside.next(), inside.next()) else { return false };
    attached(reading, saying, before)
        && reading.token(at - 1).is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Dash | Kind::Semicolon))
        && !reading.word(saying.cue.start).ends_with("ing")
}

/// Whether the sentence is a quotation and its attribution, and nothing else.
pub(super) fn is_attribution(reading: Reading, sayings: &[Saying]) -> bool {
    let Some((saying, others)) = sayings.split_first() else { return false };
    if reading.items.len() > LONGEST_ATTRIBUTION {
        return false;
    }
    // "Said Jane Doe, a lawyer who said she was alarmed": what is told of her ends nothing.
    let who = (saying.cue.end.max(saying.place.end)..reading.items.len()).find(|&at| reading.word(at) == "who");
    let is_told = |other: &Saying| {
        who.is_some_and(|who| {
            !(who..other.cue.start).any(|at| matches!(reading.word(at), "but" | "and" | "while" | "though"))
        })
    };
    saying.strength == Strength::Saying
        && others.iter().filter(|other| other.strength == Strength::Saying).all(is_told)
        && attached(reading, saying, 0)
        && !(1..reading.items.len()).any(|at| reading.is_quote(at))
}

/// Whether the words of saying are too far before a quotation after a colon to be its own.
pub(super) fn is_far(reading: Reading, saying: &Saying, side: Side, at: usize) -> bool {
    let colon = at > 0 && reading.token(at - 1).is_some_and(|token| token.kind == Kind::Colon);
    colon
        && (side == Side::Apart
            || side == Side::Before && saying.strength == Strength::Wording && at - saying.cue.end > 6)
}

/// Whether nothing but commas and "and" stands between two quotations.
pub(super) fn is_list(reading: Reading, before: usize, at: usize) -> bool {
    let mut between = before + 1..at;
    between.len() <= 3
        && between.all(|at| {
            reading.kind(at) == Some(Kind::Comma) || matches!(reading.word(at), "and" | "or" | "but" | "also" | "then")
        })
}

/// Whether words behind a quotation at the beginning of a sentence tell who said it in a way that is not understood:
/// "“Four more years!” went up from the crowd."
pub(super) fn has_unread_attribution(reading: Reading) -> bool {
    let first = 1 + usize::from(matches!(reading.kind(1), Some(Kind::Comma | Kind::Dash)));
    reading.token(first).is_some_and(|token| {
        token.is_word() && !token.is_capital() && !token.is(Classes::CLAUSE.or(Classes::PREPOSITION))
    })
}

/// Whether words of saying lead to the quotation at `at` in a way that is not understood: "no tale beginning, “…”".
pub(super) fn is_led_in_unread(reading: Reading, at: usize) -> bool {
    let Some(mark) = at.checked_sub(1) else { return false };
    matches!(reading.kind(mark), Some(Kind::Comma | Kind::Colon))
        && (mark.saturating_sub(2)..mark).any(|word| reading.is(word, Classes::SAYING) && !reading.is_quote(word))
}

/// Whether a word may stand between a quotation and the name behind it: a title, or a small word.
pub(super) fn is_before_name(token: &Token) -> bool {
    token.is_capital()
        || token.is(Classes::TITLE.or(Classes::ROLE).or(Classes::DETERMINER).or(Classes::ADVERB).or(Classes::PEOPLE))
}

/// Most words between a determiner behind a quotation and the noun that it belongs to, in items.
pub(super) const LONGEST_BEFORE_NAME: usize = 8;

/// Longest object of "called" before the name that it is given, in items.
pub(super) const LONGEST_OBJECT: usize = 6;

/// Longest attribution, in items.
pub(super) const LONGEST_ATTRIBUTION: usize = 40;
