-- Enrol only once
-- revision: 0006
-- revises: 0005
-- migrate:up

-- Student and course together are the key now, so the table is built anew. Nothing points at
-- enrolments, so foreign keys can stay on. Deleting a student deletes their enrolments.
CREATE TABLE enrolments_new (
	student_id INTEGER NOT NULL REFERENCES students (id) ON DELETE CASCADE,
	course_id INTEGER NOT NULL REFERENCES courses (id),
	mark INTEGER CHECK (mark BETWEEN 0 AND 100),
	PRIMARY KEY (student_id, course_id)
);

INSERT INTO enrolments_new (student_id, course_id, mark)
SELECT student_id, course_id, mark FROM enrolments;

DROP TABLE enrolments;
ALTER TABLE enrolments_new RENAME TO enrolments;

-- The key begins with the student; questions that begin with the course want an index of their own.
CREATE INDEX enrolments_course ON enrolments (course_id);

-- migrate:down
CREATE TABLE enrolments_new (
	id INTEGER PRIMARY KEY,
	student_id INTEGER NOT NULL REFERENCES students (id),
	course_id INTEGER NOT NULL REFERENCES courses (id),
	mark INTEGER CHECK (mark BETWEEN 0 AND 100)
);

-- The rows are numbered as they were at first.
INSERT INTO enrolments_new (student_id, course_id, mark)
SELECT student_id, course_id, mark FROM enrolments ORDER BY student_id, course_id;

DROP TABLE enrolments;
ALTER TABLE enrolments_new RENAME TO enrolments;

CREATE INDEX enrolments_student ON enrolments (student_id);
