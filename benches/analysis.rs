//! What the analysis costs, on one core and without reading: the articles that come along, and hostile texts. Another
//! workload can be named in `BYLINE_BENCH_CORPUS`: a file with one JSON object a line and the words under "text".

use std::{fs, hint::black_box};

use byline::{
    analysis::analyze,
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

fn analysis(criterion: &mut Criterion) {
    let hostile = [
        ("quotation marks", "\"".repeat(1 << 20)),
        ("opening marks", "“".repeat(1 << 18)),
        ("names", "Jane Doe ".repeat(1 << 17)),
        ("verbs of saying", "“a,” said ".repeat(1 << 16)),
    ];
    let workloads =
        [("articles", corpus())].into_iter().chain(hostile.map(|(name, text)| (name, vec![article(&text)])));
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

criterion_group!(benches, analysis);
criterion_main!(benches);
