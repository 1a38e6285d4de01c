-- Search the catalogue
-- revision: 0004
-- revises: 0003
-- migrate:up
ALTER TABLE books
	ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('english', title || ' ' || author)) STORED;

-- Try it: SELECT title FROM books WHERE words @@ plainto_tsquery('english', 'bees');
CREATE INDEX books_words ON books USING gin (words);

COMMENT ON COLUMN books.words IS 'What a search looks through; PostgreSQL keeps it up to date';

-- migrate:down
ALTER TABLE books DROP COLUMN words;
