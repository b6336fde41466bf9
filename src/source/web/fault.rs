//! Why nothing came from the web: one line each, which ends in what the reader can do.

use std::{fmt, io};

use jiff::Timestamp;

use crate::text::CleanLine;

/// Why there is no answer to be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebError {
    /// It is no address.
    Address,
    /// It is not on the web.
    Scheme,
    /// No server has this name, or names cannot be looked up now.
    NoServer,
    /// The server cannot be reached, for this reason.
    Unreachable(CleanLine),
    /// The connection cannot be made secure, for this reason.
    Insecure(CleanLine),
    /// It took too long.
    Slow,
    /// The connection ended in the midst of the answer.
    CutOff,
    /// What was answered is no HTTP, or not compressed as it says.
    Garbled,
    /// The answer is larger than so many bytes.
    TooLarge(u64),
    /// One redirect leads to the next.
    Redirects,
    /// The server wants to know who asks, or lets nobody in.
    Forbidden(u16),
    /// There is nothing at this address.
    Missing,
    /// There is nothing at this address any more.
    Gone,
    /// The server is asked too much, or too busy, and may say when to come back.
    Busy(u16, Option<RetryAfter>),
    /// The server answered with this status.
    Status(u16),
    /// It was stopped.
    Stopped,
}

/// When a server wants to be asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// In so many seconds.
    Seconds(u32),
    /// At a moment.
    At(Timestamp),
}

impl RetryAfter {
    /// Reads the header's value: seconds, or a date.
    fn parse(value: &str) -> Option<Self> {
        let value = value.trim();
        if let Ok(seconds) = value.parse::<u64>() {
            return Some(Self::Seconds(u32::try_from(seconds).unwrap_or(u32::MAX)));
        }
        jiff::fmt::rfc2822::parse(value).ok().map(|at| Self::At(at.timestamp()))
    }

    /// The moment, in seconds since 1970, where it is `now`.
    pub fn from(self, now: i64) -> i64 {
        match self {
            Self::Seconds(seconds) => now.saturating_add(seconds.into()),
            Self::At(at) => at.as_second(),
        }
    }
}

impl WebError {
    /// What a status that is no success means.
    pub(super) fn of_status(status: u16, retry_after: Option<&str>) -> Self {
        let retry_after = retry_after.and_then(RetryAfter::parse);
        match status {
            401 | 402 | 403 | 407 | 451 => Self::Forbidden(status),
            404 => Self::Missing,
            410 => Self::Gone,
            429 | 503 => Self::Busy(status, retry_after),
            _ if retry_after.is_some() => Self::Busy(status, retry_after),
            _ => Self::Status(status),
        }
    }

    /// What an error means while the answer's body is read.
    pub(super) fn within_body(error: io::Error) -> Self {
        match ureq::Error::from(error) {
            ureq::Error::Protocol(_) => Self::CutOff,
            ureq::Error::Decompress(_, error) if error.kind() == io::ErrorKind::UnexpectedEof => Self::CutOff,
            error => error.into(),
        }
    }
}

impl From<ureq::Error> for WebError {
    fn from(error: ureq::Error) -> Self {
        use ureq::Error as Http;
        let words = |error: &dyn fmt::Display| CleanLine::new(&error.to_string());
        match error {
            Http::BadUri(_) | Http::Http(_) => Self::Address,
            Http::HostNotFound => Self::NoServer,
            Http::Timeout(_) => Self::Slow,
            Http::BodyExceedsLimit(largest) => Self::TooLarge(largest),
            Http::Protocol(_) | Http::LargeResponseHeader(..) | Http::Decompress(..) => Self::Garbled,
            Http::Tls(why) => Self::Insecure(words(&why)),
            Http::Rustls(why) => Self::Insecure(words(&why)),
            Http::Io(error) => match error.kind() {
                io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Self::Slow,
                io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => {
                    Self::CutOff
                }
                io::ErrorKind::InvalidData => Self::Insecure(words(&error)),
                _ if error.to_string().starts_with("failed to lookup address") => Self::NoServer,
                io::ErrorKind::ConnectionRefused => Self::Unreachable(CleanLine::new("it refuses the connection")),
                _ => Self::Unreachable(words(&error)),
            },
            error => Self::Unreachable(words(&error)),
        }
    }
}

impl fmt::Display for WebError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address => f.write_str("not an address; write it as https://example.org/feed"),
            Self::Scheme => f.write_str("byline fetches http and https alone; name a file to read one"),
            Self::NoServer => f.write_str("no such server was found; check the name and your connection"),
            Self::Unreachable(why) => {
                write!(f, "the server cannot be reached ({why}); check your connection, or try later")
            }
            Self::Insecure(why) => {
                write!(f, "no secure connection ({why}); check your clock, or tell the site's owner")
            }
            Self::Slow => f.write_str("the server took too long; try again later"),
            Self::CutOff => f.write_str("the connection broke off; try again"),
            Self::Garbled => f.write_str("the server's answer makes no sense; try again later, or check the address"),
            Self::TooLarge(largest) => {
                write!(
                    f,
                    "larger than {} MiB, the most that byline takes; look for a shorter one",
                    largest / 1024 / 1024
                )
            }
            Self::Redirects => f.write_str("the server sends from one address to the next; open it in a browser"),
            Self::Forbidden(status) => {
                write!(f, "the server lets byline not see it (status {status}); open it in a browser")
            }
            Self::Missing => f.write_str("there is nothing at this address (status 404); check it"),
            Self::Gone => f.write_str("it is gone for good (status 410); follow another"),
            Self::Busy(status, _) => write!(f, "the server is too busy (status {status}); try again later"),
            Self::Status(status @ 400..500) => {
                write!(f, "the server does not answer to this (status {status}); check the address")
            }
            Self::Status(status) => write!(f, "the server failed (status {status}); try again later"),
            Self::Stopped => f.write_str("it was stopped; start it again"),
        }
    }
}

impl std::error::Error for WebError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_when_to_come_back() {
        let now = 1_700_000_000;
        let from = |value: &str| RetryAfter::parse(value).map(|retry| retry.from(now));
        assert_eq!(from(" 120 "), Some(now + 120));
        assert_eq!(from("Tue, 14 Nov 2023 22:13:20 GMT"), Some(now));
        assert_eq!(from("99999999999999"), Some(now + i64::from(u32::MAX)));
        assert_eq!((from("soon"), from("-1"), from("")), (None, None, None));
    }

    #[test]
    fn errors_below_have_their_meaning() {
        assert_eq!(WebError::from(ureq::Error::HostNotFound), WebError::NoServer);
        let io = |kind| WebError::from(ureq::Error::Io(io::Error::from(kind)));
        assert_eq!(io(io::ErrorKind::TimedOut), WebError::Slow);
        assert_eq!(io(io::ErrorKind::ConnectionReset), WebError::CutOff);
        let unknown = io::Error::other("failed to lookup address information: Name or service not known");
        assert_eq!(WebError::from(ureq::Error::Io(unknown)), WebError::NoServer);
        assert!(matches!(io(io::ErrorKind::NetworkUnreachable), WebError::Unreachable(_)));
    }

    #[test]
    fn statuses_have_their_meaning() {
        assert_eq!(WebError::of_status(404, None), WebError::Missing);
        assert_eq!(WebError::of_status(429, None), WebError::Busy(429, None));
        assert_eq!(WebError::of_status(500, Some("5")), WebError::Busy(500, Some(RetryAfter::Seconds(5))));
        assert_eq!(WebError::of_status(502, Some("x")), WebError::Status(502));
    }
}
