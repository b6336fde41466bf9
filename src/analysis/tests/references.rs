//! Whom "he", "she" and descriptions mean.

use super::speakers;

#[test]
fn a_noun_tells_better_than_a_given_name() {
    let before = "Hilda Roe left the house. She said so. ";
    let widow = format!("{before}“We lost,” said flood widow Paul Doe.\n\nShe continued, “We ask for a hearing.”");
    speakers(&widow, &["Paul Doe<said", "Paul Doe<She|continued"]);
    let apposed = format!("{before}“We lost,” said Paul Doe, a widow.\n\nShe continued, “We ask for a hearing.”");
    speakers(&apposed, &["Paul Doe<said", "Paul Doe<She|continued"]);
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
