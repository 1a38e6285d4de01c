-- Create comments
-- revision: 20250402101500
-- revises: 20250310140500
-- migrate:up
CREATE TABLE comments (
	id INTEGER PRIMARY KEY,
	post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
	email TEXT NOT NULL,
	body TEXT NOT NULL,
	written_at TEXT NOT NULL
);

CREATE INDEX comments_post ON comments (post_id);

-- What readers have written so far, spam and all.
WITH RECURSIVE
	dice(n, roll) AS (
		VALUES (1, 20250402)
		UNION ALL
		SELECT n + 1, roll * 48271 % 2147483647 FROM dice WHERE n < 2400
	),
	readers(at, email) AS (VALUES
		(0, 'amina@post.example'), (1, 'bo@mail.example'), (2, 'chidi@post.example'),
		(3, 'dorota@mail.example'), (4, 'elif@mail.example'), (5, 'farid@post.example'),
		(6, 'grete@mail.example'), (7, 'hiro@post.example'), (8, 'ines@mail.example'),
		(9, 'jack@post.example'), (10, 'kavya@mail.example'), (11, 'lin@post.example')
	),
	remarks(at, body) AS (VALUES
		(0, 'Thank you, this is just what I needed.'), (1, 'I tried it last weekend and it worked.'),
		(2, 'Could you say more about the cost?'), (3, 'My grandmother did it exactly like this.'),
		(4, 'Beautiful pictures!'), (5, 'I disagree with the third point.'), (6, 'Saved for later.'),
		(7, 'Where did you buy yours?'), (8, 'This made my day.'), (9, 'Please write a second part.'),
		(10, 'It took me three attempts.'), (11, 'Does it work in winter too?'),
		(12, 'CHEAP WATCHES http://watches.example')
	)
INSERT INTO comments (id, post_id, email, body, written_at)
SELECT
	n,
	1 + roll % 240,
	(SELECT email FROM readers WHERE at = roll / 240 % 12),
	(SELECT body FROM remarks WHERE at = roll / 2880 % 13),
	datetime('2025-03-01 07:00', '+' || (n * 19 + roll % 19) || ' minutes')
FROM dice
ORDER BY n;

-- migrate:down
DROP TABLE comments;
