-- What is known of a text is stored in few bytes from here on (postcard); what older versions wrote as JSON begins with
-- a brace. Every text is analysed anew, so that what is said in it is indexed: nothing was ever of version 0.
CREATE TABLE revision_compact (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    article   INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    content   BLOB NOT NULL,                -- SHA-256 of all that follows but kept_at and extent
    kept_at   INTEGER NOT NULL,
    title     TEXT NOT NULL,
    byline    TEXT,
    site      TEXT,
    published TEXT,
    link      TEXT,
    extent    INTEGER NOT NULL CHECK (extent IN (0, 1, 2)), -- 0 a summary, 1 the full text, 2 as the page has it
    layout    BLOB NOT NULL,                -- the title's origin, the blocks and the inline marks
    body      TEXT NOT NULL,
    UNIQUE (article, id)
) STRICT;

INSERT INTO revision_compact
    SELECT id, article, content, kept_at, title, byline, site, published, link, extent, CAST(layout AS BLOB), body
    FROM revision;
DROP TABLE revision;
ALTER TABLE revision_compact RENAME TO revision;

DROP TABLE analysis;
CREATE TABLE analysis (
    revision INTEGER PRIMARY KEY REFERENCES revision ON DELETE CASCADE,
    version  INTEGER NOT NULL,
    analysis BLOB NOT NULL
) STRICT;

CREATE INDEX analysis_version ON analysis (version);

INSERT INTO analysis SELECT revision, 0, x'' FROM article WHERE revision IS NOT NULL;

-- The number under which an article is indexed: its day, then its id. So what is found stands newest first, day by day,
-- without being sorted, and the number alone tells the article.
ALTER TABLE article ADD COLUMN doc INTEGER GENERATED ALWAYS AS
    ((listed_at - (listed_at % 86400 + 86400) % 86400) / 86400 * 4294967296 + id) VIRTUAL;

ALTER TABLE article ADD COLUMN deed INTEGER;            -- the marking of many as read that marked this one

ALTER TABLE tally ADD COLUMN deeds INTEGER NOT NULL DEFAULT 0; -- the last of these

CREATE INDEX article_deleted ON article (deleted_at) WHERE deleted_at IS NOT NULL AND revision IS NOT NULL;

CREATE VIEW searchable AS
    SELECT article.doc AS doc, revision.title AS title, revision.byline AS byline, revision.body AS body
    FROM article JOIN revision ON revision.id = article.revision WHERE article.deleted_at IS NULL;

CREATE VIRTUAL TABLE search USING fts5 (
    title, byline, body,
    content = 'searchable', content_rowid = 'doc', tokenize = 'unicode61 remove_diacritics 2', prefix = '3 4'
);

-- Articles that come together are indexed in memory first, up to so many bytes, and parts of the index are joined when
-- there are so many of a size. Both make the work of writing less than half, and finding is hardly slower.
INSERT INTO search (search, rank) VALUES ('hashsize', 16777216), ('automerge', 16), ('crisismerge', 32);

-- Everyone who is named in full, across all articles. A surname alone names nobody for certain and is not here.
CREATE TABLE person (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL,                 -- as it was first seen
    folded   TEXT NOT NULL UNIQUE,          -- without capitals and accents: by this, articles share a person
    articles INTEGER NOT NULL DEFAULT 0,
    quotes   INTEGER NOT NULL DEFAULT 0,
    latest   INTEGER NOT NULL DEFAULT 0     -- the doc of the newest article
) STRICT;

CREATE INDEX person_latest ON person (latest, id);
CREATE INDEX person_quoted ON person (quotes, id);

CREATE VIRTUAL TABLE named USING fts5 (
    name, content = 'person', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

-- Who is in which article.
CREATE TABLE appearance (
    person INTEGER NOT NULL,
    doc    INTEGER NOT NULL,
    PRIMARY KEY (person, doc)
) STRICT, WITHOUT ROWID;

CREATE INDEX appearance_doc ON appearance (doc, person);

-- What was said. The rows of one speaker lie together, in order of time.
CREATE TABLE quote (
    speaker INTEGER NOT NULL,               -- a person; 0 where nobody is named in full
    id      INTEGER NOT NULL,               -- 1024 times the doc, and which of the article's quotes it is
    source  TEXT,                           -- what the text calls a speaker who is not a person of the library
    words   TEXT NOT NULL,
    PRIMARY KEY (speaker, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX quote_id ON quote (id);

CREATE VIRTUAL TABLE spoken USING fts5 (
    words, content = 'quote', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

INSERT INTO spoken (spoken, rank) VALUES ('hashsize', 4194304), ('automerge', 16), ('crisismerge', 32);

-- Searches that are kept as shelves.
CREATE TABLE kept_search (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    name  TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL
) STRICT;

INSERT INTO search (rowid, title, byline, body) SELECT doc, title, byline, body FROM searchable ORDER BY doc;
