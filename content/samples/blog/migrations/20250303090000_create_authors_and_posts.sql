-- Create authors and posts
-- revision: 20250303090000
-- revises: base
-- migrate:up
CREATE TABLE authors (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	bio TEXT
);

CREATE TABLE posts (
	id INTEGER PRIMARY KEY,
	author_id INTEGER NOT NULL REFERENCES authors (id),
	title TEXT NOT NULL,
	body TEXT NOT NULL,
	tags TEXT,
	state TEXT,
	written_on TEXT NOT NULL
);

-- migrate:down
DROP TABLE posts;
DROP TABLE authors;
