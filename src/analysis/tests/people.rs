//! Who is a person, and what joins names to one.

use super::people;

#[test]
fn full_names_and_surnames_are_one_person() {
    people("Jane Doe spoke. Doe left.", "Jane Doe: Jane Doe, Doe");
    people("Doe left. Jane Doe spoke.", "Jane Doe: Doe, Jane Doe");
    people("Jane Doe spoke. Later Jane left.", "Jane Doe: Jane Doe, Jane");
    people("Donald J. Trump spoke. Donald Trump left.", "Donald J. Trump: Donald J. Trump, Donald Trump");
}

#[test]
fn titles_and_possessives_are_left_out() {
    people("President Anna Smith met Sen. Paul Jones.", "Anna Smith: Anna Smith; Paul Jones: Paul Jones");
    people("Mr. Smith spoke. Dr Jones left.", "Smith: Smith; Jones: Jones");
    people("Anna Smith's plan and James Jones’ plan.", "Anna Smith: Anna Smith; James Jones: James Jones");
    people("NATO Secretary-General Anna Smith spoke.", "Anna Smith: Anna Smith");
    people("US Secretary of State Anna Smith spoke.", "Anna Smith: Anna Smith");
    people("The Anna Smith-led government fell.", "Anna Smith: Anna Smith");
}

#[test]
fn names_have_many_forms() {
    people("Marcia “Cia” Price spoke. Price left.", "Marcia “Cia” Price: Marcia “Cia” Price, Price");
    people("Dr. Martin Luther King Jr. spoke. King left.", "Martin Luther King Jr.: Martin Luther King Jr., King");
    people("Cyrus Miller, Jr., left.", "Cyrus Miller, Jr.: Cyrus Miller, Jr.");
    people("Queen Elizabeth II met Bill de Blasio.", "Elizabeth II: Elizabeth II; Bill de Blasio: Bill de Blasio");
    people("Mayor Bill de Blasio left; de Blasio was tired.", "Bill de Blasio: Bill de Blasio, de Blasio");
    people("Bashar al-Assad left. Assad was tired.", "Bashar al-Assad: Bashar al-Assad, Assad");
    people("Ban Ki-moon and Kim Jong-un met.", "Ban Ki-moon: Ban Ki-moon; Kim Jong-un: Kim Jong-un");
    people(
        "Jean-Claude Juncker met Conor O'Neill.",
        "Jean-Claude Juncker: Jean-Claude Juncker; Conor O'Neill: Conor O'Neill",
    );
    people("They met Will Smith and James To.", "Will Smith: Will Smith; James To: James To");
    people("Cristóbal Rojas left.", "Cristóbal Rojas: Cristóbal Rojas");
    people("CBC Chairman G.K. Butterfield left.", "G.K. Butterfield: G.K. Butterfield");
    people("Doris Day sang for Gerald Ford.", "Doris Day: Doris Day; Gerald Ford: Gerald Ford");
    people("JOHN SMITH met her.", "JOHN SMITH: JOHN SMITH");
    people("Mary Ann\nSmith met her.", "Mary Ann Smith: Mary Ann\nSmith");
}

#[test]
fn a_name_that_nobody_knows_signs_a_quotation() {
    let names = "Mikilia Johser: Mikilia Johser; Cornce Evenson: Cornce Evenson";
    people("“We came back too soon.” ― Mikilia Johser\n\n“We did not.” ― Cornce Evenson", names);
    people("“We came back too soon.”\n\n— Mikilia Johser, Westfield", "Mikilia Johser: Mikilia Johser");
    people("“We came back too soon.” — Rolling Stone", "");
}

#[test]
fn two_people_of_one_surname_are_two() {
    people("John Smith met Mary Smith. John Smith left.", "John Smith: John Smith, John Smith; Mary Smith: Mary Smith");
}

#[test]
fn what_is_no_person() {
    people("The Taliban took Kabul, NATO said.", "");
    people("Afghans and the New York Times met in Los Angeles.", "");
    people("He said that she left them.", "");
    people("On Monday the Supreme Court met.", "");
    people("Apple and Goldman Sachs Group fell.", "");
    people("They flew to San Miguel and Puerto Rico in May.", "");
    people("The Trump Tower and Lincoln University closed.", "");
    people("The company works with Yale University in Kentucky.", "");
    people("American and Polish troops left Warsaw on Tuesday.", "");
    people("Last May the Senate met in Washington.", "");
    people("The Grand Canyon is in Arizona.", "");
}

#[test]
fn unknown_names_are_known_by_their_surroundings() {
    people("President Zorblax Quendril spoke.", "Zorblax Quendril: Zorblax Quendril");
    people("“Never,” said Zorblax Quendril.", "Zorblax Quendril: Zorblax Quendril");
    people("Zorblax Quendril, 54, left. Quendril was tired.", "Zorblax Quendril: Zorblax Quendril, Quendril");
    people("Zorblax Quendril, a lawyer from Kent, left.", "Zorblax Quendril: Zorblax Quendril");
}

#[test]
fn names_are_found_in_headings_too() {
    people("# Doe Leaves Office After Nine Years\n\nJane Doe said she was tired.", "Jane Doe: Doe, Jane Doe");
}

#[test]
fn a_surname_alone_goes_on_meaning_whom_it_meant() {
    people(
        "John Smith left. His wife, Mary Smith, stayed. Smith was tired.",
        "John Smith: John Smith, Smith; Mary Smith: Mary Smith",
    );
}

#[test]
fn names_are_told_by_what_stands_around_them() {
    people("The lawyer Zorba Quendrillan said he had left.", "Zorba Quendrillan: Zorba Quendrillan");
    people("The minister met Anna Smith, Jr., there.", "Anna Smith, Jr.: Anna Smith, Jr.");
    people("King Carl Smith met the King.", "Carl Smith: Carl Smith");
    people("Tim Doe-Roe spoke. Doe-Roe left.", "Tim Doe-Roe: Tim Doe-Roe, Doe-Roe");
    people("Doe-Roe spoke. Tim Doe-Roe left.", "Tim Doe-Roe: Doe-Roe, Tim Doe-Roe");
    people("They flew to Smith Island with John Roe.", "John Roe: John Roe");
}

#[test]
fn what_is_called_after_people_is_nobody() {
    people("Shares of Harlan Whitcombe Group fell, while Whitcombe Brothers gained two per cent.", "");
    people("The team played at Prescott Stadium, and the Dalton Trophy went to the Wanderers.", "");
    people("They studied at Johns Hopkins University and at the Grace Holloway Institute.", "");
    people("They met at the Grace Holloway primary school and in the Mary Holloway hospital.", "");
    people("They met in the Grace Holloway story.", "Grace Holloway: Grace Holloway");
    people("The old Lincoln Memorial was closed on Monday.", "");
}

#[test]
fn initials_and_generations_are_part_of_names() {
    people("Sen. J. D. Harrow would vote against it. Harrow left.", "J. D. Harrow: J. D. Harrow, Harrow");
    people("Former minister K. P. Sundaram spoke for an hour.", "K. P. Sundaram: K. P. Sundaram");
    people(
        "Donald Marlow Jr. spoke at the rally, and Marlow Jr. left before noon.",
        "Donald Marlow Jr.: Donald Marlow Jr., Marlow Jr.",
    );
    people("Pope Francis met Queen Elizabeth II in Rome.", "Francis: Francis; Elizabeth II: Elizabeth II");
}

#[test]
fn a_title_tells_which_namesake_is_meant() {
    people(
        "Hillary Cranford thanked her husband. Bill Cranford stood beside her. Mrs. Cranford smiled.",
        "Hillary Cranford: Hillary Cranford, Cranford; Bill Cranford: Bill Cranford",
    );
}

#[test]
fn names_that_are_words_are_names() {
    people("They met Will Young and Mark Stone at the station.", "Will Young: Will Young; Mark Stone: Mark Stone");
}

#[test]
fn a_sentence_of_names_is_no_headline() {
    people("Carrie Lam met Li Ka-shing.", "Carrie Lam: Carrie Lam; Li Ka-shing: Li Ka-shing");
    people("By Jane Doe and Peter Roe", "Jane Doe: Jane Doe; Peter Roe: Peter Roe");
}

#[test]
fn particles_begin_surnames() {
    people(
        "The prime minister, Mark van der Velde, left. Van der Velde said nothing.",
        "Mark van der Velde: Mark van der Velde, Van der Velde",
    );
    people(
        "Abu Bakr al-Hassan and Muhammad bin Salim spoke. Al-Hassan denied it.",
        "Abu Bakr al-Hassan: Abu Bakr al-Hassan, Al-Hassan; Muhammad bin Salim: Muhammad bin Salim",
    );
}

#[test]
fn names_beside_names_are_names() {
    people(
        "The guests of the house were Zorba Quendrillan, Anna Smith and Vrilo Ketterzan.",
        "Zorba Quendrillan: Zorba Quendrillan; Anna Smith: Anna Smith; Vrilo Ketterzan: Vrilo Ketterzan",
    );
}

#[test]
fn storms_and_ships_are_nobody() {
    people("Hurricane Martin grew. Martin will reach the coast, the centre said.", "");
    people("The old ferry MV Anna Smith sank off the coast on a cold night.", "");
}

#[test]
fn names_of_other_lands() {
    people("Mayor de Quesnel spoke. De Quesnel was tired.", "de Quesnel: de Quesnel, De Quesnel");
    people("Dr. B.Tserenmaa spoke. The lawyer G.Batzul left.", "B.Tserenmaa: B.Tserenmaa; G.Batzul: G.Batzul");
    people("The students met Yau Kit-ching there.", "Yau Kit-ching: Yau Kit-ching");
    people("The mayor met Cheng Sai-keung, who spoke.", "Cheng Sai-keung: Cheng Sai-keung");
    people("In 2019, Nimrad “Nim” Purzeli led them.", "Nimrad “Nim” Purzeli: Nimrad “Nim” Purzeli");
}

#[test]
fn a_surname_that_is_said_again_and_again_is_a_name() {
    people(
        "Charles Gallowitz taught there. In the 1990s, Gallowitz's maps were well known. One of Gallowitz's books sold well.",
        "Charles Gallowitz: Charles Gallowitz, Gallowitz, Gallowitz",
    );
}

#[test]
fn a_small_word_is_no_repetition_of_a_name() {
    people("Jung Hae-in sang. In May he left.", "Jung Hae-in: Jung Hae-in");
}

#[test]
fn a_role_and_a_comma_tell_a_name() {
    people("Her predecessor, Z.Q. Quendril, left.", "Z.Q. Quendril: Z.Q. Quendril");
}

#[test]
fn two_names_with_a_hyphen_are_two_people() {
    people(
        "Hillary Doe met Donald Roe. Doe spoke at a Roe-Doe debate.",
        "Hillary Doe: Hillary Doe, Doe, Doe; Donald Roe: Donald Roe, Roe",
    );
    people("Jane Doe-Roe met Paul Jones. Doe-Roe left.", "Jane Doe-Roe: Jane Doe-Roe, Doe-Roe; Paul Jones: Paul Jones");
}

#[test]
fn a_prize_is_no_part_of_a_name() {
    people("Jane Sarandon left. Oscar-winner Sarandon spoke.", "Jane Sarandon: Jane Sarandon, Sarandon");
}

#[test]
fn a_name_of_birth_is_the_same_persons() {
    people("Doris Day was born Mary Kappel in Ohio.", "Doris Day: Doris Day, Mary Kappel");
    people("Doris Day, born Mary Kappel, won.", "Doris Day: Doris Day, Mary Kappel");
    people("Doris Day has left. Here was born Mary Kappel.", "Doris Day: Doris Day; Mary Kappel: Mary Kappel");
}

#[test]
fn a_given_name_does_not_change_whose_the_surname_is() {
    people(
        "Ted Cruz met his father, Rafael. Rafael Cruz was born in Cuba. Cruz left.",
        "Ted Cruz: Ted Cruz, Cruz; Rafael Cruz: Rafael, Rafael Cruz",
    );
}

#[test]
fn what_stands_beside_an_unheard_of_name_makes_it_a_persons() {
    people("The Zorb Quendril-led party fell.", "Zorb Quendril: Zorb Quendril");
    people("The Zorb Quendril-class ship sank.", "");
    people(
        "It was won by the Ethiopians Zorb Quendril and Drum Vexley.",
        "Zorb Quendril: Zorb Quendril; Drum Vexley: Drum Vexley",
    );
}

#[test]
fn a_surname_that_means_nothing_else_is_a_mention_behind_but() {
    let but = "The contest between Hugo Kamande and Raul Kisanga was hard. But Kisanga dismissed that tally.";
    people(but, "Hugo Kamande: Hugo Kamande; Raul Kisanga: Raul Kisanga, Kisanga");
}

#[test]
fn what_only_people_do_makes_an_unheard_of_name_a_persons() {
    people("Bongi Mbonamba scored twice on Sunday.", "Bongi Mbonamba: Bongi Mbonamba");
    people("Fumia Kishada resigned as trade minister.", "Fumia Kishada: Fumia Kishada");
    people("Police have arrested Dabron Marlock, the paper wrote.", "Dabron Marlock: Dabron Marlock");
    people("According to Siyo Kolise, it was late.", "Siyo Kolise: Siyo Kolise");
    people("The man was identified as Siyo Kolise on Monday.", "Siyo Kolise: Siyo Kolise");
    people(
        "The killing of 26-year-old Aysena Eyga has sparked anger. Eyga's body arrived.",
        "Aysena Eyga: Aysena Eyga, Eyga",
    );
    people("Siyo Kolise and his wife left the building.", "Siyo Kolise: Siyo Kolise");
    people("Siyo Kolise's mother left the building.", "Siyo Kolise: Siyo Kolise");
    people("Siyo Kolise (24) left the building.", "Siyo Kolise: Siyo Kolise");
    people("Muranga Njagwa (Kisere North) said the two had to go.", "Muranga Njagwa: Muranga Njagwa");
    people("Kelecha Iheanach: \"It means a lot.\"", "Kelecha Iheanach: Kelecha Iheanach");
}

#[test]
fn members_of_a_list_are_alike_across_brackets() {
    people(
        "The ministers are Chwele Ngomeni (Lands), Kazika Tembu (Labour) and Michael Kamwa (Health).",
        "Chwele Ngomeni: Chwele Ngomeni; Kazika Tembu: Kazika Tembu; Michael Kamwa: Michael Kamwa",
    );
    people(
        "Teachers Siyo Kolise and Opiya Wandaya left the school.",
        "Siyo Kolise: Siyo Kolise; Opiya Wandaya: Opiya Wandaya",
    );
}

#[test]
fn letters_behind_and_offices_before_are_no_part_of_a_name() {
    people("Judge Patrick Fielding QC spoke to the jury.", "Patrick Fielding: Patrick Fielding");
    people("Peter Harman MP left. Mary Roe OBE stayed.", "Peter Harman: Peter Harman; Mary Roe: Mary Roe");
    people("They saw Encik Peter Harman there.", "Peter Harman: Peter Harman");
    people("They saw CS Peter Harman there.", "Peter Harman: Peter Harman");
    people("Peter Harman spoke. Stunningly Harman left.", "Peter Harman: Peter Harman, Harman");
    people("It was won by the Ethiopians Jane Doe and Mary Roe.", "Jane Doe: Jane Doe; Mary Roe: Mary Roe");
}

#[test]
fn all_parts_of_a_name_belong_to_it() {
    people("Edna St. Vincent Malley wrote it.", "Edna St. Vincent Malley: Edna St. Vincent Malley");
    people("John 'Skipper' Eastman was a former editor.", "John 'Skipper' Eastman: John 'Skipper' Eastman");
    people("Secretary Joseph ole Lenka left.", "Joseph ole Lenka: Joseph ole Lenka");
}

#[test]
fn a_word_that_begins_a_sentence_can_be_a_surname() {
    people("Police arrested Michael Long. Long said he was ill.", "Michael Long: Michael Long, Long");
}

#[test]
fn mrs_is_nobodys_husband() {
    people(
        "Peter Harman and his wife Mary Harman ran a shop. Mrs Harman opened it. Mr Harman closed it.",
        "Peter Harman: Peter Harman, Harman; Mary Harman: Mary Harman, Harman",
    );
    people("Mr Harman said no. Mrs Harman said yes.", "Harman: Harman; Harman: Harman");
}

#[test]
fn a_part_of_a_name_means_who_bore_it_before() {
    people(
        "The student Chan Yin-lau died. They prayed for Chan. Later they met Ray Chan.",
        "Chan Yin-lau: Chan Yin-lau, Chan; Ray Chan: Ray Chan",
    );
    people(
        "The lawmaker Leung Chun-wing spoke. The lawmaker Leung Kwok-hung shouted. Leung was arrested.",
        "Leung Chun-wing: Leung Chun-wing; Leung Kwok-hung: Leung Kwok-hung, Leung",
    );
}

#[test]
fn one_name_has_several_spellings() {
    people("Andrej Babiš spoke. Babis left.", "Andrej Babiš: Andrej Babiš, Babis");
    people("Shinzo Abe led it. Abe Shinzo was shot.", "Shinzo Abe: Shinzo Abe, Abe Shinzo");
    people(
        "The minister Abdel-Fattah El-Sisi spoke. Al-Sisi left.",
        "Abdel-Fattah El-Sisi: Abdel-Fattah El-Sisi, Al-Sisi",
    );
}

#[test]
fn storms_firms_and_works_with_peoples_names() {
    people("Tropical storm Bonnie skirted the coast. Bonnie brushed by us.", "");
    people("Paul Sullivan is an analyst at Merrill Lynston.", "Paul Sullivan: Paul Sullivan");
    people(
        "David Thomsen, chairman of Thomsen, said no. The merger with Thomsen was off.",
        "David Thomsen: David Thomsen",
    );
    people("He died of Lou Gehrig's disease near King Edward's School.", "");
    people("He left Sinn Féin for another party.", "");
    people("Later they flew to Puerto Quendril.", "");
}
