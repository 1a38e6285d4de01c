-- Count comments
-- revision: 20250604160000
-- revises: 20250521094500
-- migrate:up

-- A count beside each post is quick to read. Two triggers keep it true.
ALTER TABLE posts ADD COLUMN comment_count INTEGER NOT NULL DEFAULT 0;

UPDATE posts
SET comment_count = (SELECT count(*) FROM comments WHERE comments.post_id = posts.id);

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

CREATE VIEW front_page AS
SELECT posts.title, authors.name AS author, posts.written_on, posts.comment_count
FROM posts
JOIN authors ON authors.id = posts.author_id
WHERE posts.state = 'published'
ORDER BY posts.written_on DESC
LIMIT 20;

-- migrate:down
DROP VIEW front_page;
DROP TRIGGER comment_removed;
DROP TRIGGER comment_added;
ALTER TABLE posts DROP COLUMN comment_count;
