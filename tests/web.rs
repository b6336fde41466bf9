//! What the web does to a client: every answer that a server may give, well or badly meant.

#[expect(dead_code, reason = "the other test programs that share it use the rest")]
mod loopback;

use std::{io::Write, time::Duration};

use byline::source::web::{Answer as Got, Client, RetryAfter, Wanted, WebError};
use loopback::{Answer, Body, Server};

const LARGEST: u64 = 100_000;

fn fetch(client: &Client, address: &str) -> Result<Got, WebError> {
    client.fetch(&Wanted { address, largest: LARGEST, ..Wanted::default() })
}

/// The text that an address holds.
fn text(server: &Server, path: &str) -> Result<String, WebError> {
    let answer = fetch(&Client::default(), &server.at(path))?;
    Ok(String::from_utf8(answer.content.unwrap().bytes).unwrap())
}

#[track_caller]
fn check(answer: Answer, expected: Result<&str, WebError>) {
    let server = Server::start([("/", answer)]);
    assert_eq!(text(&server, "/"), expected.map(str::to_owned));
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(text).unwrap();
    out.finish().unwrap()
}

/// "The boats are back." as brotli writes it.
const BROTLI: [u8; 23] = [
    0x0f, 0x09, 0x80, b'T', b'h', b'e', b' ', b'b', b'o', b'a', b't', b's', b' ', b'a', b'r', b'e', b' ', b'b', b'a',
    b'c', b'k', b'.', 0x03,
];

#[test]
fn a_page_is_fetched() {
    let server =
        Server::start([("/a?b=c", Answer::new("text/plain; charset=\"latin1\"", "hello").with("ETag", "\"1\""))]);
    let content = fetch(&Client::default(), &server.at("/a?b=c#d")).unwrap().content.unwrap();
    assert_eq!((content.bytes.as_slice(), content.charset.as_deref()), (&b"hello"[..], Some("latin1")));
    assert_eq!(content.etag.unwrap().as_str(), "\"1\"");
    assert_eq!(content.address.as_str(), server.at("/a?b=c"));
    let asked = server.asked().remove(0);
    assert!(asked.headers["user-agent"].starts_with("byline/"), "{asked:?}");
    assert!(asked.headers["accept-encoding"].contains("gzip") && asked.headers["accept-encoding"].contains("br"));
}

#[test]
fn compressed_answers_are_unpacked() {
    check(Answer::page(gzip(b"hello")).with("Content-Encoding", "gzip"), Ok("hello"));
    check(Answer::page(BROTLI).with("Content-Encoding", "br"), Ok("The boats are back."));
    check(Answer::page("hello, this is no gzip").with("Content-Encoding", "gzip"), Err(WebError::Garbled));
    let whole = gzip(b"hello, hello, hello");
    check(Answer::page(&whole[..whole.len() - 9]).with("Content-Encoding", "gzip"), Err(WebError::CutOff));
}

#[test]
fn files_that_were_packed_on_the_server_are_unpacked() {
    check(Answer::new("application/gzip", gzip(b"hello")), Ok("hello"));
    check(Answer::page(gzip(b"hello")).with("Content-Encoding", "x-gzip"), Ok("hello"));
    let whole = gzip(b"hello, hello, hello");
    check(Answer::page(&whole[..whole.len() - 9]), Err(WebError::CutOff));
    check(Answer::page(gzip(&vec![b'a'; 10_000_000])), Err(WebError::TooLarge(LARGEST)));
}

#[test]
fn a_password_is_sent_as_it_is_meant() {
    let server = Server::start([("/feed", Answer::page("hello")), ("/moved", Answer::redirect(302, "/feed"))]);
    let with = |path: &str| server.at(path).replace("http://", "http://jane:p%40ss%20w%3Ard@");
    for path in ["/feed", "/moved"] {
        let content = fetch(&Client::default(), &with(path)).unwrap().content.unwrap();
        assert_eq!(content.bytes, b"hello");
    }
    let sent: Vec<_> = server.asked().iter().map(|asked| asked.headers["authorization"].clone()).collect();
    // "jane:p@ss w:rd"
    assert_eq!(sent, ["Basic amFuZTpwQHNzIHc6cmQ="; 3]);
}

#[test]
fn what_is_too_large_is_not_taken() {
    let huge = Answer::page(vec![b'a'; LARGEST as usize + 1]);
    check(huge, Err(WebError::TooLarge(LARGEST)));
    check(Answer::page("").sent(Body::Endless(vec![b'a'; 1000])), Err(WebError::TooLarge(LARGEST)));
    // A few bytes that unpack to ten megabytes.
    let bomb = gzip(&vec![b'a'; 10_000_000]);
    assert!(bomb.len() < 20_000);
    check(Answer::page(bomb).with("Content-Encoding", "gzip"), Err(WebError::TooLarge(LARGEST)));
}

#[test]
fn a_server_that_does_not_answer_is_given_up() {
    let silent = Answer::status(200).sent(Body::Silent);
    let stalled = Answer::page("").sent(Body::Stalled(b"hello".to_vec()));
    let server = Server::start([("/silent", silent), ("/stalled", stalled)]);
    let client = Client::new(Duration::from_millis(100));
    assert_eq!(fetch(&client, &server.at("/silent")), Err(WebError::Slow));
    assert_eq!(fetch(&client, &server.at("/stalled")), Err(WebError::Slow), "also in the middle of an answer");
}

#[test]
fn an_answer_that_breaks_off_is_none() {
    check(Answer::page("").sent(Body::CutOff(b"hello, hello".to_vec(), 5)), Err(WebError::CutOff));
}

#[test]
fn redirects_are_followed_and_permanent_ones_told() {
    let server = Server::start([
        ("/moved", Answer::redirect(301, "/again")),
        ("/again", Answer::redirect(308, "end?x=1")),
        ("/end?x=1", Answer::page("here")),
        ("/for-now", Answer::redirect(302, "/moved")),
        ("/then-for-now", Answer::redirect(301, "/for-now")),
        ("/round", Answer::redirect(301, "/round")),
        ("/away", Answer::redirect(301, "file:///etc/passwd")),
        ("/nowhere", Answer::status(301)),
    ]);
    let moved = |path: &str| {
        let answer = fetch(&Client::default(), &server.at(path)).unwrap();
        assert_eq!(answer.content.as_ref().unwrap().bytes, b"here");
        answer.moved_to.map(|address| address.as_str().to_owned())
    };
    assert_eq!(moved("/moved"), Some(server.at("/end?x=1")));
    assert_eq!(moved("/for-now"), None);
    assert_eq!(moved("/then-for-now"), Some(server.at("/for-now")));
    assert_eq!(text(&server, "/round"), Err(WebError::Redirects));
    assert_eq!(text(&server, "/away"), Err(WebError::Scheme));
    assert_eq!(text(&server, "/nowhere"), Err(WebError::Garbled));
}

#[test]
fn what_did_not_change_is_not_sent_again() {
    let answer = Answer::page("news").with("ETag", "W/\"7\"").with("Last-Modified", "Thu, 02 Jan 2020 03:04:05 GMT");
    let server = Server::start([("/", answer), ("/moved", Answer::redirect(301, "/"))]);
    let client = Client::default();
    let content = fetch(&client, &server.at("/")).unwrap().content.unwrap();
    let (etag, modified) = (content.etag.unwrap(), content.modified.unwrap());
    let address = server.at("/moved");
    for (etag, modified) in [(Some(etag.as_str()), None), (None, Some(modified.as_str()))] {
        let answer = client.fetch(&Wanted { address: &address, etag, modified, largest: LARGEST }).unwrap();
        assert_eq!((answer.content, answer.moved_to.unwrap().as_str()), (None, server.at("/").as_str()));
    }
}

#[test]
fn statuses_are_told_apart() {
    check(Answer::status(404), Err(WebError::Missing));
    check(Answer::status(410), Err(WebError::Gone));
    check(Answer::status(403), Err(WebError::Forbidden(403)));
    check(Answer::status(500), Err(WebError::Status(500)));
    check(Answer::status(429), Err(WebError::Busy(429, None)));
    let busy = Answer::status(503).with("Retry-After", "120");
    check(busy, Err(WebError::Busy(503, Some(RetryAfter::Seconds(120)))));
    check(Answer::status(204), Ok(""));
}

#[test]
fn servers_that_cannot_be_reached_are_told() {
    // Nothing listens on the first port, while one that a server has left may be another test's by now.
    assert!(matches!(fetch(&Client::default(), "http://127.0.0.1:1/"), Err(WebError::Unreachable(_))));
    let server = Server::start([]);
    let not_secure = server.at("/").replace("http:", "https:");
    let error = fetch(&Client::new(Duration::from_secs(5)), &not_secure).unwrap_err();
    assert!(matches!(error, WebError::Insecure(_) | WebError::CutOff), "{error:?}");
}

#[test]
fn a_client_that_was_stopped_fetches_nothing_more() {
    let server = Server::start([("/", Answer::page("").sent(Body::Endless(vec![b'a'; 10])))]);
    let client = Client::default();
    let other = client.clone();
    let address = server.at("/");
    let fetching = std::thread::spawn(move || {
        other.fetch(&Wanted { address: &address, largest: u64::MAX, ..Wanted::default() }).map(|_| ())
    });
    client.stop();
    assert_eq!(fetching.join().unwrap(), Err(WebError::Stopped));
    assert_eq!(fetch(&client, &server.at("/")), Err(WebError::Stopped));
}
