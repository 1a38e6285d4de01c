-- Add report cards
-- revision: 0008
-- revises: 0007
-- migrate:up
CREATE VIEW report_cards AS
SELECT
	students.id AS student_id,
	students.name,
	students.year || students.section AS class,
	count(*) AS courses,
	sum(grade = 'A') AS best,
	sum(grade = 'F') AS failed
FROM students
JOIN enrolments ON enrolments.student_id = students.id
GROUP BY students.id;

-- The database itself says no when the last seat is taken.
CREATE TRIGGER course_is_full
BEFORE INSERT ON enrolments
WHEN (SELECT count(*) FROM enrolments WHERE course_id = new.course_id)
	>= (SELECT seats FROM courses WHERE id = new.course_id)
BEGIN
	SELECT RAISE(ABORT, 'This course is full.');
END;

-- migrate:down
DROP TRIGGER course_is_full;
DROP VIEW report_cards;
