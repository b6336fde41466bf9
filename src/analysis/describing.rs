//! What the text tells of a person beside a name: titles and roles before it, an apposition or a predicate behind it.

use super::{
    forms::{name_gender, name_key},
    people::{NamedAt, Someone, noun_gender},
    tokens::{Kind, Tokens, key},
    words::Classes,
};

/// Takes down what stands beside a mention and tells of the person: titles and roles before it, an apposition behind.
pub(super) fn describe(tokens: &Tokens, mention: &NamedAt, person: &mut Someone) {
    // "Union leader Jane Doe": words before a role belong to it.
    let no_noun = Classes::FUNCTION.or(Classes::CLAUSE).or(Classes::PREPOSITION).or(Classes::ADVERB);
    let no_noun = no_noun.or(Classes::SAYING).or(Classes::WORDING).or(Classes::VERB).or(Classes::MODAL);
    let mut at = mention.tokens.start;
    let mut steps = 0;
    while at > 0 && steps < 10 {
        let token = &tokens.all[at - 1];
        let is_part = token.is_word()
            && (token.is_capital() && !token.is(Classes::FUNCTION.or(Classes::CALENDAR))
                || token.is(Classes::TITLE.or(Classes::ROLE).or(Classes::PEOPLE))
                || steps > 0 && (matches!(tokens.word(at - 1), "of" | "the") || steps <= 4 && !token.is(no_noun)));
        let is_glue = matches!(token.kind, Kind::Hyphen | Kind::Possessive)
            || token.kind == Kind::Stop && !token.first
            || token.kind == Kind::Comma && steps == 0 && at > 1 && tokens.all[at - 2].is(Classes::ROLE);
        if !is_part && !is_glue {
            break;
        }
        if token.is_word() && !is_owner(tokens, at - 1) {
            learn(tokens, at - 1, person);
        }
        at -= 1;
        steps += 1;
    }
    // "Said actress Ashley Doe", but not "the woman Paul Doe met".
    if let Some(noun) = mention.tokens.start.checked_sub(1).filter(|&noun| !is_definite(tokens, noun)) {
        learn_gender(tokens, noun, person);
    }
    person.age = person.age.or_else(|| age_beside(tokens, mention));
    let behind = mention.tokens.end;
    learn_party(tokens, behind, person);
    learn_predicate(tokens, behind, person);
    if tokens.all.get(behind).is_some_and(|token| token.kind == Kind::Comma) {
        let apposition = tokens.all[behind + 1..].iter().take(12).take_while(|token| {
            (token.is_word() || matches!(token.kind, Kind::Possessive | Kind::Hyphen))
                && !token.is(Classes::SAYING)
                && !token.is(Classes::CLAUSE)
        });
        let count = apposition.count();
        let range = behind + 1..behind + 1 + count;
        // "Ashley Doe, an actress, …", but not "Paul Doe, a friend of the actress, …".
        if tokens.all.get(range.start).is_some_and(|first| first.is(Classes::DETERMINER)) {
            let hangs = range.clone().find(|&at| tokens.all[at].is(Classes::PREPOSITION));
            learn_gender(tokens, hangs.unwrap_or(range.end) - 1, person);
        }
        if tokens.all[range.clone()].iter().any(|token| token.is(Classes::ROLE.or(Classes::TITLE))) {
            // "A spokesman for the governor" is no governor.
            let mut hangs = false;
            for at in range {
                hangs |= tokens.all[at].is(Classes::PREPOSITION);
                let is_other = is_owner(tokens, at) || hangs && tokens.all[at].is(Classes::ROLE.or(Classes::TITLE));
                if !is_other {
                    learn(tokens, at, person);
                }
            }
        }
    }
    if person.gender.is_none() {
        let first = tokens.all[mention.tokens.clone()].first();
        let first = first.filter(|first| person.keys.first() == Some(&name_key(first)));
        person.gender = first.and_then(name_gender);
    }
}

/// The age that is told beside a name: "Jane Doe, 54, …", "Jane Doe (54)", "Jane Doe, aged 54", "54-year-old Jane Doe".
fn age_beside(tokens: &Tokens, mention: &NamedAt) -> Option<u32> {
    let behind = mention.tokens.end;
    let kind = |at: usize| tokens.all.get(at).map(|token| token.kind);
    let is_joint = matches!(kind(behind), Some(Kind::Comma | Kind::Open));
    let number = behind + 1 + usize::from(matches!(tokens.word(behind + 1), "aged" | "now"));
    let is_whole = matches!(kind(number + 1), Some(Kind::Comma | Kind::Close | Kind::Stop));
    let told = is_joint && kind(number) == Some(Kind::Number) && is_whole;
    let before = mention.tokens.start.checked_sub(5);
    let before = before.filter(|&at| tokens.word(at + 2) == "year" && tokens.word(at + 4) == "old");
    let at = Some(number).filter(|_| told).or(before)?;
    tokens.all.get(at).filter(|age| age.kind == Kind::Number && age.span.len() <= 2).map(|age| age.key)
}

/// Takes down the party that stands behind the name of a politician: "Jane Doe, D-Ohio", "Jane Doe (R-Utah)".
fn learn_party(tokens: &Tokens, behind: usize, person: &mut Someone) {
    let kind = |at: usize| tokens.all.get(at).map(|token| token.kind);
    let is_joint = matches!(kind(behind), Some(Kind::Comma | Kind::Open));
    if !is_joint || !matches!(kind(behind + 2), Some(Kind::Hyphen | Kind::Dash)) {
        return;
    }
    match tokens.word(behind + 1) {
        "D" => add_role(person, key("democrat")),
        "R" => add_role(person, key("republican")),
        _ => {}
    }
}

/// Takes down what a noun in small letters tells of somebody whose gender nothing but the given name has told.
fn learn_gender(tokens: &Tokens, noun: usize, person: &mut Someone) {
    let told = tokens.all.get(noun).filter(|noun| !noun.is_capital()).and_then(|noun| noun_gender(noun.classes));
    if person.is_guessed && told.is_some() {
        (person.gender, person.is_guessed) = (told, false);
    }
}

/// Whether the phrase that ends with a noun begins with "the" or another such word.
fn is_definite(tokens: &Tokens, noun: usize) -> bool {
    let words = (noun.saturating_sub(4)..=noun).rev().take_while(|&at| tokens.all[at].kind != Kind::Comma);
    words.map(|at| &tokens.all[at]).any(|token| token.is(Classes::DETERMINER.or(Classes::POSSESSIVE)))
}

/// Takes down what a sentence says that somebody is: "Jane Doe is the mayor of Kent".
fn learn_predicate(tokens: &Tokens, verb: usize, person: &mut Someone) {
    let is = |at: usize, classes: Classes| tokens.all.get(at).is_some_and(|token| token.is(classes));
    if !matches!(tokens.word(verb), "is" | "was" | "became" | "remains") || !is(verb + 1, Classes::DETERMINER) {
        return;
    }
    let stops = Classes::PREPOSITION.or(Classes::CLAUSE).or(Classes::VERB).or(Classes::SAYING);
    let noun = |at: &usize| tokens.all.get(*at).is_some_and(|token| token.is_word() && !token.is(stops));
    let phrase = verb + 2..(verb + 2..verb + 8).take_while(noun).last().map_or(verb + 2, |last| last + 1);
    if phrase.clone().last().is_some_and(|last| is(last, Classes::ROLE)) {
        phrase.for_each(|at| learn(tokens, at, person));
    }
}

/// Whether it is the role of somebody to whom the one described belongs ("the president's wife").
fn is_owner(tokens: &Tokens, at: usize) -> bool {
    tokens.all[at].is(Classes::ROLE.or(Classes::TITLE))
        && tokens.all.get(at + 1).is_some_and(|next| next.kind == Kind::Possessive)
}

fn learn(tokens: &Tokens, at: usize, person: &mut Someone) {
    let token = &tokens.all[at];
    if !token.is_word() || token.is(Classes::FUNCTION) {
        return;
    }
    if let (None, Some(gender)) = (person.gender, noun_gender(token.classes)) {
        person.gender = Some(gender);
    }
    add_role(person, token.key);
    // "Sen. Jane Doe" is "the senator".
    for (_, role) in ALSO.iter().filter(|(word, _)| *word == token.key) {
        add_role(person, *role);
    }
}

fn add_role(person: &mut Someone, role: u32) {
    if !person.roles.contains(&role) && person.roles.len() < 64 {
        person.roles.push(role);
    }
}

/// Titles in short, and kin, and what else whoever they are told of is called.
const ALSO: &[(u32, u32)] = &[
    (key("wife"), key("widow")),
    (key("husband"), key("widower")),
    (key("mother"), key("mum")),
    (key("mother"), key("mom")),
    (key("mum"), key("mother")),
    (key("mom"), key("mother")),
    (key("father"), key("dad")),
    (key("dad"), key("father")),
    (key("sen"), key("senator")),
    (key("gov"), key("governor")),
    (key("rep"), key("representative")),
    (key("prof"), key("professor")),
    (key("dr"), key("doctor")),
    (key("lt"), key("lieutenant")),
    (key("sgt"), key("sergeant")),
    (key("capt"), key("captain")),
    (key("col"), key("colonel")),
    (key("gen"), key("general")),
    (key("det"), key("detective")),
    (key("rev"), key("reverend")),
];
