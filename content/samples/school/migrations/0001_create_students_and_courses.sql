-- Create students and courses
-- revision: 0001
-- revises: base
-- migrate:up
CREATE TABLE students (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	class TEXT NOT NULL,
	born_on TEXT NOT NULL
);

CREATE TABLE courses (
	id INTEGER PRIMARY KEY,
	title TEXT NOT NULL UNIQUE,
	seats INTEGER NOT NULL CHECK (seats > 0),
	teacher TEXT
);

-- migrate:down
DROP TABLE courses;
DROP TABLE students;
