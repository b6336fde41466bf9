//! A web server on the loopback for tests: it answers each path as it was told to, well or badly, and remembers what it
//! was asked.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

/// How an answer's body is sent.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// Whole, with its length.
    Whole(Vec<u8>),
    /// The first so many bytes of what is promised; then the connection ends.
    CutOff(Vec<u8>, usize),
    /// The same bytes again and again.
    Endless(Vec<u8>),
    /// These bytes of a longer body; then nothing, for as long as the client waits.
    Stalled(Vec<u8>),
    /// Nothing at all, for as long as the client waits.
    Silent,
    /// Nothing until the test lets it go, by dropping the other end.
    Held(Arc<Mutex<Receiver<()>>>, Vec<u8>),
}

/// What is answered at a path.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Body,
}

/// What the server was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The path, with its query.
    pub(crate) path: String,
    /// The headers, their names in lower case.
    pub(crate) headers: HashMap<String, String>,
}

/// The server. It ends with the test.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    answers: Mutex<HashMap<String, Answer>>,
    asked: Mutex<Vec<Asked>>,
    ended: AtomicBool,
    /// Whether answers that were held back are not given any more.
    hung_up: AtomicBool,
}

impl Answer {
    /// A whole answer of this type.
    pub(crate) fn new(media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, headers: Vec::new(), body: Body::Whole(body.into()) }.with("Content-Type", media_type)
    }

    /// A feed.
    pub(crate) fn feed(body: impl Into<Vec<u8>>) -> Self {
        Self::new("application/rss+xml", body)
    }

    /// A page.
    pub(crate) fn page(body: impl Into<Vec<u8>>) -> Self {
        Self::new("text/html; charset=utf-8", body)
    }

    /// A status and nothing else.
    pub(crate) fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Body::Whole(Vec::new()) }
    }

    /// A redirect.
    pub(crate) fn redirect(status: u16, to: &str) -> Self {
        Self::status(status).with("Location", to)
    }

    /// The same with a header.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same with another body.
    pub(crate) fn sent(self, body: Body) -> Self {
        Self { body, ..self }
    }

    /// The same, held back until what is returned is dropped.
    pub(crate) fn held(self) -> (Self, Sender<()>) {
        let (release, held) = channel();
        let Body::Whole(bytes) = self.body else { panic!("only a whole body can be held back") };
        (Self { body: Body::Held(Arc::new(Mutex::new(held)), bytes), ..self }, release)
    }

    fn write(&self, out: &mut TcpStream, hung_up: &AtomicBool) -> std::io::Result<()> {
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head = format!("HTTP/1.1 {} Told\r\nConnection: close\r\n{}", self.status, headers.concat());
        let with_length = |length: usize| format!("{head}Content-Length: {length}\r\n\r\n");
        match &self.body {
            Body::Whole(bytes) => {
                out.write_all(with_length(bytes.len()).as_bytes())?;
                out.write_all(bytes)
            }
            Body::CutOff(bytes, length) => {
                out.write_all(with_length(bytes.len()).as_bytes())?;
                out.write_all(&bytes[..*length])
            }
            Body::Endless(bytes) => {
                out.write_all((head + "\r\n").as_bytes())?;
                loop {
                    out.write_all(bytes)?;
                }
            }
            Body::Stalled(bytes) => {
                out.write_all(with_length(bytes.len() + 1).as_bytes())?;
                out.write_all(bytes)?;
                out.read_to_end(&mut Vec::new()).map(|_| ())
            }
            Body::Silent => out.read_to_end(&mut Vec::new()).map(|_| ()),
            Body::Held(held, bytes) => {
                // The other end says nothing; that it is gone is what is waited for.
                let _ = held.lock().unwrap().recv();
                if hung_up.load(Ordering::SeqCst) {
                    return Ok(());
                }
                out.write_all(with_length(bytes.len()).as_bytes())?;
                out.write_all(bytes)
            }
        }
    }
}

impl Server {
    /// Starts a server that knows these paths, and has nothing at others.
    pub(crate) fn start(answers: impl IntoIterator<Item = (&'static str, Answer)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let server = Self { address, shared: Arc::clone(&shared) };
        for (path, answer) in answers {
            server.set(path, answer);
        }
        thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.ended.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(stream), shared) = (stream, Arc::clone(&shared)) else { continue };
                thread::spawn(move || shared.serve(stream));
            }
        });
        server
    }

    /// The address of a path.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Answers a path so from now on.
    pub(crate) fn set(&self, path: &str, answer: Answer) {
        self.shared.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// Ends the connections of answers that are held back, once they are let go, without a word.
    pub(crate) fn hang_up(&self) {
        self.shared.hung_up.store(true, Ordering::SeqCst);
    }

    /// What it was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().clone()
    }

    /// The paths that it was asked for so far.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        // Wakes the listener, so that it sees so.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) {
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
        let Some(request) = lines.next() else { return };
        let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
        let headers = lines.take_while(|line| !line.is_empty()).filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_lowercase(), value.trim().to_owned()))
        });
        let asked = Asked { path: path.clone(), headers: headers.collect() };
        let answer = self.answers.lock().unwrap().get(&path).cloned().unwrap_or_else(|| Answer::status(404));
        let is_known =
            ["etag", "last-modified"].iter().zip(["if-none-match", "if-modified-since"]).any(|(has, sent)| {
                let known = answer.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(has));
                known.is_some_and(|(_, value)| asked.headers.get(sent) == Some(value))
            });
        self.asked.lock().unwrap().push(asked);
        let answer = if is_known { Answer::status(304) } else { answer };
        // A client that hangs up is one of the cases.
        let _ = answer.write(&mut stream, &self.hung_up);
    }
}
