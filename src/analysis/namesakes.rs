//! Storms and firms that are called as people are: a word that the text uses for one of them is nobody's name wherever it
//! stands alone, unless more places there speak for somebody.

use std::{collections::HashMap, ops::Range};

use super::{
    naming::Names,
    tokens::{Case, Kind, Token, Tokens},
    words::Classes,
};

/// Takes the words that name things in this text from the people.
pub(super) fn part(tokens: &Tokens, names: &mut Names) {
    // Of each word, how many more places speak for a thing than for somebody.
    let mut uses: HashMap<u32, i32> = HashMap::new();
    for (at, token) in tokens.all.iter().enumerate().filter(|(_, token)| token.is_capital()) {
        let (is_thing, is_person) = (is_thing(tokens, at), is_person(tokens, at));
        if is_thing || is_person {
            *uses.entry(token.key).or_default() += i32::from(is_thing) - i32::from(is_person);
        }
    }
    uses.retain(|_, more| *more > 0);
    if uses.is_empty() {
        return;
    }
    let names_thing = |name: &Range<usize>| {
        name.len() == 1 && uses.contains_key(&tokens.all[name.start].key) && !is_person(tokens, name.start)
    };
    names.people.retain(|name| !names_thing(&name.tokens));
    // Those that are left to find as repetitions of a name are taken too.
    let mut people = names.people.iter().peekable();
    let mut things = Vec::new();
    for at in (0..tokens.all.len()).filter(|&at| tokens.all[at].is_capital()) {
        while people.next_if(|name| name.tokens.end <= at).is_some() {}
        let in_name = people.peek().is_some_and(|name| name.tokens.start <= at);
        if !in_name && names_thing(&(at..at + 1)) {
            things.push(at..at + 1);
        }
    }
    names.others.retain(|other| !(other.len() == 1 && names_thing(other)));
    names.others.extend(things);
    names.others.sort_by_key(|other| other.start);
}

/// Whether the word at `at` names a storm ("tropical storm Doris") or a firm ("an analyst at Doe", "Doe shares").
fn is_thing(tokens: &Tokens, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let word = |at: usize| tokens.all.get(at).filter(|token| token.is_word());
    let before2 = before.checked_sub(1);
    if tokens.all[at].first {
        return false;
    }
    let next_is_name = word(at + 1).is_some_and(|next| next.is_capital() && !next.is(Classes::FUNCTION));
    let is_storm = matches!(
        tokens.word(before),
        "Hurricane" | "hurricane" | "storm" | "Storm" | "Cyclone" | "cyclone" | "Typhoon" | "typhoon"
    );
    if is_storm {
        return !next_is_name;
    }
    if next_is_name {
        return false;
    }
    let is_shares = matches!(tokens.word(at + 1), "shares" | "stock" | "shareholders" | "plc" | "shareholder");
    let is_joined = tokens.word(at + 1) == "&" && word(at + 2).is_some_and(Token::is_capital)
        || tokens.word(before) == "&" && before2.and_then(word).is_some_and(Token::is_capital);
    let is_firm = matches!(
        tokens.word(before),
        "firm" | "company" | "group" | "rival" | "broker" | "brokerage" | "bank" | "consultancy"
    );
    let works = before2.is_some_and(|before2| {
        let office = &tokens.all[before2];
        match tokens.word(before) {
            "at" => office.is(Classes::ROLE.or(Classes::TITLE)) && office.case == Case::Lower,
            "of" => matches!(
                tokens.word(before2),
                "chairman"
                    | "chairwoman"
                    | "chair"
                    | "executive"
                    | "CEO"
                    | "partner"
                    | "founder"
                    | "co-founder"
                    | "shares"
            ),
            "with" => matches!(tokens.word(before2), "merger"),
            _ => false,
        }
    });
    is_shares || is_joined || is_firm || works
}

/// Whether the word at `at` is said to be somebody: behind "Mr", before a verb of saying.
fn is_person(tokens: &Tokens, at: usize) -> bool {
    let mut before = at.checked_sub(1);
    if before.is_some_and(|before| tokens.all[before].kind == Kind::Stop && !tokens.all[before].first) {
        before = before.and_then(|before| before.checked_sub(1));
    }
    let is_titled = before.is_some_and(|before| {
        matches!(
            tokens.word(before),
            "Mr" | "Mrs" | "Ms" | "Miss" | "Dr" | "Sir" | "Lord" | "Lady" | "President" | "Prof"
        )
    });
    let says = tokens.all.get(at + 1).is_some_and(|next| next.case == Case::Lower && next.is(Classes::SAYING));
    is_titled || says && !before.is_some_and(|before| tokens.all[before].is_capital())
}
