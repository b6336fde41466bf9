//! What the analysis costs, on one core and without reading: the articles that come along, hostile texts, and the model
//! of names. Another workload can be named in `BYLINE_BENCH_CORPUS`: a file with one JSON object a line and the words
//! under "text". The run fails where twenty megabytes of articles joined to one text cost more than 1.2 times as much
//! as the same in twenty texts, or give other quotes by more than one in a hundred.

use std::{
    borrow::Cow,
    fmt::Write,
    fs,
    hint::black_box,
    time::{Duration, Instant},
};

use byline::{
    analysis::{analyze, tagger::Model},
    article::{Article, BlockKind, BodyBuilder},
    source,
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn corpus() -> Vec<Article> {
    let Ok(path) = std::env::var("BYLINE_BENCH_CORPUS") else {
        return source::bundled().filter_map(|location| source::read(&location).ok()).collect();
    };
    let lines = fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{path}: {fault}"));
    lines
        .lines()
        .map(|line| {
            let document: serde_json::Value = serde_json::from_str(line).expect("a JSON object on each line");
            article(document["text"].as_str().expect("the words under \"text\""))
        })
        .collect()
}

fn article(text: &str) -> Article {
    let mut body = BodyBuilder::default();
    for paragraph in text.split("\n\n") {
        body.push(paragraph);
        body.end_block(BlockKind::Paragraph);
    }
    let (text, blocks, marks) = body.finish(BlockKind::Paragraph);
    Article { text, blocks, marks, ..Article::default() }
}

/// Many people of one surname.
fn namesakes() -> String {
    let mut text = String::new();
    for number in 0..1 << 16 {
        write!(text, "Jane{number} Doe won. ").expect("a string takes all");
    }
    text
}

/// The articles in turn, over and over, joined to as many texts of about `size` bytes.
fn joined(articles: &[Article], size: usize, texts: usize) -> Vec<String> {
    let mut parts = articles.iter().cycle();
    let join = |_| {
        let mut text = String::with_capacity(size + size / 8);
        while text.len() < size {
            let Some(part) = parts.next() else { break };
            text.push_str(part.text.as_str());
            text.push_str("\n\n");
        }
        text
    };
    (0..texts).map(join).collect()
}

/// The shortest of three runs over all the articles, and the number of quotes.
fn timed(articles: &[Article]) -> (Duration, usize) {
    let runs = (0..3).map(|_| {
        let start = Instant::now();
        let quotes = articles.iter().map(|article| black_box(analyze(article)).quotes.len()).sum();
        (start.elapsed(), quotes)
    });
    runs.min().unwrap_or_default()
}

/// Holds the promise that a long text costs no more per byte than short ones and says as much.
fn check_growth(articles: &[Article]) {
    let texts = joined(articles, 1_000_000, 20);
    let short: Vec<Article> = texts.iter().map(|text| article(text)).collect();
    let long = [article(&texts.concat())];
    let ((short_time, short_quotes), (long_time, long_quotes)) = (timed(&short), timed(&long));
    let dearer = long_time.as_secs_f64() / short_time.as_secs_f64();
    let fuller = long_quotes as f64 / short_quotes as f64;
    println!("20 MB in one text: {dearer:.2} times the time and {fuller:.4} times the quotes of 20 texts of 1 MB");
    assert!(dearer <= 1.2, "a long text costs more per byte");
    assert!((0.99..=1.01).contains(&fuller), "a long text says something else");
}

fn analysis(criterion: &mut Criterion) {
    let articles = corpus();
    check_growth(&articles);
    let hostile = [
        ("quotation marks", "\"".repeat(1 << 20)),
        ("opening marks", "“".repeat(1 << 18)),
        ("opening marks of paragraphs", "“We won.\n\n".repeat(1 << 16)),
        ("apostrophes", "'a ' ".repeat(1 << 18)),
        ("names", "Jane Doe ".repeat(1 << 17)),
        ("namesakes", namesakes()),
        ("brackets", "(".repeat(1 << 20)),
        ("bracketed words", "(Doe) ".repeat(1 << 17)),
        ("one endless line", "she said and won ".repeat(1 << 16)),
        ("one endless word", "a".repeat(1 << 20)),
        ("verbs of saying", "“a,” said ".repeat(1 << 16)),
        ("sources", "the ministry and it said it ".repeat(1 << 16)),
        ("labels", "“DOE: We won.\n\n“".repeat(1 << 15)),
    ];
    let workloads =
        [("articles", articles)].into_iter().chain(hostile.map(|(name, text)| (name, vec![article(&text)])));
    let mut group = criterion.benchmark_group("analysis");
    group.sample_size(10);
    for (name, articles) in workloads {
        let bytes = articles.iter().map(|article| article.text.len() as u64).sum();
        group.throughput(Throughput::Bytes(bytes));
        group.bench_function(name, |bencher| {
            bencher.iter(|| articles.iter().map(|article| black_box(analyze(article)).quotes.len()).sum::<usize>());
        });
    }
    group.finish();
}

/// What the first analysis of a process pays for the model of names; the program opens it no earlier.
fn model(criterion: &mut Criterion) {
    let bytes = &include_bytes!("../assets/names/tagger.bin")[..];
    criterion.bench_function("model of names", |bencher| {
        bencher.iter(|| black_box(Model::read(Cow::Borrowed(bytes))).is_some());
    });
}

criterion_group!(benches, analysis, model);
criterion_main!(benches);
