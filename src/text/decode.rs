//! From bytes to characters: UTF-8, UTF-16 with a mark, or the older encoding that the bytes look most like.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes that are no text: a picture, a program, an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undecodable;

/// Looked at for the signs of a binary file and for the encoding; the rest of a long text follows its beginning.
const SAMPLE: usize = 64 * 1024;

/// Where markup says its encoding, if it does.
const DECLARATION: usize = 1024;

/// The characters that `bytes` stand for, by what they look like and what they say of themselves.
///
/// # Errors
/// [`Undecodable`] where the bytes hold what no text does.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Undecodable> {
    decode_as(bytes, None)
}

/// As [`decode`], where something outside, such as a web server, has said the name of the encoding. What is UTF-8 is
/// read as that, whatever is said: no other text looks like it by chance, and what is said is often wrong.
///
/// # Errors
/// [`Undecodable`] where the bytes hold what no text does.
pub fn decode_as<'a>(bytes: &'a [u8], said: Option<&str>) -> Result<Cow<'a, str>, Undecodable> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes).0);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if looks_binary(sample) {
        return Err(Undecodable);
    }
    let named = || [said.map(str::as_bytes), declared(bytes)].into_iter().flatten().find_map(Encoding::for_label);
    if let Ok(text) = std::str::from_utf8(bytes) {
        // ISO-2022-JP alone hides its letters behind ASCII.
        return match memchr::memchr(0x1b, bytes).and_then(|_| named()) {
            Some(encoding) if encoding == ISO_2022_JP => Ok(encoding.decode_without_bom_handling(bytes).0),
            _ => Ok(Cow::Borrowed(text)),
        };
    }
    // Text that is said to be UTF-8 and is not may be anything.
    let named = named().filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible());
    let encoding = match named {
        _ if is_mostly_utf8(sample) => UTF_8,
        Some(encoding) => encoding,
        None => guess(sample),
    };
    Ok(encoding.decode_without_bom_handling(bytes).0)
}

/// UTF-16 without its mark, as the first sign of markup tells.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<' | b'{', 0, _, 0, ..] => Some(UTF_16LE),
        [0, b'<' | b'{', 0, _, ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that markup says it is in: `<?xml encoding="…"?>` or `<meta charset="…">` near its beginning.
fn declared(bytes: &[u8]) -> Option<&[u8]> {
    let head = &bytes[..bytes.len().min(DECLARATION)];
    let is_markup = head.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
    let named = |before: &[u8]| {
        let after = &head[memchr::memmem::find(head, before)? + before.len()..];
        let name = after.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let name = name.strip_prefix(b"\"").or(name.strip_prefix(b"'")).unwrap_or(name);
        let end = name.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte))?;
        Some(&name[..end])
    };
    if !is_markup {
        return None;
    }
    named(b"encoding").or_else(|| named(b"charset"))
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
    fn what_is_said_of_the_encoding_decides_where_bytes_do_not() {
        let koi8 = b"\xf0\xd2\xc9\xd7\xc5\xd4";
        assert_eq!(decode_as(koi8, Some("koi8-r")).unwrap(), "Привет");
        let declared = [b"<?xml version='1.0' encoding = 'KOI8-R'?><a>".as_slice(), koi8, b"</a>"].concat();
        assert!(decode(&declared).unwrap().ends_with("<a>Привет</a>"));
        let page = [b"<html><meta charset=koi8-r><p>".as_slice(), koi8].concat();
        assert!(decode(&page).unwrap().ends_with("<p>Привет"));
        // The server is heard before the document, and neither where the bytes are UTF-8.
        assert!(decode_as(&declared, Some("windows-1251")).unwrap().ends_with("<a>рТЙЧЕФ</a>"));
        assert_eq!(decode_as("Привет".as_bytes(), Some("latin1")).unwrap(), "Привет");
        // A name that is none, or a false claim of UTF-8, leaves it to the look.
        let windows = b"\x93We won,\x94 said Ren\xe9 Dupont of Orl\xe9ans in the caf\xe9.";
        for said in ["utf-8", "none"] {
            assert_eq!(decode_as(windows, Some(said)).unwrap(), "“We won,” said René Dupont of Orléans in the café.");
        }
    }

    #[test]
    fn utf16_is_known_without_its_mark() {
        let markup = "<a>é</a>";
        let little: Vec<u8> = markup.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = markup.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!((decode(&little).unwrap(), decode(&big).unwrap()), (markup.into(), markup.into()));
    }

    #[test]
    fn japanese_behind_ascii_is_read_where_it_is_declared() {
        let bytes = b"<?xml encoding='iso-2022-jp'?><a>\x1b$BF|K\\\x1b(B</a>";
        assert!(decode(bytes).unwrap().ends_with("<a>日本</a>"), "{:?}", decode(bytes));
    }

    #[test]
    fn binary_is_refused() {
        assert_eq!(decode(b"\x7fELF\x02\x01\0\0"), Err(Undecodable));
        assert_eq!(decode(b"\x01\x02\x03abc\x04\x05"), Err(Undecodable));
    }
}
