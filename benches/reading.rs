//! Reading: laying text out, turning pages, and what a key costs from update to frame.

use std::{hint::black_box, sync::Arc};

use byline::{
    analysis::analyze,
    app::{
        ArticleRef, Effect, Msg, Opened, Settings, State, keys::Key, list::Listed, page::Page, screen::Size, update,
    },
    article::{Article, BlockKind, BodyBuilder},
    library::{ArticleId, Extent, RowKey, Rows, Shelf},
    source::{self, Location},
    view::{Colours, Theme, draw},
};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use ratatui::{Terminal, backend::TestBackend};

const WORDS: &str = "the minister said on Tuesday that a well-known committee would not accept any of these proposals \
    before winter, because nobody had read them in full and the costs (some 40 million) were still unclear to most \
    members of parliament";

/// Prose in paragraphs of some 500 bytes, with words of a natural length.
fn prose(bytes: usize) -> Arc<Article> {
    let words: Vec<_> = WORDS.split(' ').collect();
    let mut body = BodyBuilder::default();
    let (mut seed, mut size) = (7_u64, 0);
    while size < bytes {
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
    let article = prose(10_000_000);
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

/// A page on and back again, in the middle of a short text and of a long one.
fn turn_page(c: &mut Criterion) {
    let mut group = c.benchmark_group("page turn, 72x58");
    for (name, bytes) in [("10 kB", 10_000), ("10 MB", 10_000_000)] {
        let article = prose(bytes);
        let middle = (article.text.len() / 2) as u32;
        group.bench_function(name, |b| {
            b.iter_batched_ref(
                || {
                    let mut page = Page::new(Arc::clone(&article), "", 72);
                    let top = page.row_with(middle);
                    (page, top)
                },
                |(page, top)| {
                    let next = page.step(*top, 57);
                    page.prepare(next, 58);
                    black_box(page.rows_from(next).take(58).count())
                },
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

/// A desk of 200×60 on which a bundled article is open.
struct Desk {
    state: State,
    terminal: Terminal<TestBackend>,
    article: Arc<Article>,
}

impl Desk {
    fn new() -> Self {
        let article = Arc::new(source::read(&Location::Bundled("mandela-release.md")).expect("it is bundled"));
        let size = Size { width: 200, height: 60 };
        let terminal = Terminal::new(TestBackend::new(size.width, size.height)).expect("memory cannot fail");
        let (mut state, mut effects) = State::new(Settings::default(), size, Listed::Shelf(Shelf::All));
        while let Some(effect) = effects.pop() {
            if let Some(msg) = answer(&effect, &article) {
                effects.extend(update(&mut state, msg));
            }
        }
        let mut desk = Self { state, terminal, article };
        desk.press("Enter");
        desk
    }

    fn press(&mut self, key: &str) {
        let key: Key = key.parse().expect("the benchmark names keys that there are");
        self.tell(Msg::Key(key));
    }

    fn tell(&mut self, msg: Msg) {
        for effect in update(&mut self.state, msg) {
            if let Some(msg) = answer(&effect, &self.article) {
                update(&mut self.state, msg);
            }
        }
        let (state, theme) = (&self.state, Theme::new(Colours::Sixteen));
        self.terminal.draw(|frame| draw(state, &theme, frame)).expect("memory cannot fail");
    }
}

/// What a library would answer that holds this article two hundred times.
fn answer(effect: &Effect, article: &Arc<Article>) -> Option<Msg> {
    match *effect {
        Effect::LoadRows { ticket, select, .. } => {
            let row = |id: i64| byline::library::Row {
                key: RowKey { when: 0, id: ArticleId(200 - id) },
                title: article.title.text.clone(),
                site: article.site.clone(),
                date: article.date,
                read: id % 2 == 0,
                bookmarked: id % 3 == 0,
                changed: false,
            };
            let rows = Rows { rows: (0..200).map(row).collect(), from_first: true, to_last: true };
            Some(Msg::Rows { ticket, rows, select })
        }
        Effect::Open { ticket, which, .. } => {
            let opened = Opened {
                which,
                kept: match which {
                    ArticleRef::Kept(id) => Some((id, byline::library::RevisionId(id.0))),
                    ArticleRef::File(_) => None,
                },
                article: Arc::clone(article),
                analysis: Some(Arc::new(analyze(article))),
                read: true,
                bookmarked: false,
                place: None,
                passages: Vec::new(),
                extent: Extent::FullText,
                feed: None,
                seen: None,
            };
            Some(Msg::Opened { ticket, outcome: Ok(Box::new(opened)) })
        }
        _ => None,
    }
}

/// From a key to the frame, on a bundled article of some 800 words.
fn press(c: &mut Criterion) {
    let mut group = c.benchmark_group("update and draw, 200x60");
    for (name, there, back) in [("j and k", "j", "k"), ("Space and b", "Space", "b"), (". and ,", ".", ",")] {
        let mut desk = Desk::new();
        let mut next = there;
        group.bench_function(name, |b| {
            b.iter(|| {
                desk.press(next);
                next = if next == there { back } else { there };
            });
        });
    }
    let mut desk = Desk::new();
    let mut width = 200;
    group.bench_function("resize", |b| {
        b.iter(|| {
            width = if width == 200 { 120 } else { 200 };
            desk.terminal.backend_mut().resize(width, 60);
            desk.tell(Msg::Resize(Size { width, height: 60 }));
        });
    });
    group.finish();
}

criterion_group!(benches, paginate, turn_page, press);
criterion_main!(benches);
