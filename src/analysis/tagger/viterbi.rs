//! The best labels of a run of words, by dynamic programming.

use super::{LABELS, Label};

/// What each label is worth behind each other label; row 0 is also what each is worth at the start of a run.
pub(super) type Transitions = [[i32; LABELS]; LABELS];

/// Worth of a sequence of labels that cannot be.
const NEVER: i32 = i32::MIN / 2;

/// What is worth most for one word of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Its label in the best labels of the run.
    pub(super) label: Label,
    /// How much more the best labels that make it part of a person's name are worth than the best that do not.
    pub(super) margin: i32,
}

/// Room to find the labels of a run of words.
#[derive(Default)]
pub(super) struct Path {
    /// What the best labels up to a word are worth, by the word's label.
    forward: Vec<[i32; LABELS]>,
    verdicts: Vec<Verdict>,
}

impl Path {
    /// The labels that are worth most together; of equals those with the smaller numbers, from the end of the run;
    /// `scores` are what each label is worth for each word.
    pub(super) fn judge(&mut self, scores: &[[i32; LABELS]], transitions: &Transitions) -> &[Verdict] {
        self.forward.clear();
        self.verdicts.clear();
        let mut worth = [NEVER; LABELS];
        worth[Label::Outside as usize] = 0;
        for scores in scores {
            worth = Label::ALL.map(|to| {
                let best =
                    Label::ALL.into_iter().map(|from| worth[from as usize].saturating_add(step(transitions, from, to)));
                best.max().unwrap_or(NEVER).max(NEVER) + scores[to as usize]
            });
            self.forward.push(worth);
        }
        // Backwards, what the best labels behind a word are worth, by the word's label.
        let mut behind = [0; LABELS];
        let mut next: Option<Label> = None;
        for (forward, scores) in self.forward.iter().zip(scores).rev() {
            let whole = Label::ALL.map(|label| forward[label as usize].saturating_add(behind[label as usize]));
            let best_of = |is_person: bool| {
                let those = Label::ALL.into_iter().filter(|label| label.is_person() == is_person);
                those.map(|label| whole[label as usize]).max().unwrap_or(NEVER)
            };
            let worth_before = |label: Label| {
                forward[label as usize].saturating_add(next.map_or(0, |next| step(transitions, label, next)))
            };
            let mut label = Label::Outside;
            for other in Label::ALL {
                if worth_before(other) > worth_before(label) {
                    label = other;
                }
            }
            let margin = best_of(true).saturating_sub(best_of(false));
            self.verdicts.push(Verdict { label, margin });
            next = Some(label);
            behind = Label::ALL.map(|from| {
                let best = Label::ALL.into_iter().map(|to| {
                    step(transitions, from, to).saturating_add(scores[to as usize]).saturating_add(behind[to as usize])
                });
                best.max().unwrap_or(NEVER).max(NEVER)
            });
        }
        self.verdicts.reverse();
        &self.verdicts
    }
}

fn step(transitions: &Transitions, from: Label, to: Label) -> i32 {
    if to.may_follow(from) { transitions[from as usize][to as usize] } else { NEVER }
}
