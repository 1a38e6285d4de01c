-- Add email
-- revision: 0004
-- revises: 0003
-- migrate:up

-- Three steps that often come together: add the column, fill it for the rows that are
-- already there, and only then promise that every value is different.
ALTER TABLE customers ADD COLUMN email TEXT;

UPDATE customers SET email = lower(replace(name, ' ', '.')) || '@mail.example';

CREATE UNIQUE INDEX customers_email ON customers (email);

-- migrate:down
-- An indexed column cannot be dropped, so the index goes first.
DROP INDEX customers_email;
ALTER TABLE customers DROP COLUMN email;
