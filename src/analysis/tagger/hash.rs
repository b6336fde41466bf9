//! Hashes of features: the same on every machine, since the model's table is laid out by them.

/// A feature of kind `kind` with up to two values, as 64 well-mixed bits.
pub(super) fn feature(kind: u32, one: u32, two: u32) -> u64 {
    let mut hash = (u64::from(one) | u64::from(two) << 32) ^ u64::from(kind).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ hash >> 32
}

/// Two values in one.
pub(super) const fn join(one: u32, two: u32) -> u32 {
    (one.rotate_left(15) ^ two.wrapping_mul(0x85eb_ca6b)).wrapping_mul(0x9e37_79b1).rotate_left(7)
}

/// FNV-1a over bytes.
pub(super) fn bytes(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
