//! From bytes to characters: UTF-8, UTF-16 with a mark, or the older encoding that the bytes look most like.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

/// Bytes that are no text: a picture, a program, an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undecodable;

/// Looked at for the signs of a binary file and for the encoding; the rest of a long text follows its beginning.
const SAMPLE: usize = 64 * 1024;

/// The characters that `bytes` stand for.
///
/// # Errors
/// [`Undecodable`] where the bytes hold what no text does.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Undecodable> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if looks_binary(sample) {
        return Err(Undecodable);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let encoding = if is_mostly_utf8(sample) { UTF_8 } else { guess(sample) };
    Ok(encoding.decode_without_bom_handling(bytes).0)
}

/// A NUL, or more than one control in thirty bytes, is in no text of any of the encodings (UTF-16 has its mark).
fn looks_binary(sample: &[u8]) -> bool {
    let controls = sample.iter().filter(|b| matches!(b, 0x00..=0x08 | 0x0e..=0x1a | 0x1c..=0x1f)).count();
    sample.contains(&0) || controls * 30 > sample.len()
}

/// UTF-8 with a few damaged characters is still UTF-8, which the detector would deny.
fn is_mostly_utf8(sample: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in sample.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 4 * bad
}

fn guess(sample: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(sample, true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_old_encodings_are_understood() {
        let utf16: Vec<u8> = "\u{feff}“Ja”".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16).unwrap(), "“Ja”");
        assert_eq!(decode(b"\xef\xbb\xbfplain").unwrap(), "plain");
        let windows = b"\x93We won,\x94 said Ren\xe9 Dupont of Orl\xe9ans in the caf\xe9.";
        assert_eq!(decode(windows).unwrap(), "“We won,” said René Dupont of Orléans in the café.");
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        assert_eq!(decode("“é” ’tis – ü\u{0}".trim_end_matches('\0').as_bytes()).unwrap(), "“é” ’tis – ü");
        let mut bytes = "“naïve” – ’tis “so”".as_bytes().to_vec();
        bytes.push(0xff);
        assert_eq!(decode(&bytes).unwrap(), "“naïve” – ’tis “so”\u{fffd}");
    }

    #[test]
    fn binary_is_refused() {
        assert_eq!(decode(b"\x7fELF\x02\x01\0\0"), Err(Undecodable));
        assert_eq!(decode(b"\x01\x02\x03abc\x04\x05"), Err(Undecodable));
    }
}
