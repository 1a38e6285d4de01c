-- Name members in two columns
-- revision: 0007
-- revises: 0006
-- migrate:up
ALTER TABLE members
	ADD COLUMN given_name text,
	ADD COLUMN family_name text;

UPDATE members
SET given_name = split_part(name, ' ', 1),
	family_name = split_part(name, ' ', 2);

DROP VIEW member_fines;

ALTER TABLE members
	ALTER COLUMN given_name SET NOT NULL,
	ALTER COLUMN family_name SET NOT NULL,
	DROP COLUMN name;

CREATE VIEW member_fines AS
SELECT
	members.id,
	members.given_name,
	members.family_name,
	count(loans.id) AS loans,
	coalesce(sum(loans.fine), 0) AS fines
FROM members
LEFT JOIN loans ON loans.member_id = members.id
GROUP BY members.id;

-- migrate:down
DROP VIEW member_fines;

ALTER TABLE members ADD COLUMN name text;
UPDATE members SET name = given_name || ' ' || family_name;

ALTER TABLE members
	ALTER COLUMN name SET NOT NULL,
	DROP COLUMN given_name,
	DROP COLUMN family_name;

CREATE VIEW member_fines AS
SELECT members.id, members.name, count(loans.id) AS loans, coalesce(sum(loans.fine), 0) AS fines
FROM members
LEFT JOIN loans ON loans.member_id = members.id
GROUP BY members.id;
