-- How often the page of an article was asked for in vain where full text is wished: it is not asked for for ever.
ALTER TABLE article ADD COLUMN page_failures INTEGER NOT NULL DEFAULT 0;

-- The words of scripts without spaces are parted in the index from here on. What was indexed before is indexed anew by
-- the program, since no SQL can tell these.
