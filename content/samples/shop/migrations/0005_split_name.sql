-- Split name in two
-- revision: 0005
-- revises: 0004
-- migrate:up

-- The old column becomes the first name and hands the rest over to a new one.
ALTER TABLE customers RENAME COLUMN name TO first_name;
ALTER TABLE customers ADD COLUMN last_name TEXT NOT NULL DEFAULT '';

-- All after the first space is the last name. Somebody with a single name keeps it as the first.
UPDATE customers
SET
	last_name = substr(first_name, instr(first_name, ' ') + 1),
	first_name = substr(first_name, 1, instr(first_name, ' ') - 1)
WHERE instr(first_name, ' ') > 0;

-- migrate:down
-- Nothing is lost on the way back: both halves are still here.
UPDATE customers SET first_name = trim(first_name || ' ' || last_name);
ALTER TABLE customers DROP COLUMN last_name;
ALTER TABLE customers RENAME COLUMN first_name TO name;
