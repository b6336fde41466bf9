//! Trains a linear-chain conditional random field by FTRL-Proximal (`McMahan` et al. 2013): steps of its own size for each
//! weight, and a penalty on size that leaves most weights at zero. One thread and a fixed order, so that the same data
//! give the same bits.

use byline::analysis::tagger::{Label, training::LABELS};

use crate::random::Random;

/// A run of words.
pub(crate) struct Example {
    /// The numbers of each word's features, one word after the other.
    pub(crate) features: Vec<u32>,
    /// Where each word's features end.
    pub(crate) ends: Vec<u32>,
    /// The right labels.
    pub(crate) labels: Vec<Label>,
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// How often all examples are seen.
    pub(crate) epochs: usize,
    /// Size of the first steps.
    pub(crate) rate: f32,
    /// Penalty on the sum of weights, for one epoch.
    pub(crate) l1: f32,
}

type Row = [f32; LABELS];

/// The weights.
pub(crate) struct Weights {
    /// Of each feature, for each label.
    pub(crate) features: Vec<Row>,
    /// Of each label behind each label; the row of `Outside` is also that of the start.
    pub(crate) transitions: [Row; LABELS],
}

impl Weights {
    /// No weight for any of `count` features.
    pub(crate) fn none(count: usize) -> Self {
        Self { features: vec![[0.0; LABELS]; count], transitions: [[0.0; LABELS]; LABELS] }
    }

    /// Adds others of the same features, each times `share`.
    pub(crate) fn add(&mut self, others: &Self, share: f32) {
        let rows = self.features.iter_mut().zip(&others.features);
        for (row, other) in rows.chain(self.transitions.iter_mut().zip(&others.transitions)) {
            for (weight, other) in row.iter_mut().zip(other) {
                *weight += other * share;
            }
        }
    }
}

/// What FTRL keeps of each weight.
#[derive(Clone, Copy, Default)]
struct State {
    z: Row,
    n: Row,
}

struct Learner {
    settings: Settings,
    l1: f32,
}

impl Learner {
    fn weight(&self, z: f32, n: f32) -> f32 {
        if z.abs() <= self.l1 {
            return 0.0;
        }
        -(z - self.l1.copysign(z)) * self.settings.rate / (1.0 + n.sqrt())
    }

    fn weights(&self, state: &State) -> Row {
        std::array::from_fn(|label| self.weight(state.z[label], state.n[label]))
    }

    fn step(&self, state: &mut State, gradient: &Row, weights: &Row) {
        for label in 0..LABELS {
            let g = gradient[label];
            let sigma = ((state.n[label] + g * g).sqrt() - state.n[label].sqrt()) / self.settings.rate;
            state.z[label] += g - sigma * weights[label];
            state.n[label] += g * g;
        }
    }
}

/// Trains on examples whose features have numbers below `count`.
pub(crate) fn train(examples: &[Example], count: usize, settings: Settings) -> Weights {
    let epochs = settings.epochs as f32;
    let learner = Learner { settings, l1: settings.l1 * epochs };
    let mut states = vec![State::default(); count];
    let mut transitions = [State::default(); LABELS];
    let mut order: Vec<u32> = (0..examples.len() as u32).collect();
    let mut random = Random(1);
    let mut scratch = Scratch::default();
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for &at in &order {
            let example = &examples[at as usize];
            let rows: [Row; LABELS] = std::array::from_fn(|label| learner.weights(&transitions[label]));
            scratch.scores.clear();
            let mut start = 0;
            for &end in &example.ends {
                let mut scores = [0.0; LABELS];
                for &feature in &example.features[start..end as usize] {
                    let weights = learner.weights(&states[feature as usize]);
                    for label in 0..LABELS {
                        scores[label] += weights[label];
                    }
                }
                scratch.scores.push(scores);
                start = end as usize;
            }
            loss += f64::from(scratch.gradients(&rows, &example.labels));
            let mut start = 0;
            for (&end, gradient) in example.ends.iter().zip(&scratch.nodes) {
                if gradient.iter().any(|g| g.abs() > 1e-4) {
                    for &feature in &example.features[start..end as usize] {
                        let state = &mut states[feature as usize];
                        let weights = learner.weights(state);
                        learner.step(state, gradient, &weights);
                    }
                }
                start = end as usize;
            }
            for label in 0..LABELS {
                learner.step(&mut transitions[label], &scratch.edges[label], &rows[label]);
            }
        }
        println!("epoch {}: loss {:.4} a run", epoch + 1, loss / examples.len().max(1) as f64);
    }
    Weights {
        features: states.iter().map(|state| learner.weights(state)).collect(),
        transitions: std::array::from_fn(|label| learner.weights(&transitions[label])),
    }
}

/// Room for the sums over all labellings of a run.
#[derive(Default)]
struct Scratch {
    scores: Vec<Row>,
    forward: Vec<Row>,
    backward: Vec<Row>,
    nodes: Vec<Row>,
    edges: [Row; LABELS],
}

impl Scratch {
    /// The gradients of the loss by the words' scores and by the transitions, and the loss itself.
    fn gradients(&mut self, transitions: &[Row; LABELS], right: &[Label]) -> f32 {
        let length = self.scores.len();
        self.forward.clear();
        self.backward.clear();
        self.nodes.clear();
        self.edges = [[0.0; LABELS]; LABELS];
        let edge = |from: Label, to: Label| {
            if to.may_follow(from) { transitions[from as usize][to as usize] } else { f32::NEG_INFINITY }
        };
        for at in 0..length {
            let mut row = [0.0; LABELS];
            for to in Label::ALL {
                row[to as usize] = self.scores[at][to as usize]
                    + if at == 0 {
                        edge(Label::Outside, to)
                    } else {
                        log_sum(Label::ALL.map(|from| self.forward[at - 1][from as usize] + edge(from, to)))
                    };
            }
            self.forward.push(row);
        }
        self.backward.resize(length, [0.0; LABELS]);
        for at in (0..length.saturating_sub(1)).rev() {
            for from in Label::ALL {
                self.backward[at][from as usize] =
                    log_sum(Label::ALL.map(|to| {
                        edge(from, to) + self.scores[at + 1][to as usize] + self.backward[at + 1][to as usize]
                    }));
            }
        }
        let Some(last) = self.forward.last() else { return 0.0 };
        let total = log_sum(*last);
        let mut loss = total;
        for at in 0..length {
            let mut node: Row =
                std::array::from_fn(|label| (self.forward[at][label] + self.backward[at][label] - total).exp());
            let label = right[at];
            node[label as usize] -= 1.0;
            self.nodes.push(node);
            let before = if at == 0 { Label::Outside } else { right[at - 1] };
            loss -= self.scores[at][label as usize] + edge(before, label);
            self.edges[before as usize][label as usize] -= 1.0;
            for to in Label::ALL {
                let behind = self.scores[at][to as usize] + self.backward[at][to as usize] - total;
                if at == 0 {
                    self.edges[0][to as usize] += (edge(Label::Outside, to) + behind).exp();
                    continue;
                }
                for from in Label::ALL {
                    self.edges[from as usize][to as usize] +=
                        (self.forward[at - 1][from as usize] + edge(from, to) + behind).exp();
                }
            }
        }
        loss
    }
}

fn log_sum(terms: Row) -> f32 {
    let most = terms.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if most == f32::NEG_INFINITY {
        return most;
    }
    most + terms.iter().map(|term| (term - most).exp()).sum::<f32>().ln()
}
