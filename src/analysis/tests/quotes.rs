//! Which marks make a quote, and whether it is speech.

use super::{quotes, speakers};

#[test]
fn marks_of_all_kinds() {
    quotes("“We won the cup,” she said.", &["S We won the cup,"]);
    quotes("\"We won the cup,\" she said.", &["S We won the cup,"]);
    quotes("‘We won the cup,’ she said.", &["S We won the cup,"]);
    quotes("'We won the cup,' she said.", &["S We won the cup,"]);
    quotes("``We won the cup,'' she said.", &["S We won the cup,"]);
    quotes("„We won the cup,“ she said.", &["S We won the cup,"]);
    quotes("«We won the cup,» she said.", &["S We won the cup,"]);
    quotes("»We won the cup,« she said.", &["S We won the cup,"]);
    quotes("She said: 「We won the cup.」", &["S We won the cup."]);
    quotes("“We won the cup,\" she said.", &["S We won the cup,"]);
}

#[test]
fn a_quotation_inside_a_quotation_is_no_entry() {
    quotes("“He called it ‘a farce’ and left,” she said.", &["S He called it ‘a farce’ and left,"]);
    quotes("\"He called it 'a farce' and left,\" she said.", &["S He called it 'a farce' and left,"]);
    quotes("‘He called it “a farce” and left,’ she said.", &["S He called it “a farce” and left,"]);
    quotes("“He called it “a farce” and left,” she said.", &["S He called it “a farce” and left,"]);
    quotes("\"He called it \"a farce\" and left,\" she said.", &["S He called it \"a farce\" and left,"]);
    quotes("\"He called it “a farce” and left,\" she said.", &["S He called it “a farce” and left,"]);
    quotes("“She told me, ‘We won.’”", &["S She told me, ‘We won.’"]);
}

#[test]
fn an_apostrophe_is_no_mark() {
    quotes("The dogs’ bowl and the girls' team don't matter.", &[]);
    quotes("’Twas the season of rock ’n’ roll in the ’90s.", &[]);
    quotes("Rock 'n' roll and get 'em, the 1990s' way.", &[]);
    quotes("Mr O'Neill and d’Artagnan met at six o’clock.", &[]);
    quotes("He is 6'2\" tall and she is 5’7” tall.", &[]);
    quotes("‘It’s the workers’ fault,’ she said.", &["S It’s the workers’ fault,"]);
    quotes("'It's the workers' fault,' she said.", &["S It's the workers' fault,"]);
    quotes("“The dogs’ bowl is in the ’90s style,” she said.", &["S The dogs’ bowl is in the ’90s style,"]);
}

#[test]
fn feet_and_inches_do_not_close() {
    quotes("\"I am 6'2\" tall and proud,\" she said.", &["S I am 6'2\" tall and proud,"]);
    quotes("\"We bought a 27\" screen for it,\" she said.", &["S We bought a 27\" screen for it,"]);
}

#[test]
fn she_said_splits_one_quote() {
    quotes("“We won,” she said, “and we will win again.”", &["S We won, | and we will win again."]);
    quotes("“We,” said Jane Doe, “will win again.”", &["S We, | will win again."]);
    quotes("“We won,” she said. “We will win again.”", &["S We won, | We will win again."]);
    quotes("“We won,” she said. “We will,” he said.", &["S We won,", "S We will,"]);
    quotes("“We won — ” she said — “and we will win again.”", &["S We won — | and we will win again."]);
}

#[test]
fn speech_over_paragraphs_is_one_quote() {
    quotes("She said: “We won.\n\n“We will win again.”", &["S We won. | We will win again."]);
    quotes("\"One.\n\n\"Two.\n\n\"Three,\" she said.", &["S One. | Two. | Three,"]);
    quotes("‘We won.\n\n‘We will win again,’ she said.", &["S We won. | We will win again,"]);
    quotes("“We won.\n\n# More\n\n“We will win again,” she said.", &["S We won. | We will win again,"]);
}

#[test]
fn speech_goes_on_behind_she_said_in_a_later_paragraph() {
    quotes("“We won.\n\n“We did,” she said. “Twice.”", &["S We won. | We did, | Twice."]);
    quotes("“We won.\n\n“We did,” she said, “and twice.”", &["S We won. | We did, | and twice."]);
    quotes("“We won,” said Jane Doe, a lawyer who said she was glad. “Twice.”", &["S We won, | Twice."]);
    quotes("“We won,” said Jane Doe, who left, but Ann Roe said they lost. “We did.”", &["S We won,", "S We did."]);
}

#[test]
fn an_open_mark_ends_with_its_paragraph() {
    quotes("She said, “We won.\n\nThen she left. “Bye,” she said.", &["S We won.", "S Bye,"]);
    quotes("“(Applause.)”", &[]);
    quotes("A ” stray mark.\n\nNothing.", &[]);
}

#[test]
fn headings_hold_no_quotes() {
    quotes("# 'We won the cup'\n\nNothing else.", &[]);
    quotes("# “We won\n\n“We did,” she said.", &["S We did,"]);
}

#[test]
fn speech_and_phrases() {
    quotes("She called it “a farce” yesterday.", &["P a farce"]);
    quotes("She blamed them for the 'fall of Kabul.'", &["P fall of Kabul."]);
    quotes("They watched “The Long Night” on Monday.", &["P The Long Night"]);
    quotes("She said that the plan was “not good enough.”", &["P not good enough."]);
    quotes("She said, “The plan is not good enough.”", &["S The plan is not good enough."]);
    quotes("She said “The plan is not good enough.”", &["S The plan is not good enough."]);
    quotes("“No,” she said.", &["S No,"]);
    quotes("She spoke for an hour. “The plan is not good enough.”", &["S The plan is not good enough."]);
    quotes("“Fake news” is what they call it.", &["P Fake news"]);
}

#[test]
fn words_before_a_role_belong_to_the_attribution() {
    quotes("“I am not tired,” union leader Jane Doe said.", &["S I am not tired,"]);
}

#[test]
fn a_title_led_in_is_no_speech() {
    quotes("Of it she wrote in her book, “The Bad City,” that the team had lost.", &["P The Bad City,"]);
    quotes("He put it all in his book, “Leaving the City.”", &["P Leaving the City."]);
    quotes("She said, “Yes We Can!”", &["S Yes We Can!"]);
}

#[test]
fn a_whole_sentence_is_speech_wherever_it_stands() {
    quotes("Then, “I tried to tell them that we won the cup.”", &["S I tried to tell them that we won the cup."]);
    quotes(
        "In their words, “We won the cup and all the other prizes too”",
        &["S We won the cup and all the other prizes too"],
    );
    quotes(
        "She said, “we won the cup and all the other prizes too”",
        &["S we won the cup and all the other prizes too"],
    );
    quotes(
        "She said “we won the cup and all the other prizes too”",
        &["S we won the cup and all the other prizes too"],
    );
    quotes(
        "The prize was won, she said, “for all the work of all the clubs”",
        &["P for all the work of all the clubs"],
    );
    quotes("She said it was “the cup and all the other prizes too”", &["P the cup and all the other prizes too"]);
    quotes("“We won,” a tall, tired woman with a hat said.", &["P We won,"]);
    quotes("“We won the cup,” a tall, tired woman with a hat said.", &["S We won the cup,"]);
}

#[test]
fn a_title_may_be_one_word_behind_a_kind_of_work() {
    quotes("She watched the film, “Home.” It was long.", &["P Home."]);
    speakers("Jane Doe told them of the film “Home” yesterday.", &["-"]);
    speakers("Jane Doe said so on Ohio’s “Home” yesterday.", &["-"]);
    speakers("Jane Doe told “Good Morning Ohio” so.", &["-"]);
    speakers("Jane Doe said “Good Morning Ohio” then.", &["Jane Doe<said"]);
    quotes(
        "“Where the cups of all the clubs have gone,” by Jane Doe.",
        &["P Where the cups of all the clubs have gone,"],
    );
}

#[test]
fn a_line_in_single_marks_is_a_heading_where_quotations_have_double_ones() {
    let text = "“We won,” she said. “We did.”\n\n‘A hard day.’\n\n“We won again,” she said.";
    quotes(text, &["S We won, | We did.", "S We won again,"]);
    quotes(
        "‘We won,’ she said.\n\n‘A hard day.’\n\n‘We won again,’ she said.",
        &["S We won,", "S A hard day.", "S We won again,"],
    );
    let text = "“We won,” she said. “We did.”\n\n‘A hard day for all of us and for many more.’\n\n“Yes,” she said.";
    quotes(text, &["S We won, | We did.", "S A hard day for all of us and for many more.", "S Yes,"]);
}

#[test]
fn two_single_marks_are_a_double_one() {
    let two = ["S We won the cup, | We did."];
    quotes("\"We won the cup,'' said Jane Doe. \"We did.''", &two);
    quotes("“We won the cup,’’ said Jane Doe. “We did.’’", &two);
    quotes("‘‘We won the cup,’’ said Jane Doe. ‘‘We did.’’", &two);
    quotes("``We won the cup,'' said Jane Doe. ``We did.''", &two);
    quotes("″We won the cup,″ said Jane Doe. ″We did.″", &two);
    quotes("‶We won the cup,″ said Jane Doe. ‶We did.″", &two);
    quotes("``We won the cup,″ said Jane Doe. ``We did.″", &two);
    quotes("`We won the cup,' said Jane Doe. `We did.'", &two);
    quotes("She called it ``a mess″ and left.", &["P a mess"]);
    quotes("“She told me, ‘We won.’’’", &["S She told me, ‘We won.’"]);
    quotes("The pipe is 6″ wide and 5′ 6″ long, as the dogs’’ bowl is.", &[]);
    quotes("Run `foo` and don't stop at the dogs' bowl.", &[]);
}

#[test]
fn two_apostrophes_open_nothing() {
    quotes("The ''Daily Doe'' was first. ''The Doe'' came later.", &[]);
    quotes("The ''Daily 'good' Doe'' was first.", &[]);
    quotes("\"I read ''The Doe'' yesterday,\" she said.", &["S I read ''The Doe'' yesterday,"]);
}

#[test]
fn two_apostrophes_hold_single_marks() {
    quotes("''She told me, 'We won the cup,' and left,'' he said.", &[]);
    quotes("``She told me, 'We won the cup,' and left,'' he said.", &["S She told me, 'We won the cup,' and left,"]);
}

#[test]
fn a_mark_that_closes_what_the_paragraph_before_left_open() {
    let open = "She said, “We won.\n\nWe did,” she said. “Twice.”";
    quotes(open, &["S We won. | We did, | Twice."]);
    quotes("She said, “We won.\n\nIt was “good” for us.", &["S We won.", "P good"]);
    quotes("She said, “We won.”\n\nIt was good” for us.", &["S We won."]);
}

#[test]
fn speech_goes_on_under_the_same_mark_alone() {
    quotes("\"We won.\n\n“We did,” she said.", &["S We won.", "S We did,"]);
    quotes("“We won.\n\n\"We did,\" she said.", &["S We won. | We did,"]);
    quotes("\"We won.\n\n\"We did,\" she said.", &["S We won. | We did,"]);
}

#[test]
fn how_long_and_how_closed_speech_is() {
    quotes("“we won the cup.”", &["S we won the cup."]);
    quotes("“won the cup.”", &["P won the cup."]);
    quotes("Then, “We won it.”", &["S We won it."]);
    quotes("Then, “We won it” again.", &["P We won it"]);
    quotes("Then, “No way.”", &["P No way."]);
    quotes("She said “We won the cup” then.", &["S We won the cup"]);
    quotes("She said “We won it” then.", &["P We won it"]);
    quotes("She said “We won it.” Then she left.", &["S We won it."]);
}

#[test]
fn marks_inside_marks_do_not_close() {
    quotes("“He called it—“a farce”—and left,” she said.", &["S He called it—“a farce”—and left,"]);
    quotes("'We like rock 'n' roll,' she said.", &["S We like rock 'n' roll,"]);
    quotes("'He called it \"a 'fine' farce\" and left,' she said.", &["S He called it \"a 'fine' farce\" and left,"]);
    quotes("\"I am 6'2\", and proud,\" she said.", &["S I am 6'2\", and proud,"]);
    quotes("\"...and we won the cup,\" she said.", &["S ...and we won the cup,"]);
}

#[test]
fn a_single_mark_without_an_end() {
    quotes("Yes.\n\n‘We won the cup.\n\nThen she left.", &["S We won the cup."]);
    quotes("She said: ‘We won the cup.\n\nThen she left.", &["S We won the cup."]);
    quotes("She called ‘the cup her own.\n\nThen she left.", &[]);
}

#[test]
fn a_title_behind_words_of_saying_is_no_speech() {
    quotes(
        "“We won,” she said on “This Week With the Jones Family.”",
        &["S We won,", "P This Week With the Jones Family."],
    );
}

#[test]
fn a_few_words_without_a_comma_are_a_phrase() {
    quotes("“Not good” Jane Doe said.", &["P Not good"]);
    quotes("“Not good,” Jane Doe said.", &["S Not good,"]);
}
