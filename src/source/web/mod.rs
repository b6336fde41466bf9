//! The web: the one place that speaks HTTP. One request at a time, which blocks; conditional where the last answer
//! left validators, with bounds on its time and on what it brings.
//!
//! It knows no feed and no article, and no clock: what a server says of times is handed on as it is.

mod fault;

use std::{
    borrow::Cow,
    fmt,
    io::{self, Read},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::read::GzDecoder;
use percent_encoding::percent_decode_str;
use ureq::http::{HeaderMap, HeaderName, Response, StatusCode, header};
use url::Url;

pub use fault::{RetryAfter, WebError};

use crate::text::{self, CleanLine};

/// Most bytes of a feed, decompressed.
pub const LARGEST_FEED: u64 = 64 * 1024 * 1024;
/// Most bytes of a page, decompressed.
pub const LARGEST_PAGE: u64 = 16 * 1024 * 1024;

/// How byline introduces itself.
const USER_AGENT: &str = concat!("byline/", env!("CARGO_PKG_VERSION"), " (a news reader for the terminal)");
/// What it asks for; a server that has a feed under several forms gives one that says most.
const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, \
                      application/xml;q=0.8, */*;q=0.5";
/// How long a request may take unless something else is set.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long it may take to find a server and to be connected with it.
const CONNECTING: Duration = Duration::from_secs(10);
/// Redirects of one request.
const MOST_REDIRECTS: usize = 8;
/// Bytes that are read at a time.
const CHUNK: usize = 64 * 1024;

/// What fetches. Clones share their connections, and are stopped together.
#[derive(Clone, Debug)]
pub struct Client {
    agent: ureq::Agent,
    stop: Arc<Stop>,
}

/// Whether a client and its clones are stopped, and who waits for what they fetch.
#[derive(Default)]
struct Stop {
    is_stopped: AtomicBool,
    waiting: Mutex<Vec<Box<dyn Fn() + Send>>>,
}

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stop").field("is_stopped", &self.is_stopped).finish_non_exhaustive()
    }
}

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Where it is.
    pub address: &'a str,
    /// The `ETag` of the last answer.
    pub etag: Option<&'a str>,
    /// The `Last-Modified` of the last answer.
    pub modified: Option<&'a str>,
    /// Most bytes, decompressed.
    pub largest: u64,
}

/// What a server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Where it has moved to for good.
    pub moved_to: Option<CleanLine>,
    /// What it is; `None` where nothing changed since the answer whose validators were sent.
    pub content: Option<Content>,
}

/// What an address holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The address that it came from in the end.
    pub address: CleanLine,
    /// The bytes, decompressed.
    pub bytes: Vec<u8>,
    /// What the server says that they are, as in "text/html".
    pub media_type: Option<String>,
    /// What the server says of their encoding.
    pub charset: Option<String>,
    /// The validator of the answer.
    pub etag: Option<CleanLine>,
    /// When it changed, as the server wrote it.
    pub modified: Option<CleanLine>,
}

impl Default for Client {
    fn default() -> Self {
        Self::new(PATIENCE)
    }
}

impl Client {
    /// A client whose requests take no longer than this.
    pub fn new(patience: Duration) -> Self {
        let config = ureq::Agent::config_builder()
            .user_agent(USER_AGENT)
            .accept(ACCEPT)
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_resolve(Some(CONNECTING.min(patience)))
            .timeout_connect(Some(CONNECTING.min(patience)))
            .timeout_global(Some(patience))
            .build();
        Self { agent: config.into(), stop: Arc::default() }
    }

    /// Ends what its clones are fetching, at the next bytes, and lets them fetch nothing more. Whoever waits for that is
    /// woken at once.
    pub fn stop(&self) {
        self.stop.is_stopped.store(true, Ordering::Release);
        self.waiting().iter().for_each(|wake| wake());
    }

    /// Whether it was stopped.
    pub fn is_stopped(&self) -> bool {
        self.stop.is_stopped.load(Ordering::Acquire)
    }

    /// Has this called when it is stopped, at once where it was stopped before.
    pub fn on_stop(&self, wake: impl Fn() + Send + 'static) {
        let mut waiting = self.waiting();
        if self.is_stopped() {
            wake();
        }
        waiting.push(Box::new(wake));
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<Box<dyn Fn() + Send>>> {
        self.stop.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fetches, wherever redirects lead. What was asked for has moved for good only where each redirect says so.
    ///
    /// # Errors
    /// Where there is nothing to be had; the message says what to do.
    pub fn fetch(&self, wanted: &Wanted<'_>) -> Result<Answer, WebError> {
        let mut address = web_address(wanted.address)?;
        let mut moved_to = None;
        let mut for_good = true;
        for _ in 0..=MOST_REDIRECTS {
            let response = self.ask(&address, wanted)?;
            let status = response.status();
            if status == StatusCode::NOT_MODIFIED {
                return Ok(Answer { moved_to, content: None });
            }
            if !status.is_redirection() {
                let content = self.content(response, &address, wanted.largest)?;
                return Ok(Answer { moved_to, content: Some(content) });
            }
            let location = header(response.headers(), header::LOCATION).ok_or(WebError::Garbled)?;
            let next = address.join(&location).map_err(|_| WebError::Garbled)?;
            address = web_address(next.as_str())?;
            for_good &= matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
            if for_good {
                moved_to = Some(CleanLine::new(address.as_str()));
            }
        }
        Err(WebError::Redirects)
    }

    fn ask(&self, address: &Url, wanted: &Wanted<'_>) -> Result<Response<ureq::Body>, WebError> {
        if self.is_stopped() {
            return Err(WebError::Stopped);
        }
        let (address, password) = without_password(address);
        let mut request = self.agent.get(address.as_str());
        if let Some(password) = password {
            request = request.header(header::AUTHORIZATION, password);
        }
        if let Some(etag) = wanted.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(modified) = wanted.modified {
            request = request.header(header::IF_MODIFIED_SINCE, modified);
        }
        request.call().map_err(WebError::from)
    }

    fn content(&self, response: Response<ureq::Body>, address: &Url, largest: u64) -> Result<Content, WebError> {
        let (about, body) = response.into_parts();
        if !about.status.is_success() {
            return Err(WebError::of_status(
                about.status.as_u16(),
                header(&about.headers, header::RETRY_AFTER).as_deref(),
            ));
        }
        let media_type = body.mime_type().map(str::to_ascii_lowercase);
        let charset = body.charset().map(|charset| charset.trim_matches('"').to_owned());
        let mut reader = body.into_with_config().limit(largest).reader();
        let mut bytes = Vec::new();
        let mut chunk = vec![0; CHUNK];
        loop {
            if self.is_stopped() {
                return Err(WebError::Stopped);
            }
            match reader.read(&mut chunk) {
                Ok(0) => break,
                Ok(length) => bytes.extend(chunk.iter().take(length)),
                Err(error) => return Err(WebError::within_body(error)),
            }
        }
        let bytes = unpacked(bytes, largest)?;
        let line =
            |name| header(&about.headers, name).map(|line| CleanLine::new(&line)).filter(|line| !line.is_empty());
        Ok(Content {
            address: CleanLine::new(address.as_str()),
            bytes,
            media_type,
            charset,
            etag: line(header::ETAG),
            modified: line(header::LAST_MODIFIED),
        })
    }
}

/// An address that may be fetched, as the web writes it. `example.org` stands for `https://example.org/`.
///
/// # Errors
/// [`WebError::Address`] or [`WebError::Scheme`].
pub fn web_address(raw: &str) -> Result<Url, WebError> {
    let raw = raw.trim();
    let raw = raw.strip_prefix("feed:").map_or(raw, |rest| rest.trim_start_matches('/'));
    let parsed = match Url::parse(raw) {
        Ok(url) if url.has_host() => Ok(url),
        Ok(url) if !is_host_with_port(raw) => {
            return Err(if url.scheme() == "file" { WebError::Scheme } else { WebError::Address });
        }
        _ if raw.contains('.') || is_host_with_port(raw) => Url::parse(&format!("https://{raw}")),
        _ => return Err(WebError::Address),
    };
    let mut url = parsed.map_err(|_| WebError::Address)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(WebError::Scheme);
    }
    url.set_fragment(None);
    Ok(url)
}

/// An address without the name and the password in it, and what says them to the server. In an address, signs of theirs
/// may stand for others ("%40").
fn without_password(address: &Url) -> (Cow<'_, Url>, Option<String>) {
    if address.username().is_empty() && address.password().is_none() {
        return (Cow::Borrowed(address), None);
    }
    let mut words: Vec<u8> = percent_decode_str(address.username()).collect();
    words.push(b':');
    words.extend(percent_decode_str(address.password().unwrap_or_default()));
    let mut bare = address.clone();
    // What has a host has a place for both.
    let _ = (bare.set_username(""), bare.set_password(None));
    (Cow::Owned(bare), Some(format!("Basic {}", STANDARD.encode(words))))
}

/// What stands in a file that was packed before it was laid on the server, of which the answer says nothing.
fn unpacked(bytes: Vec<u8>, largest: u64) -> Result<Vec<u8>, WebError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut inner = Vec::new();
    let read = GzDecoder::new(bytes.as_slice()).take(largest.saturating_add(1)).read_to_end(&mut inner);
    match read {
        Ok(length) if length as u64 > largest => Err(WebError::TooLarge(largest)),
        Ok(_) => Ok(inner),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(WebError::CutOff),
        Err(_) => Err(WebError::Garbled),
    }
}

/// "localhost:8080/feed", which looks like a scheme.
fn is_host_with_port(raw: &str) -> bool {
    raw.split_once(':').is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn header(headers: &HeaderMap, name: HeaderName) -> Option<Cow<'_, str>> {
    headers.get(name).and_then(|value| text::decode(value.as_bytes()).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, address: Result<&str, WebError>) {
        assert_eq!(web_address(raw).map(String::from), address.map(str::to_owned), "{raw}");
    }

    #[test]
    fn addresses_are_completed() {
        check("https://a.example/x?y#z", Ok("https://a.example/x?y"));
        check(" a.example/x ", Ok("https://a.example/x"));
        check("feed:https://a.example/x", Ok("https://a.example/x"));
        check("feed://a.example/x", Ok("https://a.example/x"));
        check("localhost:8080/x", Ok("https://localhost:8080/x"));
        check("HTTP://Bücher.example", Ok("http://xn--bcher-kva.example/"));
    }

    #[test]
    fn what_is_no_address_is_told() {
        for raw in ["", "news", "http://", "mailto:a@b.example", "https://a b"] {
            check(raw, Err(WebError::Address));
        }
        for raw in ["ftp://a.example/x", "file:///etc/passwd", "gopher://a.example"] {
            check(raw, Err(WebError::Scheme));
        }
    }
}
