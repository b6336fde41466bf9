-- Ids are never used twice: another session may still hold one.

-- What the list shows. Title, site and date repeat those of the newest revision, so that a window of rows is read
-- without touching a body.
CREATE TABLE article (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    identity  TEXT NOT NULL UNIQUE,
    added_at  INTEGER NOT NULL,             -- seconds since 1970
    listed_at INTEGER NOT NULL,             -- when it was published, else added
    title     TEXT NOT NULL,
    site      TEXT,
    published TEXT,                         -- a day or an instant, in ISO 8601
    read      INTEGER NOT NULL DEFAULT 0 CHECK (read IN (0, 1)),
    bookmarks INTEGER NOT NULL DEFAULT 0    -- how many rows of bookmark it has; the triggers count
) STRICT;

CREATE INDEX article_listed ON article (listed_at);
CREATE INDEX article_unread ON article (listed_at) WHERE read = 0;
CREATE INDEX article_bookmarked ON article (listed_at) WHERE bookmarks > 0;

-- The states of an article's text; the newest is the current one. None is ever changed.
CREATE TABLE revision (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    article   INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    content   BLOB NOT NULL,                -- SHA-256 of all that follows but kept_at
    kept_at   INTEGER NOT NULL,
    title     TEXT NOT NULL,
    byline    TEXT,
    site      TEXT,
    published TEXT,
    link      TEXT,
    layout    TEXT NOT NULL,                -- JSON: the title's origin, the blocks and the inline marks
    body      TEXT NOT NULL,
    UNIQUE (article, id)
) STRICT;

CREATE TABLE analysis (
    revision INTEGER PRIMARY KEY REFERENCES revision ON DELETE CASCADE,
    version  INTEGER NOT NULL,
    analysis TEXT NOT NULL                  -- JSON
) STRICT;

-- Where the reader was.
CREATE TABLE place (
    article  INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    anchor   TEXT NOT NULL,                 -- JSON
    FOREIGN KEY (article, revision) REFERENCES revision (article, id)
) STRICT;

CREATE TABLE bookmark (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    article  INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    anchor   TEXT,                          -- JSON; NULL where the article as a whole is bookmarked
    FOREIGN KEY (article, revision) REFERENCES revision (article, id)
) STRICT;

CREATE INDEX bookmark_article ON bookmark (article, revision);
CREATE UNIQUE INDEX bookmark_whole ON bookmark (article) WHERE anchor IS NULL;

CREATE TRIGGER bookmark_added AFTER INSERT ON bookmark BEGIN
    UPDATE article SET bookmarks = bookmarks + 1 WHERE id = NEW.article;
END;
CREATE TRIGGER bookmark_removed AFTER DELETE ON bookmark BEGIN
    UPDATE article SET bookmarks = bookmarks - 1 WHERE id = OLD.article;
END;
