//! Whom "he", "she" and descriptions mean.

use super::speakers;

#[test]
fn a_noun_tells_better_than_a_given_name() {
    let before = "Hilda Roe left the house. She said so. ";
    let widow = format!("{before}“We lost,” said flood widow Paul Doe.\n\nShe continued, “We ask for a hearing.”");
    speakers(&widow, &["Paul Doe<said", "Paul Doe<She|continued"]);
    let apposed = format!("{before}“We lost,” said Paul Doe, a widow.\n\nShe continued, “We ask for a hearing.”");
    speakers(&apposed, &["Paul Doe<said", "Paul Doe<She|continued"]);
    let friend = "Mary Roe left. Paul Doe, a friend of the woman, came. “We ask for a hearing,” he said.";
    speakers(friend, &["Paul Doe<he|said"]);
    let met = "Mary Roe left. They saw the woman Paul Doe met. “We ask for a hearing,” he said.";
    speakers(met, &["Paul Doe<he|said"]);
}

#[test]
fn some_given_names_are_mens_and_womens() {
    speakers(
        "Hilda Roe left. Terry Doe said: “We lost.” She added: “We won.”",
        &["Terry Doe<said", "Terry Doe<She|added"],
    );
    speakers("Mary Roe saw Shannon Doe. “We lost,” he said.", &["Shannon Doe<he|said"]);
}

/// Who said each quote of two paragraphs behind a line of their own, which a short text would be called by.
#[track_caller]
fn later(text: &str, expected: &[&str]) {
    speakers(&format!("It rained.\n\n{}", text.replace(" / ", "\n\n")), expected);
}

#[test]
fn ages_tell_people_apart() {
    let lead = "Jane Doe, 74, met Mary Roe, 50. “She is good,” said Roe. / The 74-year-old laughed. “I try,” she said.";
    later(lead, &["Mary Roe<said", "Jane Doe<she|said"]);
    later("Paul Roe, 27, met John Smith, 31. / “We won,” said the 27-year-old.", &["Paul Roe<the 27-year-old|said"]);
    later("Paul Roe (27) met John Smith (31). / “We won,” said the 27-year-old.", &["Paul Roe<the 27-year-old|said"]);
    later("Paul Roe, aged 27, met John Smith. / “We won,” said the 27-year-old.", &["Paul Roe<the 27-year-old|said"]);
    later("27-year-old Paul Roe met John Smith. / “We won,” said the 27-year-old.", &["Paul Roe<the 27-year-old|said"]);
    // Somebody of another age is not meant.
    later("Paul Roe, 27, left. / “We won,” said the 31-year-old.", &["\"the 31-year-old\"<the 31-year-old|said"]);
    later("Paul Roe left. / “We won,” said the 31-year-old.", &["Paul Roe<the 31-year-old|said"]);
    let rider = "Paul Roe won. / The 41-year-old rode for John Smith. “It was right,” he said.";
    later(rider, &["Paul Roe<he|said"]);
}

#[test]
fn peoples_and_parties_tell_people_apart() {
    let belgian = "Belgian striker Paul Roe met John Smith. / “He is good,” Smith said. / “I try,” the Belgian said.";
    later(belgian, &["John Smith<said", "Paul Roe<the Belgian|said"]);
    let led = "Belgian striker Paul Roe met John Smith. / The Belgian laughed. “I try,” he said.";
    later(led, &["Paul Roe<he|said"]);
    let asked = "Belgian striker Paul Roe met John Smith. / Asked about it, the Belgian laughed. “I try,” he said.";
    later(asked, &["Paul Roe<he|said"]);
    later("Paul Roe left. / “We won,” the French said.", &["\"the French\"<the French|said"]);
    let parties =
        "Jane Doe, D-Ohio, met Mary Roe (R-Utah). / “We can,” the Democrat said. / “I doubt it,” the Republican said.";
    later(parties, &["Jane Doe<the Democrat|said", "Mary Roe<the Republican|said"]);
}

#[test]
fn offices_tell_people_apart() {
    let short = "Gov. Paul Roe met Sen. John Smith. / “We can,” the governor said. / “I doubt it,” the senator said.";
    later(short, &["Paul Roe<the governor|said", "John Smith<the senator|said"]);
    let former = "Mayor Jane Doe met former mayor Paul Roe. / “We can,” the mayor said.";
    later(former, &["Jane Doe<the mayor|said"]);
    let past = "Mayor Jane Doe met former mayor Paul Roe. / “I lost,” the former mayor said.";
    later(past, &["Paul Roe<the former mayor|said"]);
}

#[test]
fn somebodys_kin_are_others() {
    later("Jane Doe's mother was in the stands. “I am proud,” she said.", &["\"Jane Doe's mother\"<she|said"]);
    later("Jane Doe heard it. His sister ran off. “I saw him,” she said.", &["\"His sister\"<she|said"]);
    let family = "Paul Roe died. / A statement from Mr Roe’s family said: “We are devastated.”";
    later(family, &["\"A statement from Mr Roe’s family\"<A statement from Mr Roe’s family|said"]);
    let widow = "Paul Roe and his wife, Jane Doe, came. Mary Hill left. / His widow said so. “I let him,” she said.";
    later(widow, &["Jane Doe<she|said"]);
    later("Jane Doe left. / The mother-of-two said: “I am upset.”", &["Jane Doe<The mother-of-two|said"]);
}

#[test]
fn whoever_is_asked_answers() {
    later("Paul Roe came. / John Smith asked him why he lied. “I was afraid,” he replied.", &["Paul Roe<he|replied"]);
    later("John Smith asked Paul Roe why he lied. “I was afraid,” he replied.", &["Paul Roe<he|replied"]);
    later("Mary Roe came. Jane Doe asked her husband to go. “I was afraid,” she said.", &["Jane Doe<she|said"]);
    later("John Smith asked why they lied. “I was afraid,” he added.", &["John Smith<he|added"]);
}

#[test]
fn two_who_are_a_subject_together_are_not_he() {
    let pair = "Paul Roe spoke. Adam Black and Sam Green were there. / “It is a good day,” he said.";
    later(pair, &["Paul Roe<he|said"]);
    let list = "Paul Roe spoke. Adam Black, Mayor Tom Hill and Sam Green were there. / “It is a good day,” he said.";
    later(list, &["Paul Roe<he|said"]);
}

#[test]
fn the_pronoun_right_before_the_verb_says_it() {
    speakers("Paul Roe told the court he felt “so scared” of her.", &["Paul Roe<he|felt"]);
    speakers("Paul Roe told police he saw “a big light” there.", &["Paul Roe<he|saw"]);
}
