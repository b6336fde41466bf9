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
fn appositions_brackets_and_clauses_are_stepped_over() {
    speakers("“We won,” Jane Doe (D-Ohio) said.", &["Jane Doe<said"]);
    speakers("“We won,” Jane Doe, 54, of Kent, said.", &["Jane Doe<said"]);
    speakers("“We won,” Jane Doe, who is chairman of the club said.", &["Jane Doe<said"]);
    speakers("“We won,” Jane Doe, wearing a “Go” hat and a scarf, said.", &["Jane Doe<said", "-"]);
    speakers("“We won,” said a lawyer for the club, Jane Doe.", &["Jane Doe<said"]);
    speakers("“We won,” said master of ceremonies Jane Doe.", &["Jane Doe<said"]);
    speakers("“We won,” said former Ohio governor and senator Jane Doe.", &["Jane Doe<said"]);
    speakers("Paul Jones's lawyer, Jane Doe, said: “We won the cup.”", &["Jane Doe<said"]);
    speakers("Jane Doe, a lawyer for Paul Jones, said: “We won the cup.”", &["Jane Doe<said"]);
    speakers("When Paul Jones left, Jane Doe said: “We won the cup.”", &["Jane Doe<said"]);
    speakers("Jane Doe met Paul Jones and said: “We won the cup.”", &["Jane Doe<said"]);
    speakers("Jane Doe left the field, saying, “We won the cup.”", &["Jane Doe<saying"]);
    speakers("The film shows Jane Doe saying, “We won the cup.”", &["Jane Doe<saying"]);
    speakers("Jane Doe went on to say: “We won the cup.”", &["Jane Doe<say"]);
}

#[test]
fn speech_without_a_verb_of_saying() {
    speakers("“We won the cup?” Jane Doe pressed.", &["Jane Doe<"]);
    speakers("“We won the cup.” — Jane Doe", &["Jane Doe<"]);
    speakers("Jane Doe was angry: “We lost the cup.”", &["Jane Doe<"]);
    speakers("Jane Doe released a statement:\n\n“We won the cup.”", &["Jane Doe~"]);
    speakers("“We won the cup,” Jane Doe's statement reads.", &["Jane Doe<reads"]);
    speakers("“We won the cup,” according to a tweet by Jane Doe.", &["Jane Doe<according to"]);
}

#[test]
fn the_passive_turns_it_round() {
    speakers("Paul Jones was told by Jane Doe, “We won the cup.”", &["Jane Doe<told"]);
    speakers("Paul Jones was asked to leave. “We won the cup,” Jane Doe said.", &["Jane Doe<said"]);
}

#[test]
fn a_noun_is_no_verb() {
    speakers("Jane Doe said a few questions, “all of them good,” were asked.", &["Jane Doe<said"]);
    speakers("Ohio's state director, Jane Doe, wrote: “We won the cup.”", &["Jane Doe<wrote"]);
}

#[test]
fn each_of_two_speakers_keeps_their_own_words() {
    speakers("“We won,” said Jane Doe. “We lost,” said Paul Jones.", &["Jane Doe<said", "Paul Jones<said"]);
    speakers("Jane Doe said, “We won.” Paul Jones said, “We lost.”", &["Jane Doe<said", "Paul Jones<said"]);
    speakers("Jane Doe said, “Who won?” Coach Paul Jones said, “We did.”", &["Jane Doe<said", "Paul Jones<said"]);
}

#[test]
fn phrases_have_a_speaker_if_somebody_says_them() {
    speakers("Jane Doe called it “a farce” yesterday.", &["Jane Doe<called"]);
    speakers("Jane Doe said the plan was “not good enough.”", &["Jane Doe<said"]);
    speakers("Jane Doe watched “The Long Night” on Monday.", &["-"]);
    speakers("Jane Doe said on “The Morning Show” that they won.", &["-"]);
}

#[test]
fn a_name_of_men_and_women_fits_both() {
    speakers("Kim Jones left. “We won the cup,” he said.", &["Kim Jones<he|said"]);
    speakers("Kim Jones left. “We won the cup,” she said.", &["Kim Jones<she|said"]);
    speakers("Thulani Jones met Rutendo Jones. “We won the cup,” he said.", &["Thulani Jones<he|said"]);
}

#[test]
fn pronouns() {
    speakers("Jane Doe left. “We won the cup,” she said.", &["Jane Doe<she|said"]);
    speakers("Jane Doe met Paul Jones. “We won the cup,” he said.", &["Paul Jones<he|said"]);
    speakers("Paul Jones met Jane Doe. “We won the cup,” she said.", &["Jane Doe<she|said"]);
    speakers("“We won the cup,” he said.", &["-"]);
    speakers("Jane Doe left. “We won the cup,” they said.", &["-"]);
    speakers("According to Jane Doe, Mary Jones left. “We won,” she said.", &["Jane Doe<she|said"]);
    speakers("Jane Doe said Mary Jones left.\n\n“We won,” she said.", &["Jane Doe<she|said"]);
    speakers("Ms. Quendril met Mr. Zorblax. “We won,” he said.", &["Zorblax<he|said"]);
    speakers("The actress Zora Quendril met Paul Jones. “We won,” she said.", &["Zora Quendril<she|said"]);
    speakers("“We won the cup,” it said.", &["-"]);
}

#[test]
fn descriptions() {
    let text = "Senator Jane Doe met Paul Jones. “We won the cup,” the senator said.";
    speakers(text, &["Jane Doe<the senator|said"]);
    let text = "Paul Jones, the mayor of Kent, met Jane Doe. “We won the cup,” the mayor said.";
    speakers(text, &["Paul Jones<the mayor|said"]);
    let text = "Jane Doe met Paul Jones. “We won the cup,” the band leader said.";
    speakers(text, &["\"the band leader\"<the band leader|said"]);
    let text = "Jane Doe, the mayor, left. “We won the cup,” a mayor from Kent said.";
    speakers(text, &["\"a mayor from Kent\"<a mayor from Kent|said"]);
    let text = "Secretary-General of the NATO Zorblax Quendril said so. “We won,” the NATO Secretary-General said.";
    speakers(text, &["Zorblax Quendril<the NATO Secretary-General|said"]);
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
    let turns = ["Jane Doe<said", "Paul Jones~"];
    speakers("“We won the cup,” Jane Doe said.\n\nPaul Jones, 54, shook his head. “They did not win it.”", &turns);
}

#[test]
fn a_name_behind_a_description_says_who_it_is() {
    speakers("According to their captain, Jane Doe, it was “a farce.”", &["Jane Doe<According to"]);
    speakers("Paul Jones knew. In 2016 he gave a friend, Jane Doe, his reason: “We won the cup.”", &["Paul Jones<he|"]);
}

#[test]
fn a_description_is_remembered_like_a_name() {
    let text = "Jane Doe, the mayor, met Mary Jones. Jones won. The mayor, 54, left. “We won the cup,” she said.";
    speakers(text, &["Jane Doe<she|said"]);
    let text = "Jane Doe left with her sister, Mary Jones, and won. “We won the cup,” she said.";
    speakers(text, &["Jane Doe<she|said"]);
}

#[test]
fn somebody_elses_role_is_not_ones_own() {
    let text = "Jane Doe, the mayor's wife, met Paul Jones, the mayor. “We won the cup,” the mayor said.";
    speakers(text, &["Paul Jones<the mayor|said"]);
    let text = "Paul Jones is the mayor. Jane Doe, an aide to the mayor, left. “We won,” the mayor of Kent said.";
    speakers(text, &["Paul Jones<the mayor of Kent|said"]);
}

#[test]
fn the_verb_may_come_first_inside_a_sentence() {
    speakers("Good plans, said Jane Doe, “are our first hope.”", &["Jane Doe<said"]);
    speakers("Jane Doe, 54, told Paul Jones, “We won the cup.”", &["Jane Doe<told"]);
}

#[test]
fn going_to_somebody_is_no_saying() {
    speakers("The prize of 2016 went to Jane Doe, “for her work.”", &["-"]);
}

#[test]
fn things_that_are_written_on_speak() {
    speakers("A plaque on the wall reads: “We won the cup.”", &["\"A plaque on the wall\"<A plaque on the wall|reads"]);
}

#[test]
fn the_subject_of_a_participle_may_be_no_person() {
    speakers("Several groups met Jane Doe, saying, “We won the cup.”", &["\"Several groups\"<Several groups|saying"]);
    speakers("The mayor met Jane Doe by saying, “We won the cup.”", &["\"The mayor\"<The mayor|saying"]);
    speakers("In May, the ministry met Jane Doe, saying “we won.”", &["\"the ministry\"<the ministry|saying"]);
    speakers(
        "KENT, Dec. 8 (XP) — The ministry met Jane Doe, saying, “We won.”",
        &["\"The ministry\"<The ministry|saying"],
    );
    speakers("Hours later, Jane Doe left, saying, “We won the cup.”", &["Jane Doe<saying"]);
    speakers("The deputy editor and former mayor Jane Doe left, saying, “We won.”", &["Jane Doe<saying"]);
    speakers("Jane Doe won, with an aide saying, “We won the cup.”", &["\"an aide\"<an aide|saying"]);
    speakers("The club met Jane Doe but said in a letter that “We won the cup.”", &["\"The club\"<The club|said"]);
    speakers("An aide speaking to Jane Doe said, “We won the cup.”", &["\"An aide\"<An aide|said"]);
}

#[test]
fn a_determiner_alone_may_speak() {
    speakers("Jane Doe left. Another said, “We won the cup.”", &["\"Another\"<Another|said"]);
    speakers("Jane Doe left. “We won the cup,” the two said.", &["\"the two\"<the two|said"]);
    speakers("Jane Doe left. An answer, “of a kind,” came.", &["-"]);
}

#[test]
fn it_and_they_are_the_source_that_was_spoken_of() {
    let text = "The ministry denied it. “We won the cup,” it said.";
    speakers(text, &["\"The ministry\"<it|said"]);
    let text = "Two officials denied it. “We won the cup,” they said.";
    speakers(text, &["\"Two officials\"<they|said"]);
    let text = "The ministry said so. Jane Doe left. “We won the cup,” it added.";
    speakers(text, &["\"The ministry\"<it|added"]);
    speakers("The ministry left. Jane met Ann. Ann met Sue. Sue met Jane. “We won,” it said.", &["-"]);
    speakers("Two officials denied it. “We won the cup,” it said.", &["-"]);
    speakers("The ministry denied it. “We won the cup,” she said.", &["-"]);
}

#[test]
fn a_question_in_the_passive_has_no_speaker() {
    speakers("Jane Doe won. Paul Jones was asked, “Did she win the cup?”", &["-"]);
    speakers("Jane Doe told them that Paul Jones was asked, “Did she win?”", &["Jane Doe<told"]);
}

#[test]
fn verbs_of_two_words() {
    speakers("Jane Doe shot back, “We won the cup.”", &["Jane Doe<shot"]);
    speakers("As Jane Doe put it, “we won the cup.”", &["Jane Doe<put"]);
    speakers("Jane Doe used the term “cup winners” twice.", &["Jane Doe<used"]);
    speakers("Jane Doe used the “cup winners” twice.", &["-"]);
    speakers("Jane Doe shot the “cup winners” twice.", &["-"]);
}

#[test]
fn several_people_take_a_base_form() {
    speakers("Paul Jones and Jane Doe call it “a farce” now.", &["Jane Doe<call"]);
    speakers("Jane Doe call “a farce” now.", &["-"]);
}

#[test]
fn two_offices_are_one_apposition() {
    speakers("Jane Doe, president and head of the club, said: “We won.”", &["Jane Doe<said"]);
    speakers("Jane Doe, president and head of the club said: “We won.”", &["Jane Doe<said"]);
    speakers("“We won,” said the chief known as Bob.", &["Bob<said"]);
    speakers("Bank of Ohio Governor Jane Doe said, “We won.”", &["Jane Doe<said"]);
    speakers("“We won,” said retired Army Lt. Gen. Jane Doe.", &["Jane Doe<said"]);
    speakers("“We won,” said April Jones.", &["April Jones<said"]);
}

#[test]
fn an_aside_does_not_speak() {
    speakers("Jane Doe said — which the club noted first — “We won the cup.”", &["Jane Doe<said"]);
    speakers("Jane Doe said so — “We won the cup.”", &["Jane Doe<said"]);
}

#[test]
fn a_list_of_quotations_has_one_speaker() {
    speakers(
        "Paul Jones met Jane Doe, who called it “a farce” and “a shame.”",
        &["Jane Doe<called", "Jane Doe<called"],
    );
}

#[test]
fn an_attribution_that_is_not_understood_is_nobodys() {
    speakers(
        "“We won,” Jane Doe said. They cheered.\n\n“Four more years!” rose from the stands.",
        &["Jane Doe<said", "-"],
    );
    speakers("They cheered. “Four more years!” beamed Jane Doe.", &["Jane Doe<"]);
}

#[test]
fn turns_of_a_transcript() {
    speakers("“DOE: Who won the cup?”\n\nJane Doe and Paul Jones left.", &["Jane Doe<"]);
    speakers("“ZORB: Who won the cup?”\n\nJane Doe left.", &["\"ZORB\"<ZORB|"]);
    speakers("ZORB: “Who won the cup?”", &["\"ZORB\"<ZORB|"]);
    speakers("Jane Doe: “Who won the cup?”", &["Jane Doe<"]);
    speakers("Jane Doe left.\n\nQ: “Who won the cup?”", &["-"]);
    speakers("“ZORB: Who won?\n\n“DOE: We did.”\n\nJane Doe left.", &["\"ZORB\"<ZORB|", "Jane Doe<"]);
    speakers("“ZORB: Who won?\n\n“Did we?\n\n“DOE: We did.”\n\nJane Doe left.", &["\"ZORB\"<ZORB|", "Jane Doe<"]);
}

#[test]
fn an_age_means_the_person_spoken_of() {
    let text = "Jane Doe met Paul Jones. Doe won. “We won the cup,” the 54-year-old said.";
    speakers(text, &["Jane Doe<the 54-year-old|said"]);
    let text = "Jane Doe met Paul Jones. Jones won. “We won,” the 54-year-old mother of three said.";
    speakers(text, &["Jane Doe<the 54-year-old mother of three|said"]);
    let text = "Paul Jones met Jane Doe. Jones won. “We won,” the mother of three said.";
    speakers(text, &["\"the mother of three\"<the mother of three|said"]);
}

#[test]
fn a_quotation_on_its_own_has_its_source_below() {
    speakers("Paul Jones left.\n\n“We won the cup.”\n\n— Jane Doe, mayor of Kent", &["Jane Doe<"]);
    speakers("Paul Jones left.\n\n“We won the cup.”\n\n— Mayor Jane Doe", &["Jane Doe<"]);
    speakers(
        "Paul Jones left.\n\n“We won the cup.”\n\n- the fire brigade of Kent",
        &["\"the fire brigade of Kent\"<the fire brigade of Kent|"],
    );
    speakers("Paul Jones left.\n\n“We won the cup.\n\nJane Doe, mayor of Kent.”", &["Jane Doe<"]);
    speakers("Paul Jones said: “We won the cup.”\n\n— Jane Doe, mayor of Kent", &["Paul Jones<said"]);
    speakers("Paul Jones left.\n\n“We won the cup.”\n\n— Jane Doe —", &["Paul Jones~"]);
    speakers("Paul Jones left.\n\n“We won the cup.”\n\n— Jane Doe is mayor of Kent", &["Paul Jones~"]);
    speakers("Paul Jones left.\n\n“We won the cup.”\n\nJane Doe, mayor of Kent", &["Paul Jones~"]);
}

#[test]
fn words_between_commas_that_name_nothing_are_stepped_over() {
    let text = "Jane Doe, the head of the club, for example, said: “We won the cup.”";
    speakers(text, &["Jane Doe<said"]);
}

#[test]
fn what_a_sentence_is_about() {
    speakers("Paul Jones left. And Jane Doe, for all she knew, left too. “We won,” she said.", &["Jane Doe<she|said"]);
    let text = "Ann Jones left. Noting that both Sue Doe and Mary Doe had won, Ann Jones put the cup away. “We won,” she said.";
    speakers(text, &["Ann Jones<she|said"]);
    let text = "Rep. Jane Doe (D-Wisc.) spoke of Ann Jones. “We won,” she said.";
    speakers(text, &["Jane Doe<she|said"]);
    let text = "Jane Doe left. (Ann Jones did not.) Sue Hill won. “We won,” she said.";
    speakers(text, &["Sue Hill<she|said"]);
}

#[test]
fn what_is_called_so_is_nobodys_word() {
    speakers("Jane Doe said so of the so-called “winners” then.", &["-"]);
    speakers("Jane Doe said so of the “winners” then.", &["Jane Doe<said"]);
}

#[test]
fn somebody_of_whom_nobody_says_he_or_she_is_soon_forgotten() {
    let text =
        "Senator Zorb Quendril left. It was late. It rained. Rain fell. Rain fell on. It ended. “We won,” she said.";
    speakers(text, &["-"]);
    let text =
        "Senator Zorb Quendril left. She was late. It rained. Rain fell. Rain fell on. It ended. “We won,” she said.";
    speakers(text, &["Zorb Quendril<she|said"]);
}

#[test]
fn a_phrase_that_a_determiner_begins_may_be_long() {
    speakers("“We won,” a tired, happy Jane Doe said. “We did.”", &["Jane Doe<said"]);
    speakers("“We won,” the club's head, Jane Doe, told us. “We did.”", &["Jane Doe<told"]);
    speakers(
        "Two engineers who built it told Jane Doe that they were “tired.”",
        &["\"Two engineers\"<Two engineers|told"],
    );
}

#[test]
fn what_somebody_says_they_would_answer_is_their_word() {
    speakers("Jane Doe left. An aide said she would answer “in time.”", &["\"An aide\"<An aide|said"]);
    speakers("Jane Doe left. An aide said she told them, “In time.”", &["Jane Doe<she|told"]);
}

#[test]
fn the_nearest_and_the_leading_are_meant() {
    speakers("Jane Doe left. She met Ann Jones, a lawyer. “We won,” she said.", &["Jane Doe<she|said"]);
    let text = "Jane Doe, the mayor of Kent, met Ann Jones, the mayor of Bath. “We won,” the mayor said.";
    speakers(text, &["Ann Jones<the mayor|said"]);
}

#[test]
fn a_name_before_a_noun_only_qualifies_it() {
    speakers("Jane Doe left. Doe supporters said, “We won.”", &["\"Doe supporters\"<Doe supporters|said"]);
    speakers("Both groups met Jane Doe, saying, “We won.”", &["\"Both groups\"<Both groups|saying"]);
    speakers("Soon the ministry met Jane Doe, saying, “We won.”", &["\"the ministry\"<the ministry|saying"]);
}

#[test]
fn friends_of_several_are_one() {
    speakers("Jane Doe, a friend of Paul Hill and Ann Jones, said: “We won.”", &["Jane Doe<said"]);
    speakers("“We won,” said former Ohio governor and senator Jane Doe of Kent.", &["Jane Doe<said"]);
}

#[test]
fn a_stranger_is_nobody_who_is_named() {
    let woman = "Jane Doe left Kent. A woman from Ohio was angry. “We won the cup,” she said.";
    speakers(woman, &["\"A woman\"<she|said"]);
    let teacher = "Jane Doe left Kent. A teacher stood by the road. “We won the cup,” she said.";
    speakers(teacher, &["\"A teacher\"<she|said"]);
    speakers("My mother met Jane Doe. Now she says, “We won the cup.”", &["\"My mother\"<she|says"]);
    // A stranger of either gender weighs less than whoever is spoken of with "her".
    let doctor = "Jane Doe said she was ill. A doctor told her to rest. “We won the cup,” she said.";
    speakers(doctor, &["Jane Doe<she|said"]);
    let aide = "Jane Doe fell ill. A member of the club urged her to stay. She left. “We won,” she said.";
    speakers(aide, &["Jane Doe<she|said"]);
    let man = "Jane Doe left Kent. A man from Ohio was angry. “We won the cup,” she said.";
    speakers(man, &["Jane Doe<she|said"]);
    // Another name for somebody known is no stranger.
    let known = "Donald Roe spoke. The Ohio nominee said so. “We won the cup,” he said.";
    speakers(known, &["Donald Roe<he|said"]);
}

#[test]
fn whoever_acts_comes_before_whoever_is_acted_on() {
    speakers("The coach met Jane Doe. Mary Roe left. “We won the cup,” she said.", &["Mary Roe<she|said"]);
    let title = "Former Rep. Jane Doe was for Mary Roe. “We won the cup,” she said.";
    speakers(title, &["Jane Doe<she|said"]);
    let pick = "A likely Ohio leader pick, Jane Doe beat Mary Roe. “We won the cup,” she said.";
    speakers(pick, &["Jane Doe<she|said"]);
    let asked = "A reporter asked Jane Doe about the cup. She replied: “We won.”";
    speakers(asked, &["Jane Doe<She|replied"]);
    let mayor = "Mayor Jane Doe met Mary Roe. “We lost,” Mary Roe said. “We won,” the mayor said. “Twice,” she added.";
    speakers(mayor, &["Mary Roe<said", "Jane Doe<the mayor|said", "Jane Doe<she|added"]);
}

#[test]
fn a_role_beside_another_is_not_whoever_is_spoken_of() {
    let organizer = "Paul Jones was met by an organizer. “We won the cup,” the organizer said.";
    speakers(organizer, &["\"the organizer\"<the organizer|said"]);
    let spokesman = "Paul Jones left, the mayor's spokesman said. “We won the cup,” the spokesman said.";
    speakers(spokesman, &["\"the spokesman\"<the spokesman|said"]);
    let lawmaker = "Paul Jones left, a lawmaker from Kent said. “We won the cup,” the lawmaker said.";
    speakers(lawmaker, &["\"the lawmaker\"<the lawmaker|said"]);
    let woman = "Jane Doe left. An angry woman in a hat spoke. “We won the cup,” the woman said.";
    speakers(woman, &["\"the woman\"<the woman|said"]);
    speakers("Paul Jones left. “We won the cup,” the billionaire said.", &["Paul Jones<the billionaire|said"]);
}

#[test]
fn what_somebody_is_said_to_be_is_remembered() {
    let pilot = "Paul Jones was the command pilot. Jane Doe left. “We won the cup,” the command pilot said.";
    speakers(pilot, &["Paul Jones<the command pilot|said"]);
    let mayor = "Paul Jones became the mayor of Kent. Jane Doe left. “We won the cup,” the mayor said.";
    speakers(mayor, &["Paul Jones<the mayor|said"]);
    let friend = "Paul Jones was in Kent with the mayor. Jane Doe left. “We won the cup,” the mayor said.";
    speakers(friend, &["Jane Doe<the mayor|said"]);
}

#[test]
fn whose_words_a_document_holds() {
    let judge = "Judge Paul Jones ruled. The judge's statement reads: “We won the cup.”";
    speakers(judge, &["Paul Jones<The judge|reads"]);
    speakers("From Jane Doe's Facebook post: “We won the cup.”", &["Jane Doe<"]);
    let sign = "Jane Doe left. The decree signed by the bishop read “We won the cup and will win it again.”";
    speakers(sign, &["\"The decree signed by the bishop\"<The decree signed by the bishop|read"]);
    let owner = "Jane Doe said Mary Roe's statement didn't clarify it.\n\n“We won the cup,” she said.";
    speakers(owner, &["Jane Doe<she|said"]);
}

#[test]
fn names_of_offices_with_and_or_state_are_one() {
    speakers("“We won the cup,” said former secretary of state Jane Doe.", &["Jane Doe<said"]);
    let department = "\"the Department of Health and Human Services\"";
    let text = "“We won the cup,” the Department of Health and Human Services said.";
    speakers(text, &[&format!("{department}<{}|said", department.trim_matches('"'))]);
    let institute = "“We won the cup,” Paul Jones of the Institute for Science and International Peace wrote.";
    speakers(institute, &["Paul Jones<wrote"]);
    let two = "Jane Doe left. The former secretary of state and current nominee said she was “glad.”";
    let office = "The former secretary of state and current nominee";
    speakers(two, &[&format!("\"{office}\"<{office}|said")]);
    speakers("“We won,” Jane Doe of Kent and Ohio coach Paul Jones said.", &["Paul Jones<said"]);
}

#[test]
fn the_clause_that_the_words_belong_to() {
    let adding = "Mary Roe will come, Paul Jones said on Monday, adding, “We won the cup.”";
    speakers(adding, &["Paul Jones<adding"]);
    let later = "Jane Doe left after Paul Jones said he would come, adding, “We won the cup.”";
    speakers(later, &["Jane Doe<adding"]);
    let crowd = "As the crowd began to chant, Jane Doe came on stage and joked, “We won the cup.”";
    speakers(crowd, &["Jane Doe<joked"]);
    let even = "But even as Jane Doe claimed that “Paul won far less,” an aide said he had not.";
    speakers(even, &["Jane Doe<claimed"]);
    let dash = "Many believe, but Moscow denies — “why would we not?” asked Jane Doe.";
    speakers(dash, &["Jane Doe<asked"]);
    speakers("Jane Doe said that once the Senate goes on recess, “we will win the cup.”", &["Jane Doe<said"]);
    speakers("Jane Doe goes on: “We won the cup.”", &["Jane Doe<goes"]);
    speakers("“We won the cup,” Jane Doe went on.", &["Jane Doe<went"]);
    speakers("Jane Doe went so far as to say, “We won the cup.”", &["Jane Doe<say"]);
    let governor = "The new governor of the region, Jane Doe, on a tour of Kent, offered help: “We won.”";
    speakers(governor, &["Jane Doe<offered"]);
}

#[test]
fn a_name_behind_said_ends_the_sentence() {
    let beck = "Jane Doe “drew well” in 2008, said Ohio professor Paul Jones. “We won the cup.”";
    speakers(beck, &["Paul Jones<said", "Paul Jones~"]);
    let says = "Paul Jones, the coach, said Jane Doe “left early.”";
    speakers(says, &["Paul Jones<said"]);
}

#[test]
fn what_is_carried_goes_to_whoever_the_paragraph_is_about() {
    let touted = "Paul Jones said: “We won the cup.”\n\nMary Roe praised the team. “We will win it again.”";
    speakers(touted, &["Paul Jones<said", "Mary Roe~"]);
    let after =
        "After the Jones interview concluded, Jane Doe spoke and stated that they won. “It is over.” Paul Jones left.";
    speakers(after, &["Jane Doe~"]);
    let thing = "Jane Doe left. The ministry has made up a question, “Is this person a citizen?”";
    speakers(thing, &["-"]);
    let with =
        "Few won, said Mary Roe.\n\nIt came up, with Jane Doe — who is rich — blaming it.\n\n“We won,” she said.";
    speakers(with, &["Jane Doe<she|said"]);
}

#[test]
fn a_missing_mark_gives_nobody_the_words_of_another() {
    let missing = "“It is true,” Jane Doe said. “We won the cup.\n\n“We lost it,” added Paul Jones, a lawyer.";
    speakers(missing, &["Jane Doe<said", "Paul Jones<added"]);
}

#[test]
fn a_knight_is_called_by_the_given_name() {
    let knight = "Sir Paul Jones met Mary Paul. “We won the cup,” Sir Paul said. “We lost,” Paul said.";
    speakers(knight, &["Paul Jones<said", "Mary Paul<said"]);
}

#[test]
fn titles_and_labels_are_nobodys_words() {
    speakers("Jane Doe, speaking to me for the “Off Message” podcast, remembers him.", &["-"]);
    speakers("Jane Doe spoke in an interview with “The View,” saying she won.", &["-"]);
    speakers("Jane Doe has set up a website called “Kent for ever” on Monday.", &["-"]);
    speakers("A blog, called the “feed,” tells it.", &["-"]);
    speakers("It was what Jane Doe called “a farce.”", &["Jane Doe<called"]);
    speakers("He is a man who Jane Doe on Monday called “a fool.”", &["Jane Doe<called"]);
    speakers("Jane Doe studied what the ministry called “a farce.”", &["\"the ministry\"<the ministry|called"]);
}

#[test]
fn words_in_one_clause_are_not_said_in_the_next() {
    speakers("They looked at a “supermax” prison, and Jane Doe said they had talked.", &["-"]);
    speakers("It was a “regional” matter, as Jane Doe said on Monday.", &["Jane Doe<said"]);
    speakers("Most rose to the “secret” level, according to Jane Doe.", &["Jane Doe<according to"]);
    speakers("It costs much, according to the “plan” document that they have.", &["-"]);
}

#[test]
fn what_is_carried_ends_in_time() {
    // Three sentences of the paragraph, not four; the next paragraph, not the one after.
    let three = "“We won,” Jane Doe said. It rained. It snowed. “We will win it again.”";
    speakers(three, &["Jane Doe<said", "Jane Doe~"]);
    let four = "“We won,” Jane Doe said. It rained. It snowed. It froze. It blew. “We will win it again.”";
    speakers(four, &["Jane Doe<said", "-"]);
    let next = "“We won,” Jane Doe said.\n\nIt rained.\n\n“We will win it again.”";
    speakers(next, &["Jane Doe<said", "Jane Doe~"]);
    let far = "“We won,” Jane Doe said.\n\nIt rained.\n\nIt snowed.\n\nIt froze.\n\n“We will win it again.”";
    speakers(far, &["Jane Doe<said", "-"]);
    let unquoted = "Jane Doe said that they won. It rained. It snowed.\n\n“We will win it again.”";
    speakers(unquoted, &["-"]);
    let fresh = "Jane Doe said that they won.\n\n“We will win it again.”";
    speakers(fresh, &["Jane Doe~"]);
    let embedded = "“We won,” Jane Doe said.\n\n“We will win,” ran across the wall of Kent.";
    speakers(embedded, &["Jane Doe<said", "-"]);
}

#[test]
fn a_name_right_behind_speech_says_it_with_any_verb() {
    speakers("“We won it,” Jane Doe pressed on Monday.", &["Jane Doe<"]);
    speakers("“We won it!” beamed Jane Doe of Kent.", &["Jane Doe<"]);
    speakers(
        "Paul Jones left. “We won it!” Jane Doe's team wrote on the wall.",
        &["\"Jane Doe's team\"<Jane Doe's team|wrote"],
    );
    speakers("Paul Jones spoke. “We won it all!” In Kent with Jane Doe they sang.", &["Paul Jones~"]);
    speakers("Paul Jones spoke. “We won it all!” Jane Doe and her team are in Kent.", &["Paul Jones~"]);
}

#[test]
fn an_aside_between_dashes_leads_to_nothing() {
    let aside = "Jane Doe commented — which the paper noted — “we won the cup again.”";
    speakers(aside, &["Jane Doe<commented"]);
    let dash = "The paper noted the cup, and Jane Doe said — “we won the cup again.”";
    speakers(dash, &["Jane Doe<said"]);
}

#[test]
fn what_stands_between_does_not_hide_the_speaker() {
    speakers("KENT, Ohio (AP) — The coach was angry: “We lost the cup.”", &["\"The coach\"<The coach|"]);
    speakers("“We won,” said the captain of the club of Kent, Jane Doe.", &["Jane Doe<said"]);
    speakers("“We won,” said the captain, who is ill, Jane Doe.", &["Jane Doe<said"]);
    speakers("According to their spokeswoman, Jane Doe, “we won the cup.”", &["Jane Doe<According to"]);
    speakers(
        "According to their spokeswoman, Jane Doe left “in anger.”",
        &["\"their spokeswoman\"<their spokeswoman|According to"],
    );
    speakers("“We won the cup.” — Coach Jane Doe", &["Jane Doe<"]);
}

#[test]
fn how_far_back_a_pronoun_reaches() {
    let subject = "Jane Doe came. It rained. It snowed. It froze. Doe left Mary Roe there. “We won the cup,” she said.";
    speakers(subject, &["Jane Doe<she|said"]);
    let four = "Mayor Zorb Quendril left. It rained. It snowed. It froze. “We won the cup,” she said.";
    speakers(four, &["Zorb Quendril<she|said"]);
    let five = "Mayor Zorb Quendril left. It rained. It snowed. It froze. It blew. “We won the cup,” she said.";
    speakers(five, &["-"]);
}

#[test]
fn two_who_weigh_the_same_are_told_apart_by_who_came_last() {
    speakers("Jane Doe met him with Mary Roe in a car. “We won the cup,” she said.", &["Jane Doe<she|said"]);
    speakers("He saw Jane Doe and Mary Roe's car there. “We won the cup,” she said.", &["Jane Doe<she|said"]);
    speakers("He saw Jane Doe greet Mary Roe there. “We won the cup,” she said.", &["Mary Roe<she|said"]);
}
