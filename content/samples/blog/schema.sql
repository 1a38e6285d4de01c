-- What the blog's database should look like. Autogenerate compares it with the database as it is.
-- It is one wish ahead of the newest migration: authors.bio is to be called about. A comparison sees one
-- column go and another come, so Updown asks whether it is a new name for the same values.

CREATE TABLE authors (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	about TEXT
);

CREATE TABLE posts (
	id INTEGER PRIMARY KEY,
	author_id INTEGER NOT NULL REFERENCES authors (id),
	title TEXT NOT NULL,
	body TEXT NOT NULL,
	state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published')),
	written_on TEXT NOT NULL,
	slug TEXT NOT NULL,
	comment_count INTEGER NOT NULL DEFAULT 0
);

CREATE UNIQUE INDEX posts_slug ON posts (slug);

CREATE TABLE comments (
	id INTEGER PRIMARY KEY,
	post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
	email TEXT NOT NULL,
	body TEXT NOT NULL,
	written_at TEXT NOT NULL
);

CREATE INDEX comments_post ON comments (post_id);

CREATE TRIGGER comment_added
AFTER INSERT ON comments
BEGIN
	UPDATE posts SET comment_count = comment_count + 1 WHERE id = new.post_id;
END;

CREATE TRIGGER comment_removed
AFTER DELETE ON comments
BEGIN
	UPDATE posts SET comment_count = comment_count - 1 WHERE id = old.post_id;
END;

CREATE TABLE tags (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
);

CREATE TABLE post_tags (
	post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
	tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
	PRIMARY KEY (post_id, tag_id)
);

CREATE VIEW front_page AS
SELECT posts.title, authors.name AS author, posts.written_on, posts.comment_count
FROM posts
JOIN authors ON authors.id = posts.author_id
WHERE posts.state = 'published'
ORDER BY posts.written_on DESC
LIMIT 20;
