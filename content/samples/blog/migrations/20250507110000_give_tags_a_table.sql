-- Give tags a table
-- revision: 20250507110000
-- revises: 20250416083000
-- migrate:up

-- 'books,paper' in one cell cannot be searched, counted or renamed. A row for each tag can.
CREATE TABLE tags (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
);

CREATE TABLE post_tags (
	post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
	tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
	PRIMARY KEY (post_id, tag_id)
);

-- Each round cuts one tag off the list, until nothing is left of it.
WITH RECURSIVE
	cut(tag, rest) AS (
		SELECT NULL, tags || ',' FROM posts WHERE tags IS NOT NULL
		UNION
		SELECT substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1)
		FROM cut
		WHERE rest <> ''
	)
INSERT INTO tags (name)
SELECT DISTINCT tag FROM cut WHERE tag <> '' ORDER BY tag;

INSERT INTO post_tags (post_id, tag_id)
SELECT posts.id, tags.id
FROM posts
JOIN tags ON ',' || posts.tags || ',' LIKE '%,' || tags.name || ',%'
ORDER BY posts.id, tags.id;

ALTER TABLE posts DROP COLUMN tags;

-- migrate:down
ALTER TABLE posts ADD COLUMN tags TEXT;

-- Back into one cell, in alphabetical order.
UPDATE posts
SET tags = (
	SELECT group_concat(name, ',')
	FROM (
		SELECT tags.name
		FROM post_tags
		JOIN tags ON tags.id = post_tags.tag_id
		WHERE post_tags.post_id = posts.id
		ORDER BY tags.name
	)
);

DROP TABLE post_tags;
DROP TABLE tags;
