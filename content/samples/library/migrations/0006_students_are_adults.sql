-- Students are adults
-- revision: 0006
-- revises: 0005
-- migrate:up

-- PostgreSQL cannot take a value out of an enum: the type is made anew and the column moved over.
ALTER TYPE membership RENAME TO membership_before;
CREATE TYPE membership AS ENUM ('child', 'adult');

ALTER TABLE members
	ALTER COLUMN kind DROP DEFAULT,
	ALTER COLUMN kind TYPE membership
		USING (CASE kind WHEN 'student' THEN 'adult' ELSE kind::text END)::membership,
	ALTER COLUMN kind SET DEFAULT 'adult';

DROP TYPE membership_before;

-- migrate:down
-- The value comes back. Who was a student is not known any more.
ALTER TYPE membership ADD VALUE 'student' BEFORE 'adult';
