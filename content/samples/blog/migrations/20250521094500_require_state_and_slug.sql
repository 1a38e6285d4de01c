-- Require state and slug
-- revision: 20250521094500
-- revises: 20250507110000
-- migrate:up foreign_keys:false

-- SQLite cannot add NOT NULL or a check to a column: the table is built anew. Comments and
-- tags point at posts, and deleting a post deletes them too, so foreign keys must rest while
-- the old table is dropped. With them on, every comment would be gone.
CREATE TABLE posts_new (
	id INTEGER PRIMARY KEY,
	author_id INTEGER NOT NULL REFERENCES authors (id),
	title TEXT NOT NULL,
	body TEXT NOT NULL,
	state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published')),
	written_on TEXT NOT NULL,
	slug TEXT NOT NULL
);

INSERT INTO posts_new (id, author_id, title, body, state, written_on, slug)
SELECT id, author_id, title, body, coalesce(state, 'draft'), written_on, coalesce(slug, 'post-' || id)
FROM posts;

DROP TABLE posts;
ALTER TABLE posts_new RENAME TO posts;

-- An index goes with its table, so it is made again.
CREATE UNIQUE INDEX posts_slug ON posts (slug);

-- migrate:down foreign_keys:false
CREATE TABLE posts_new (
	id INTEGER PRIMARY KEY,
	author_id INTEGER NOT NULL REFERENCES authors (id),
	title TEXT NOT NULL,
	body TEXT NOT NULL,
	state TEXT,
	written_on TEXT NOT NULL,
	slug TEXT
);

INSERT INTO posts_new (id, author_id, title, body, state, written_on, slug)
SELECT id, author_id, title, body, state, written_on, slug
FROM posts;

DROP TABLE posts;
ALTER TABLE posts_new RENAME TO posts;

CREATE UNIQUE INDEX posts_slug ON posts (slug);
