-- Turn marks into grades
-- revision: 0007
-- revises: 0006
-- migrate:up
ALTER TABLE enrolments ADD COLUMN grade TEXT CHECK (grade IN ('A', 'B', 'C', 'D', 'F'));

UPDATE enrolments
SET grade = CASE
	WHEN mark >= 90 THEN 'A'
	WHEN mark >= 75 THEN 'B'
	WHEN mark >= 60 THEN 'C'
	WHEN mark >= 50 THEN 'D'
	ELSE 'F'
END
WHERE mark IS NOT NULL;

ALTER TABLE enrolments DROP COLUMN mark;

-- migrate:down
ALTER TABLE enrolments ADD COLUMN mark INTEGER CHECK (mark BETWEEN 0 AND 100);

-- A letter does not know which mark it was. The middle of its range is only a guess:
-- upgrade and downgrade once and see how many marks have changed.
UPDATE enrolments
SET mark = CASE grade WHEN 'A' THEN 95 WHEN 'B' THEN 82 WHEN 'C' THEN 67 WHEN 'D' THEN 55 ELSE 25 END
WHERE grade IS NOT NULL;

ALTER TABLE enrolments DROP COLUMN grade;
