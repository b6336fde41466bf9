//! Reading: laying text out.

use std::{hint::black_box, sync::Arc};

use byline::{
    app::page::Page,
    article::{Article, BlockKind, BodyBuilder},
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const WORDS: &str = "the minister said on Tuesday that a well-known committee would not accept any of these proposals \
    before winter, because nobody had read them in full and the costs (some 40 million) were still unclear to most \
    members of parliament";

/// Ten megabytes of prose in paragraphs of some 500 bytes, with words of a natural length.
fn prose() -> Arc<Article> {
    let words: Vec<_> = WORDS.split(' ').collect();
    let mut body = BodyBuilder::default();
    let (mut seed, mut size) = (7_u64, 0);
    while size < 10_000_000 {
        for _ in 0..80 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let word = words[(seed >> 33) as usize % words.len()];
            size += word.len() + 1;
            body.push(word);
            body.push(" ");
        }
        body.end_block(BlockKind::Paragraph);
    }
    let (text, blocks, marks) = body.finish(BlockKind::Paragraph);
    Arc::new(Article { text, blocks, marks, ..Article::default() })
}

fn paginate(c: &mut Criterion) {
    let article = prose();
    let mut group = c.benchmark_group("paginate");
    group.sample_size(10).throughput(Throughput::Bytes(article.text.len() as u64));
    group.bench_function("10 MB of prose, 72 columns, every line", |b| {
        b.iter(|| {
            let mut page = Page::new(Arc::clone(&article), "", 72);
            page.fill();
            black_box(page.rows())
        });
    });
    group.finish();
}

criterion_group!(benches, paginate);
criterion_main!(benches);
