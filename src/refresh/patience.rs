//! When a feed that failed is tried again. Pure: the time comes from outside.

use crate::source::web::WebError;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How often in a row a connection may fail without a wait: the reader's own network is the likelier cause.
const TRIES: u32 = 3;

/// What a failure lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The way to the server.
    Connection,
    /// The server, or what it has at the address.
    Server,
    /// The server asks to come back at this moment, in seconds since 1970.
    Asked(i64),
}

impl Cause {
    /// What an error of the web lies in, where it is `now`.
    pub(super) fn of(error: &WebError, now: i64) -> Self {
        match error {
            WebError::Busy(_, Some(retry)) => Self::Asked(retry.from(now)),
            WebError::NoServer
            | WebError::Unreachable(_)
            | WebError::Insecure(_)
            | WebError::Slow
            | WebError::CutOff
            | WebError::Stopped => Self::Connection,
            _ => Self::Server,
        }
    }
}

/// The moment before which a feed is not to be fetched again, in seconds since 1970; `None` where it may be at once.
/// `failures` counts those in a row, this one included.
pub(super) fn next_try(cause: Cause, failures: u32, now: i64) -> Option<i64> {
    let doubled = |first: i64, times: u32, most: i64| (first << times.min(20)).min(most);
    match cause {
        Cause::Asked(at) => (at > now).then_some(at.min(now + 7 * DAY)),
        Cause::Connection if failures <= TRIES => None,
        Cause::Connection => Some(now + doubled(5 * MINUTE, failures - TRIES - 1, HOUR)),
        Cause::Server => Some(now + doubled(10 * MINUTE, failures.saturating_sub(1), DAY)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::web::RetryAfter;

    const NOW: i64 = 1_700_000_000;

    #[track_caller]
    fn check(error: &WebError, failures: u32, minutes: Option<i64>) {
        let at = next_try(Cause::of(error, NOW), failures, NOW);
        assert_eq!(at.map(|at| (at - NOW) / MINUTE), minutes, "{error:?}, {failures}");
    }

    #[test]
    fn a_lost_connection_is_tried_again_at_once() {
        check(&WebError::CutOff, 1, None);
        check(&WebError::NoServer, 3, None);
        check(&WebError::Slow, 4, Some(5));
        check(&WebError::Slow, 6, Some(20));
        check(&WebError::Slow, 90, Some(60));
    }

    #[test]
    fn a_server_that_fails_is_left_alone_for_longer_and_longer() {
        check(&WebError::Missing, 1, Some(10));
        check(&WebError::Status(500), 2, Some(20));
        check(&WebError::Gone, 5, Some(160));
        check(&WebError::Busy(429, None), 40, Some(24 * 60));
    }

    #[test]
    fn a_server_that_says_when_is_heard() {
        check(&WebError::Busy(429, Some(RetryAfter::Seconds(7200))), 1, Some(120));
        check(&WebError::Busy(503, Some(RetryAfter::Seconds(u32::MAX))), 1, Some(7 * 24 * 60));
        check(&WebError::Busy(503, Some(RetryAfter::At(jiff::Timestamp::UNIX_EPOCH))), 9, None);
    }
}
