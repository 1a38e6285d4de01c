-- Fill in members and books
-- revision: 0002
-- revises: 0001
-- migrate:up

-- Everyone gets the same rows: each comes from its number alone.
INSERT INTO members (name, kind, town, joined_on)
SELECT
	(ARRAY['Ada', 'Bo', 'Chidi', 'Dana', 'Emre', 'Fay', 'Goro', 'Hana', 'Ivo', 'Jun', 'Kaya', 'Lena'])[1 + n % 12]
		|| ' '
		|| (ARRAY['Abara', 'Berg', 'Costa', 'Demir', 'Endo', 'Fischer', 'Garcia', 'Haddad', 'Ito', 'Jansen', 'Kaur'])
			[1 + n / 12 % 11],
	(ARRAY['adult', 'adult', 'child', 'adult', 'student'])[1 + n % 5]::membership,
	(ARRAY['Northby', 'Lakeside', 'Old Mill', 'Harbour', 'Hillfoot'])[1 + n * 7 % 5],
	date '2021-01-04' + n * 37 % 1500
FROM generate_series(1, 800) AS n;

INSERT INTO books (title, author, published, subjects)
SELECT
	(ARRAY['A History of', 'Notes on', 'The Secret Life of', 'An Atlas of', 'Letters about', 'Songs for'])[1 + n % 6]
		|| ' '
		|| (ARRAY['Bridges', 'Clouds', 'Bees', 'Tides', 'Maps', 'Bread', 'Clocks', 'Owls', 'Salt', 'Rivers'])
			[1 + n / 6 % 10],
	(ARRAY['M. Okafor', 'L. Lindqvist', 'R. Tanaka', 'S. Moreau', 'P. Novak', 'A. Haidar', 'J. Whitlock'])[1 + n % 7],
	1900 + n * 13 % 125,
	ARRAY[
		(ARRAY['nature', 'craft', 'travel', 'science'])[1 + n % 4],
		(ARRAY['history', 'essays', 'young readers'])[1 + n / 4 % 3]
	]
FROM generate_series(0, 299) AS n;

-- migrate:down
DELETE FROM books;
DELETE FROM members;
