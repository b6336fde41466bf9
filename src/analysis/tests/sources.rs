//! Whose words they are where somebody else quotes, hears, praises or follows, and what is carried over.

use super::speakers;

#[test]
fn whoever_is_quoted_says_it() {
    for quoting in [
        "the Courier quoted Jane Doe as saying",
        "Tass cited Jane Doe as saying",
        "the mayor, quoting Jane Doe as saying",
    ] {
        speakers(&format!("“We won the cup,” {quoting}."), &["Jane Doe<saying"]);
    }
    speakers("Paul Jones quotes the lawyer Jane Doe as saying, “We won the cup.”", &["Jane Doe<saying"]);
    speakers("Paul Jones quoted Mayor Jane Doe as telling them it was “a farce.”", &["Jane Doe<telling"]);
    speakers("You quoted Jane Doe as having said, “We won the cup.”", &["Jane Doe<said"]);
    speakers("“We won the cup,” Jane Doe was quoted as saying by the Post.", &["Jane Doe<saying"]);
    speakers("Jane Doe was quoted by the Post as saying, “We won the cup.”", &["Jane Doe<saying"]);
    speakers("Jane Doe left. The Post quoted her as saying, “We won the cup.”", &["Jane Doe<her|saying"]);
    speakers("Paul Jones quoted Jane Doe: “We won the cup.”", &["Paul Jones<quoted"]);
}

#[test]
fn an_apposition_may_hold_a_place() {
    speakers("Jane Doe, a farmer from Kent, Ohio, said it was “a farce.”", &["Jane Doe<said"]);
    speakers("“We won,” Jane Doe, the nurse of a school in Leeds, England, said.", &["Jane Doe<said"]);
    speakers("“We won the cup,” Jane Doe, a member of the Farmers Forum stated.", &["Jane Doe<stated"]);
    speakers("The school secretary, former pilot Jane Doe, came in saying: “We won.”", &["Jane Doe<saying"]);
    let aside = "Doe, an aide said, is “very glad.” Jane Doe left.";
    speakers(aside, &["\"an aide\"<an aide|said"]);
}

#[test]
fn whoever_is_spoken_to_says_nothing() {
    speakers("Paul Jones praised Jane Doe saying, “We won the cup.”", &["Paul Jones<saying"]);
    speakers("Paul Jones heaped praise on Jane Doe saying, “We won the cup.”", &["Paul Jones<saying"]);
    speakers("Paul Jones remembers Jane Doe saying, “We won the cup.”", &["Jane Doe<saying"]);
    speakers("Paul Jones said he heard people shouting, “We won the cup!”", &["\"people\"<people|shouting"]);
    speakers("A “good source” told the Kent agency that they won.", &["-"]);
    speakers("It was a “good source,” said Jane Doe.", &["Jane Doe<said"]);
    speakers(
        "Paul Jones called Jane Doe “a fool”, she told them he was “a liar”.",
        &["Paul Jones<called", "Jane Doe<she|told"],
    );
    speakers("Paul Jones and Jane Doe clashed in May, calling Mrs Doe a “liar.”", &["Paul Jones<calling"]);
    speakers("Doe left Kent. In May they clashed over Jane Doe, calling Mrs Doe a “liar.”", &["-"]);
}

#[test]
fn dashes_are_stepped_over_with_all_that_they_hold() {
    let film = "Jane Doe – who was cast in ‘Great Tides’ with Mary Roe – says it was fun to “have lines”.";
    speakers(film, &["-", "Jane Doe<says"]);
}

#[test]
fn what_cannot_speak_says_nothing() {
    let smile = "Jane Doe left, saying, “I am glad of it all,” her smile told them more.";
    speakers(smile, &["Jane Doe<saying"]);
    let kit = "Paul Jones was held after police found his “kit” in Kent.";
    speakers(kit, &["-"]);
    speakers("The man described as a “giant” left.", &["-"]);
    speakers("The man described by police as a “giant” left.", &["\"police\"<police|described"]);
    speakers("Jane Doe is still known by neighbours as “the girl.”", &["\"neighbours\"<neighbours|known"]);
    speakers("A hacker known as “the girl” left.", &["-"]);
    speakers("Jane Doe has accepted that “mistakes” were made.", &["Jane Doe<accepted"]);
    speakers("Jane Doe has accepted “two cups” from them.", &["-"]);
    speakers("Police are treating it as a “major incident.”", &["\"Police\"<Police|treating"]);
    speakers("Police treated “two cups” of it.", &["-"]);
    speakers("The ‘Home’ actress Jane Doe denies it.", &["-"]);
    let headline = "Critics attacked the page, which had the headline: “We won the cup”.";
    speakers(headline, &["-"]);
}

#[test]
fn the_end_of_a_sentence_tells_whose_it_is() {
    let train = "The bank wanted to “train” the clubs to look ahead, said Jane Doe, a former trader.";
    speakers(train, &["Jane Doe<said"]);
    let but = "The bank wanted to “train” the clubs to look ahead, said Jane Doe, a former trader, but it did not.";
    speakers(but, &["Jane Doe<said"]);
    let reported = "The brains were in an “almost good” state, the researchers reported.";
    speakers(reported, &["\"the researchers\"<the researchers|reported"]);
    let closed = "Paul Jones came.\n\n“We won. They led the table.” Jane Doe said.";
    speakers(closed, &["Jane Doe<said"]);
    let next = "“We won. They led the table.” Jane Doe said they had lost it.";
    speakers(next, &["-"]);
}

#[test]
fn somebody_may_tell_their_name_later() {
    speakers("“We ran,” said a villager, who identified himself as Paul Jones.", &["Paul Jones<said"]);
    speakers("“We ran,” said a woman who gave her name as Jane Doe.", &["Jane Doe<said"]);
}

#[test]
fn a_mood_tells_no_bearer_of_a_role_from_another() {
    speakers(
        "Paul Jones, the captain, won. “We ran,” the exhausted captain said.",
        &["Paul Jones<the exhausted captain|said"],
    );
    speakers("Paul Jones left. “We ran,” the visibly angry man said.", &["Paul Jones<the visibly angry man|said"]);
    let band = "Paul Jones, the captain, won. “We ran,” the band captain said.";
    speakers(band, &["\"the band captain\"<the band captain|said"]);
}

#[test]
fn offices_of_other_countries_are_titles() {
    speakers("Taoiseach Leo Jones left. “We won,” the Taoiseach said.", &["Leo Jones<the Taoiseach|said"]);
    speakers("“We won,” the chairman, Kent TD Leo Jones, said.", &["Leo Jones<said"]);
}

#[test]
fn a_party_of_a_case_can_be_he_or_she() {
    let woman = "The woman told the court that she slept. “We won,” she said.";
    speakers(woman, &["\"The woman\"<she|said"]);
    let suspect = "“He lied,” an officer testified.\n\nThe suspect claimed that it was so.\n\n“We won,” he said.";
    speakers(suspect, &["\"an officer\"<an officer|testified", "\"The suspect\"<he|said"]);
    let other = "A spokesman, Carl Bond, was there. The suspect denied it. “I did not,” he told the judge.";
    speakers(other, &["\"The suspect\"<he|told"]);
    let known = "Carl Bond was there. The suspect denied it. “I did not,” he told the judge.";
    speakers(known, &["Carl Bond<he|told"]);
    let again = "A teacher came. “We won,” she said. It rained. The teacher left. “We lost,” she said.";
    speakers(again, &["\"A teacher\"<she|said", "\"A teacher\"<she|said"]);
}

#[test]
fn they_are_two_who_were_named_together() {
    let pair = "Sam Jones and Jane Doe opened the shop. “We won,” they said.\n\n“We did.”";
    speakers(pair, &["\"Sam Jones and Jane Doe\"<they|said", "\"Sam Jones and Jane Doe\"~"]);
    let owner = "Sam Jones and Jane Doe's mother opened the shop. “We won,” they said.";
    speakers(owner, &["-"]);
}

#[test]
fn whoever_gives_no_name_is_nobody_who_is_named() {
    let refused = "Jane Doe left. “We won,” said the woman, who refused to be named.";
    speakers(refused, &["\"the woman\"<the woman|said"]);
    let about = "Deputy Jane Doe met Leo Jones, the deputy leader. The deputy leader said Jones was “facile.”";
    speakers(about, &["\"The deputy leader\"<The deputy leader|said"]);
}

#[test]
fn what_cannot_speak_is_not_carried() {
    speakers("The fire began at the mill.\n\n“It was a close thing. We ran.”", &["-"]);
    speakers("The weather of the Kent Valley continued all week.\n\n“It was a close thing. We ran.”", &["-"]);
    speakers("The ministry said no.\n\n“It was a close thing. We ran.”", &["\"The ministry\"~"]);
    let coverage = "Minister Paul Jones left.\n\nThe minister condemned the coverage of the Daily Sun from Ohio who have been telling the world so.\n\n“The Daily Sun prides itself on it.”";
    speakers(coverage, &["Paul Jones~"]);
}

#[test]
fn words_that_are_led_in_are_not_carried_over() {
    speakers("Jane Doe said so. There are no tales beginning, “So, Zsa and I left for Kent.”", &["-"]);
    speakers("Jane Doe said so.\n\n@OhioK said: “We won the cup.”", &["\"@OhioK\"<@OhioK|said"]);
    let woman = "Paul Jones spoke: “Vote for us.”\n\nBut the woman would have none of it, going on with her protest: “He must go.”";
    speakers(woman, &["Paul Jones<spoke", "\"the woman\"<the woman|"]);
}

#[test]
fn whom_a_question_is_about_does_not_answer_it() {
    let question =
        "Where is Paul Jones with his recovery, and how soon will he return?\n\n“I think he will be back in May.”";
    speakers(question, &["-"]);
}

#[test]
fn what_somebody_holds_is_a_noun() {
    let talks = "Samir Erkan said that the envoy George Mitchum held talks. “We won,” he said.";
    speakers(talks, &["Samir Erkan<he|said"]);
    let letter = "Jane Doe left separate reports. “We won,” she said.";
    speakers(letter, &["Jane Doe<she|said"]);
}

#[test]
fn whom_a_sentence_is_about_comes_before_whoever_is_named_in_a_clause() {
    let gave = "Paul Jones met Dan Hill. Jones said so.\n\nThis is what Minister Carl Bond gave. “We won,” he said.";
    speakers(gave, &["Paul Jones<he|said"]);
    let concerns =
        "Paul Jones left.\n\nIt is a thing that concerns Carl Bond, president of the club. “We won,” he said.";
    speakers(concerns, &["Carl Bond<he|said"]);
    let topic =
        "“It is bad,” Judge Carl Bond said.\n\nFor Mr. Paul Jones, it was a “farce.” He left “in anger,” he said.";
    speakers(topic, &["Carl Bond<said", "-", "Paul Jones<he|said"]);
    let speech = "Carl Bond spoke in May.\n\nIn Paul Jones's speech for a friend, he said: “She lit candles.”";
    speakers(speech, &["Paul Jones<he|said"]);
}

#[test]
fn what_another_tells_of_somebody_is_not_learned_of_them() {
    let cast = "Historian Zorb Quendril wrote on Sandra Day. She voted often, Quendril said. “We won,” he said.";
    speakers(cast, &["Zorb Quendril<he|said"]);
}

#[test]
fn in_the_words_of_somebody() {
    speakers("It was, in the words of Jane Doe, “a farce.”", &["Jane Doe<words of"]);
    speakers("The words of Jane Doe are “a farce.”", &["-"]);
}

#[test]
fn what_a_sentence_is_about_stands_behind_but() {
    let later = "Jane Doe left. But that morning, an angry crowd met Doe, saying, “We won.”";
    speakers(later, &["\"an angry crowd\"<an angry crowd|saying"]);
    let pact =
        "And the free trade pact of the ministry, which Doe had called “bad” and promised to “rip up”? Jane Doe left.";
    speakers(pact, &["Jane Doe<called", "Jane Doe<promised"]);
}

#[test]
fn an_attribution_behind_a_question_may_be_long() {
    let on = "Paul Jones left. “You know it, right?” Jane Doe went on, as if she had not heard.";
    speakers(on, &["Jane Doe<went"]);
    let apposed =
        "Paul Jones left. “Is it not so?” Jane Doe, the chairwoman of a large club in Northern Kent, said of it.";
    speakers(apposed, &["Jane Doe<said"]);
}
