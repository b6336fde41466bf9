//! Who said it, and what tells so.

use super::speakers;

#[test]
fn names_beside_a_verb() {
    speakers("“We won the cup,” Jane Doe said.", &["Jane Doe<said"]);
    speakers("“We won the cup,” said Jane Doe.", &["Jane Doe<said"]);
    speakers("Jane Doe said, “We won the cup.”", &["Jane Doe<said"]);
    speakers("Jane Doe told reporters on Monday: “We won the cup.”", &["Jane Doe<told"]);
    speakers("“We,” Jane Doe said, “won the cup.”", &["Jane Doe<said"]);
    speakers("“We won the cup,” Jane Doe, the captain of the team, said.", &["Jane Doe<said"]);
    speakers("“We won the cup,” said the captain, Jane Doe.", &["Jane Doe<said"]);
    speakers("“We won the cup,” said Jane Doe, who met Paul Jones.", &["Jane Doe<said"]);
    speakers("Paul Jones met Jane Doe, who said, “We won the cup.”", &["Jane Doe<said"]);
    speakers("According to Jane Doe, “we won the cup.”", &["Jane Doe<According to"]);
    speakers("In a statement, Jane Doe said: “We won the cup.”", &["Jane Doe<said"]);
}

#[test]
fn pronouns() {
    speakers("Jane Doe left. “We won the cup,” she said.", &["Jane Doe<she|said"]);
    speakers("Jane Doe met Paul Jones. “We won the cup,” he said.", &["Paul Jones<he|said"]);
    speakers("Paul Jones met Jane Doe. “We won the cup,” she said.", &["Jane Doe<she|said"]);
    speakers("“We won the cup,” he said.", &["-"]);
    speakers("Jane Doe left. “We won the cup,” they said.", &["-"]);
}

#[test]
fn descriptions() {
    let text = "Senator Jane Doe met Paul Jones. “We won the cup,” the senator said.";
    speakers(text, &["Jane Doe<the senator|said"]);
    let text = "Paul Jones, the mayor of Kent, met Jane Doe. “We won the cup,” the mayor said.";
    speakers(text, &["Paul Jones<the mayor|said"]);
}

#[test]
fn sources_that_are_no_people() {
    speakers("Jane Doe left. “We won the cup,” the ministry said.", &["\"the ministry\"<the ministry|said"]);
    speakers("Jane Doe left. “We won the cup,” two officials said.", &["\"two officials\"<two officials|said"]);
    speakers(
        "“We won the cup,” a spokesman for Jane Doe said.",
        &["\"a spokesman for Jane Doe\"<a spokesman for Jane Doe|said"],
    );
}

#[test]
fn the_speaker_before_speaks_on() {
    speakers("“We won the cup,” Jane Doe said. They cheered. “We will win again.”", &["Jane Doe<said", "Jane Doe~"]);
    speakers("“We won the cup,” Jane Doe said.\n\n“We will win again.”", &["Jane Doe<said", "Jane Doe~"]);
}
