//! Where rules end: what is just no longer meant.

use super::{article, people, quotes, speakers};
use crate::analysis::tokens::Tokens;

#[test]
fn a_nickname_is_no_quotation() {
    quotes("William “Bill” Holloway left the house.", &[]);
    quotes("William “Bill” Holloway left the “Blue Room” then.", &["P Blue Room"]);
}

#[test]
fn signatures_and_ages_tell_of_people() {
    people("“We won the cup.” — Zorb Quendril", "Zorb Quendril: Zorb Quendril");
    people("Zorblax Quendril, 43, left.", "Zorblax Quendril: Zorblax Quendril");
    people("“We won the cup,” said Q.Zorblax.", "Q.Zorblax: Q.Zorblax");
}

#[test]
fn only_commas_and_ands_make_a_list() {
    people("They met Jane Doe at Zorb Quendril.", "Jane Doe: Jane Doe");
}

#[test]
fn firms_are_nobody() {
    people("The broker Holloway fell. Holloway rose again.", "");
    people("An analyst at Holloway left. Holloway rose again.", "");
}

#[test]
fn letters_before_a_known_name_stand_for_an_office() {
    people("Jane Doe left. CS Doe said so.", "Jane Doe: Jane Doe, Doe");
}

#[test]
fn a_house_is_nobody() {
    people("Jane Doe left. The Doe House burned.", "Jane Doe: Jane Doe");
}

#[test]
fn what_hangs_on_a_description_is_no_part_of_it() {
    speakers("“We won the cup,” a ministry official has said.", &["\"a ministry official\"<a ministry official|said"]);
    speakers(
        "“We won the cup,” a ministry official in May said.",
        &["\"a ministry official\"<a ministry official|said"],
    );
}

#[test]
fn a_name_before_an_office_only_qualifies_it() {
    let director = "Jane Doe left. “We won the cup,” the Doe communication director said.";
    speakers(director, &["\"the Doe communication director\"<the Doe communication director|said"]);
    let said = "Jane Doe left. “We won the cup,” said a Doe communication director.";
    speakers(said, &["\"a Doe communication director\"<a Doe communication director|said"]);
}

#[test]
fn headlines() {
    let is_headline = |text: &str| Tokens::of(&article(text)).blocks[0].is_headline;
    assert!(is_headline("Mayor Jane Doe Opens New Bridge"));
    assert!(is_headline("Mayor Jane Doe Opens a New Bridge in Kent"));
    assert!(!is_headline("Mayor Jane Doe opens a bridge"));
    assert!(!is_headline("Mayor Jane Doe Opens a New Bridge in Kent."), "a full stop ends a sentence");
    assert!(!is_headline("Mayor Jane Doe"), "too short to tell");
    assert!(!is_headline("Jane Doe from Kent wins"));
}

#[test]
fn words_far_before_a_colon_are_not_its_own() {
    let far = "Jane Doe was angry that Mary Roe had described the old club house in Kent so: “We won the cup here.”";
    speakers(far, &["Jane Doe<"]);
    let near = "Jane Doe was angry that Mary Roe had described it so: “We won the cup here.”";
    speakers(near, &["Mary Roe<described"]);
}

#[test]
fn a_surname_that_only_the_text_knows_is_somebodys() {
    let known = "It rained.\n\nPolice held Qassim al-Tamri. He added that Tamri was there.";
    people(known, "Qassim al-Tamri: Qassim al-Tamri, Tamri");
}

#[test]
fn nicknames_of_several_words_and_before_particles() {
    let several = "Michael “The Machine” Ferraro left. Ferraro said so.";
    people(several, "Michael “The Machine” Ferraro: Michael “The Machine” Ferraro, Ferraro");
    let particle = "Sen. Ronald “Kuto” dela Cruz left.";
    people(particle, "Ronald “Kuto” dela Cruz: Ronald “Kuto” dela Cruz");
}

#[test]
fn peoples_before_a_name() {
    people("The second man, Gambian Lamin Jallow, was held.", "Lamin Jallow: Lamin Jallow");
    people("It rained. The Albanian Agim Hoxha left.", "Agim Hoxha: Agim Hoxha");
    people("They bought an Albanian Zorb Quendril there.", "");
}

#[test]
fn prizes_are_nobody() {
    people("The film won an Oscar. It also won a Booker and an Olivier.", "");
    people("Jane Doe left. A Doe supporter stayed.", "Jane Doe: Jane Doe, Doe");
}

#[test]
fn two_of_a_list_tell_of_the_third() {
    let list = "England dropped Jimmy Parker, Gareth Wide and Ian Cook for the series.";
    people(list, "Jimmy Parker: Jimmy Parker; Gareth Wide: Gareth Wide; Ian Cook: Ian Cook");
}

#[test]
fn offices_of_other_countries() {
    people("Fine Gael TDs Adam Black and Paul Roe left.", "Adam Black: Adam Black; Paul Roe: Paul Roe");
    people("The candidate, Asiwaju Tunde Adewale, has won.", "Tunde Adewale: Tunde Adewale");
    speakers("Garda Adam Black left. “We won,” the garda said.", &["Adam Black<the garda|said"]);
}

#[test]
fn a_claim_is_its_owners() {
    speakers("Paul Roe rejected Jane Doe’s claim that “the court can wait”.", &["Jane Doe<claim"]);
    speakers("Paul Roe rejected Jane Doe’s claim. “The court can wait,” he said.", &["Paul Roe<he|said"]);
}

#[test]
fn a_clause_in_between_says_nothing() {
    speakers("Paul Roe said while Jane Doe had denied it, the party was “a disaster”.", &["Paul Roe<said"]);
    speakers("Paul Roe told them that after Jane Doe called Ann Hill, he was “terrified”.", &["Paul Roe<told"]);
    speakers("Paul Roe said he left because Jane Doe told him, in May, “to go home”.", &["Jane Doe<told"]);
}

#[test]
fn how_much_behind_a_colon_is_speech() {
    quotes("Doe said of the game: “we won the cup here”.", &["S we won the cup here"]);
    quotes("She gave the colour: “dark red”.", &["P dark red"]);
}

#[test]
fn whoever_is_named_in_a_quotation_does_not_say_it() {
    let named = "It rained.\n\nPaul Roe beat John Smith. Smith left the course. “John is a fierce rival,” he said.";
    speakers(named, &["Paul Roe<he|said"]);
    speakers("It rained.\n\nPaul Roe left. “Paul is a rival,” he said.", &["Paul Roe<he|said"]);
}
