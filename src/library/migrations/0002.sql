-- What is followed. A feed that is followed no longer stays, so that what was read in it is known again if it ever is.
CREATE TABLE feed (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    address      TEXT NOT NULL UNIQUE,
    title        TEXT NOT NULL,                -- as it calls itself; its address until that is known
    name         TEXT,                         -- as the reader calls it
    site         TEXT,                         -- the address of the web site
    folder       TEXT,
    followed     INTEGER NOT NULL DEFAULT 1 CHECK (followed IN (0, 1)),
    full_text    INTEGER NOT NULL DEFAULT 0 CHECK (full_text IN (0, 1)), -- whether the pages are wanted where it gives summaries
    keep_days    INTEGER,                      -- retention; NULL keeps all
    keep_count   INTEGER,
    succeeded_at INTEGER,                      -- the last fetch that brought anything to be written
    failed_at    INTEGER,                      -- the last fetch that failed
    error        TEXT,                         -- what was wrong then; NULL when the last fetch went well
    next_try     INTEGER,                      -- not before this; NULL: whenever
    failures     INTEGER NOT NULL DEFAULT 0,   -- since the last success
    etag         TEXT,
    modified     TEXT,                         -- Last-Modified, as the server wrote it
    articles     INTEGER NOT NULL DEFAULT 0,   -- the triggers count
    unread       INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE tag (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE tagging (
    feed INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
    tag  INTEGER NOT NULL REFERENCES tag ON DELETE CASCADE,
    PRIMARY KEY (feed, tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX tagging_tag ON tagging (tag, feed);

-- How much of the article it is: 0 a summary, 1 the full text, 2 the full text as its page has it. What a feed brings
-- and what a page has are states beside one another; which one is current, the article says.
ALTER TABLE revision ADD COLUMN extent INTEGER NOT NULL DEFAULT 1 CHECK (extent IN (0, 1, 2));

ALTER TABLE article ADD COLUMN feed INTEGER REFERENCES feed;
ALTER TABLE article ADD COLUMN revision INTEGER;        -- the current one
ALTER TABLE article ADD COLUMN seen INTEGER;            -- the one that was current when the article was last read
ALTER TABLE article ADD COLUMN deleted_at INTEGER;      -- the article is on no shelf, and known so as not to come back

UPDATE article SET revision = (SELECT max(id) FROM revision WHERE revision.article = article.id);
UPDATE article SET seen = revision WHERE read;

DROP INDEX article_listed;
DROP INDEX article_unread;
DROP INDEX article_bookmarked;
CREATE INDEX article_listed ON article (listed_at) WHERE deleted_at IS NULL;
CREATE INDEX article_unread ON article (listed_at) WHERE read = 0 AND deleted_at IS NULL;
CREATE INDEX article_bookmarked ON article (listed_at) WHERE bookmarks > 0 AND deleted_at IS NULL;
CREATE INDEX article_feed ON article (feed, listed_at) WHERE deleted_at IS NULL;

ALTER TABLE place ADD COLUMN read_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX place_read ON place (read_at);

-- How many articles stand on the shelves: one row.
CREATE TABLE tally (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    articles   INTEGER NOT NULL,
    unread     INTEGER NOT NULL,
    bookmarked INTEGER NOT NULL
) STRICT;

INSERT INTO tally SELECT 1, count(*), count(*) FILTER (WHERE NOT read), count(*) FILTER (WHERE bookmarks > 0) FROM article;

CREATE TRIGGER count_added AFTER INSERT ON article WHEN NEW.deleted_at IS NULL BEGIN
    UPDATE tally SET articles = articles + 1, unread = unread + NOT NEW.read, bookmarked = bookmarked + (NEW.bookmarks > 0);
    UPDATE feed SET articles = articles + 1, unread = unread + NOT NEW.read WHERE id = NEW.feed;
END;

CREATE TRIGGER count_removed AFTER DELETE ON article WHEN OLD.deleted_at IS NULL BEGIN
    UPDATE tally SET articles = articles - 1, unread = unread - NOT OLD.read, bookmarked = bookmarked - (OLD.bookmarks > 0);
    UPDATE feed SET articles = articles - 1, unread = unread - NOT OLD.read WHERE id = OLD.feed;
END;

CREATE TRIGGER count_read AFTER UPDATE OF read ON article WHEN NEW.read <> OLD.read AND NEW.deleted_at IS NULL BEGIN
    UPDATE tally SET unread = unread + OLD.read - NEW.read;
    UPDATE feed SET unread = unread + OLD.read - NEW.read WHERE id = NEW.feed;
END;

CREATE TRIGGER count_bookmarked AFTER UPDATE OF bookmarks ON article
WHEN (NEW.bookmarks > 0) <> (OLD.bookmarks > 0) AND NEW.deleted_at IS NULL BEGIN
    UPDATE tally SET bookmarked = bookmarked + (NEW.bookmarks > 0) - (OLD.bookmarks > 0);
END;

CREATE TRIGGER count_deleted AFTER UPDATE OF deleted_at ON article
WHEN NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL BEGIN
    UPDATE tally SET articles = articles - 1, unread = unread - NOT OLD.read, bookmarked = bookmarked - (OLD.bookmarks > 0);
    UPDATE feed SET articles = articles - 1, unread = unread - NOT OLD.read WHERE id = OLD.feed;
END;

CREATE TRIGGER count_restored AFTER UPDATE OF deleted_at ON article
WHEN NEW.deleted_at IS NULL AND OLD.deleted_at IS NOT NULL BEGIN
    UPDATE tally SET articles = articles + 1, unread = unread + NOT NEW.read, bookmarked = bookmarked + (NEW.bookmarks > 0);
    UPDATE feed SET articles = articles + 1, unread = unread + NOT NEW.read WHERE id = NEW.feed;
END;
