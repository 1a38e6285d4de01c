-- Create enrolments
-- revision: 0003
-- revises: 0002
-- migrate:up

-- A student takes many courses and a course has many students: a table between the two.
CREATE TABLE enrolments (
	id INTEGER PRIMARY KEY,
	student_id INTEGER NOT NULL REFERENCES students (id),
	course_id INTEGER NOT NULL REFERENCES courses (id),
	mark INTEGER CHECK (mark BETWEEN 0 AND 100)
);

-- Five courses for everyone; one mark in twenty is still missing.
WITH RECURSIVE
	dice(n, roll) AS (
		VALUES (0, 20250901)
		UNION ALL
		SELECT n + 1, roll * 48271 % 2147483647 FROM dice WHERE n < 1799
	)
INSERT INTO enrolments (student_id, course_id, mark)
SELECT
	1 + n / 5,
	1 + (n / 5 * 7 + n % 5 * 3) % 20,
	CASE WHEN roll % 20 > 0 THEN 40 + roll / 20 % 31 + roll / 700 % 31 END
FROM dice
ORDER BY 1, 2;

CREATE INDEX enrolments_student ON enrolments (student_id);

-- migrate:down
DROP TABLE enrolments;
