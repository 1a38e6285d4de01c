-- Add slug
-- revision: 20250416083000
-- revises: 20250402101500
-- migrate:up

-- A slug is the title as it stands in an address: the-quiet-joy-of-night-trains.
ALTER TABLE posts ADD COLUMN slug TEXT;

UPDATE posts SET slug = lower(replace(replace(title, '’', ''), ' ', '-'));

CREATE UNIQUE INDEX posts_slug ON posts (slug);

-- migrate:down
DROP INDEX posts_slug;
ALTER TABLE posts DROP COLUMN slug;
