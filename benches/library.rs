//! What a reader waits for at the library: the first rows, rows in the middle, an article. Its size must not matter.

use std::{hint::black_box, path::Path};

use byline::{
    analysis::{Analysis, Mention, Person, PersonId},
    article::{Anchor, Article, BlockKind, BodyBuilder, Date, Title, TitleOrigin},
    library::{ArticleId, Library, LibraryError, RowKey, Shelf, Window},
    text::{CleanLine, Span},
};
use criterion::{Criterion, criterion_group, criterion_main};

/// Rows of a tall screen.
const SCREEN: usize = 60;

/// Articles kept in one go.
const BATCH: i64 = 1000;

/// A short news item. Half of them have no date: they stand in the list by the one second in which all were added.
fn article(n: i64) -> Article {
    let mut body = BodyBuilder::default();
    for paragraph in 0..6 {
        body.push(&format!(
            "Paragraph {paragraph} of report {n}. Ann Lee, who has run the harbour since 1998, said nothing new on \
             Monday about the quay, the cranes or what they cost."
        ));
        body.end_block(BlockKind::Paragraph);
    }
    let (text, blocks, marks) = body.finish(BlockKind::Paragraph);
    let second = 1_600_000_000 + n * 977;
    let date = if n % 2 == 0 { None } else { jiff::Timestamp::from_second(second).ok().map(Date::Instant) };
    Article {
        title: Title { text: CleanLine::new(&format!("Harbour report number {n}")), origin: TitleOrigin::Given },
        site: Some(CleanLine::new("The Harbour Gazette")),
        date,
        text,
        blocks,
        marks,
        ..Article::default()
    }
}

fn fill(path: &Path, size: i64) -> Result<(), LibraryError> {
    let mut library = Library::open(path)?;
    for start in (0..size / BATCH).map(|batch| batch * BATCH) {
        let batch: Vec<_> = (start..start + BATCH).map(|n| (format!("/news/{n}.txt"), article(n))).collect();
        library.keep_all(batch.iter().map(|(identity, article)| (identity.as_str(), article)), 1_620_000_000)?;
    }
    // What a reader has left in the article that is opened below.
    let id = middle(size);
    let kept = library.fetch(id)?;
    library.set_place(id, kept.revision, &Anchor::new(&kept.article, Span::new(200, 290)), 0)?;
    library.bookmark_passage(id, kept.revision, &Anchor::new(&kept.article, Span::new(300, 420)))?;
    let found = kept.article.text.as_str().match_indices("Ann Lee");
    let mentions = found.map(|(at, name)| Mention { span: Span::new(at, at + name.len()), person: PersonId(0) });
    let analysis = Analysis {
        mentions: mentions.collect(),
        people: vec![Person { name: CleanLine::new("Ann Lee") }],
        ..Analysis::default()
    };
    library.store_analysis(kept.revision, &analysis)
}

/// An article without a date, among thousands of the same second.
fn middle(size: i64) -> ArticleId {
    ArticleId(size / 2 + 1)
}

fn benches(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder for the libraries");
    for size in [1_000, 50_000] {
        let path = folder.path().join(format!("{size}.sqlite"));
        fill(&path, size).expect("a library is made");
        let library = Library::open(&path).expect("the library opens");
        let key = RowKey { when: 1_620_000_000, id: middle(size) };
        let rows = |shelf, window| library.rows(shelf, window, SCREEN).expect("the library is read").rows.len();
        assert_eq!(rows(Shelf::All, Window::Around(key)), SCREEN);

        criterion.bench_function(&format!("{size} articles: open the library and read the first rows"), |bench| {
            bench.iter(|| Library::open(&path).and_then(|library| library.rows(Shelf::All, Window::First, SCREEN)));
        });
        criterion.bench_function(&format!("{size} articles: read rows in the middle"), |bench| {
            bench.iter(|| rows(Shelf::All, black_box(Window::Around(key))));
        });
        criterion.bench_function(&format!("{size} articles: read unread rows in the middle"), |bench| {
            bench.iter(|| rows(Shelf::Unread, black_box(Window::After(key))));
        });
        criterion.bench_function(&format!("{size} articles: fetch an article"), |bench| {
            bench.iter(|| library.fetch(black_box(middle(size))).expect("the article is there"));
        });
        let mut writer = Library::open(&path).expect("the library opens");
        let kept = writer.fetch(middle(size)).expect("the article is there");
        let mut at = 0;
        criterion.bench_function(&format!("{size} articles: save the place"), |bench| {
            bench.iter(|| {
                at = (at + 1) % 500;
                writer.set_place(kept.id, kept.revision, &Anchor::new(&kept.article, Span::new(at, at + 80)), 0)
            });
        });
    }
}

criterion_group!(library, benches);
criterion_main!(library);
