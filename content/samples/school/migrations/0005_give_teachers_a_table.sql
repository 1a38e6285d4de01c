-- Give teachers a table
-- revision: 0005
-- revises: 0004
-- migrate:up

-- A teacher of three courses was written three times; now once, and courses point there.
CREATE TABLE teachers (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	email TEXT
);

INSERT INTO teachers (name, email)
SELECT DISTINCT teacher, lower(replace(teacher, ' ', '.')) || '@school.example'
FROM courses
WHERE teacher IS NOT NULL
ORDER BY teacher;

ALTER TABLE courses ADD COLUMN teacher_id INTEGER REFERENCES teachers (id);

UPDATE courses SET teacher_id = (SELECT id FROM teachers WHERE name = courses.teacher);

ALTER TABLE courses DROP COLUMN teacher;

-- migrate:down
ALTER TABLE courses ADD COLUMN teacher TEXT;

UPDATE courses SET teacher = (SELECT name FROM teachers WHERE id = courses.teacher_id);

ALTER TABLE courses DROP COLUMN teacher_id;

-- The addresses had no place before, so they go with the table.
DROP TABLE teachers;
