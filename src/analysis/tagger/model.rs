//! The model: a table of features and what each is worth for each label, used in place as it stands in the program.
//!
//! Layout, little-endian: eight bytes of magic; 25 transitions as `i16`, row by row; six zero bytes; then a power of two
//! of slots of eight bytes. A slot holds three bytes of its feature's hash, the lowest bit set, and five weights as
//! `i8`; an empty slot is zero. A feature stands in the slot that its hash names, or in the next free one.

use std::{borrow::Cow, sync::OnceLock};

use super::{LABELS, viterbi::Transitions};

/// What a model begins with; the digits are the version of its features.
const MAGIC: &[u8; 8] = b"byname02";
const HEADER: usize = 64;
const SLOT: usize = 8;

/// A trained model.
pub struct Model {
    transitions: Transitions,
    slots: Cow<'static, [u8]>,
    mask: usize,
}

impl Model {
    /// The model that the program carries; none if it were damaged, which the tests rule out.
    pub(super) fn carried() -> Option<&'static Self> {
        static MODEL: OnceLock<Option<Model>> = OnceLock::new();
        let bytes = &include_bytes!("../../../assets/names/tagger.bin")[..];
        MODEL.get_or_init(|| Self::read(Cow::Borrowed(bytes))).as_ref()
    }

    /// Takes a model from its bytes; none if they are not one.
    pub fn read(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let count = bytes.len().checked_sub(HEADER)? / SLOT;
        if !bytes.starts_with(MAGIC) || !count.is_power_of_two() || bytes.len() != HEADER + count * SLOT {
            return None;
        }
        let mut transitions = [[0; LABELS]; LABELS];
        let weights = bytes[MAGIC.len()..HEADER].chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
        for (slot, weight) in transitions.iter_mut().flatten().zip(weights) {
            *slot = i32::from(weight);
        }
        let slots = match bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[HEADER..]),
            Cow::Owned(bytes) => Cow::Owned(bytes[HEADER..].to_vec()),
        };
        // A full table would be searched for ever.
        let has_room = slots.chunks_exact(SLOT).any(|slot| slot == [0; SLOT]);
        has_room.then_some(Self { transitions, slots, mask: count - 1 })
    }

    /// The bytes of a model with these transitions and weights of features, in a table of `count` slots, a power of two.
    pub fn write(transitions: &[[i16; LABELS]; LABELS], weights: &[(u64, [i8; LABELS])], count: usize) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(transitions.iter().flatten().flat_map(|weight| weight.to_le_bytes()));
        bytes.resize(HEADER + count * SLOT, 0);
        let slots = &mut bytes[HEADER..];
        for (feature, weights) in weights.iter().take(count - 1) {
            let mut at = *feature as usize & (count - 1);
            while slots[at * SLOT] != 0 {
                at = (at + 1) & (count - 1);
            }
            let mut slot = u64::from(check(*feature));
            for (label, weight) in weights.iter().enumerate() {
                slot |= u64::from(*weight as u8) << (24 + 8 * label);
            }
            slots[at * SLOT..(at + 1) * SLOT].copy_from_slice(&slot.to_le_bytes());
        }
        bytes
    }

    /// What the features together are worth for each label.
    pub(super) fn score(&self, features: &[u64]) -> [i32; LABELS] {
        let mut scores = [0; LABELS];
        for &feature in features {
            self.add(feature, &mut scores);
        }
        scores
    }

    /// Adds what the feature is worth for each label.
    #[inline]
    pub(super) fn add(&self, feature: u64, scores: &mut [i32; LABELS]) {
        let mut at = feature as usize & self.mask;
        let check = check(feature);
        loop {
            let slot = self.slot(at);
            if slot == 0 {
                return;
            }
            if slot as u32 & 0x00ff_ffff == check {
                for (label, score) in scores.iter_mut().enumerate() {
                    *score += i32::from((slot >> (24 + 8 * label)) as i8);
                }
                return;
            }
            at = (at + 1) & self.mask;
        }
    }

    /// What each label is worth behind each other.
    pub(super) fn transitions(&self) -> &Transitions {
        &self.transitions
    }

    fn slot(&self, at: usize) -> u64 {
        let bytes = self.slots.get(at * SLOT..(at + 1) * SLOT).and_then(|slot| slot.try_into().ok());
        bytes.map_or(0, u64::from_le_bytes)
    }
}

/// The three bytes by which a slot knows its feature.
fn check(feature: u64) -> u32 {
    (feature >> 40) as u32 | 1
}
