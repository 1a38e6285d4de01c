-- Split class in two
-- revision: 0004
-- revises: 0003
-- migrate:up

-- '10B' sorts before '5A' as text. As a number and a letter they sort as people do.
ALTER TABLE students RENAME COLUMN class TO section;
ALTER TABLE students ADD COLUMN year INTEGER NOT NULL DEFAULT 0;

UPDATE students SET year = CAST(section AS INTEGER), section = ltrim(section, '0123456789');

-- migrate:down
UPDATE students SET section = year || section;
ALTER TABLE students DROP COLUMN year;
ALTER TABLE students RENAME COLUMN section TO class;
