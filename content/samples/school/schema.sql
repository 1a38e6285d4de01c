-- What the school's database should look like. Autogenerate compares it with the database as it is.
-- At the newest migration the two are equal. Change something here and press Autogenerate.

CREATE TABLE students (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	section TEXT NOT NULL,
	born_on TEXT NOT NULL,
	year INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE teachers (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	email TEXT
);

CREATE TABLE courses (
	id INTEGER PRIMARY KEY,
	title TEXT NOT NULL UNIQUE,
	seats INTEGER NOT NULL CHECK (seats > 0),
	teacher_id INTEGER REFERENCES teachers (id)
);

CREATE TABLE enrolments (
	student_id INTEGER NOT NULL REFERENCES students (id) ON DELETE CASCADE,
	course_id INTEGER NOT NULL REFERENCES courses (id),
	grade TEXT CHECK (grade IN ('A', 'B', 'C', 'D', 'F')),
	PRIMARY KEY (student_id, course_id)
);

CREATE INDEX enrolments_course ON enrolments (course_id);

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

CREATE TRIGGER course_is_full
BEFORE INSERT ON enrolments
WHEN (SELECT count(*) FROM enrolments WHERE course_id = new.course_id)
	>= (SELECT seats FROM courses WHERE id = new.course_id)
BEGIN
	SELECT RAISE(ABORT, 'This course is full.');
END;
