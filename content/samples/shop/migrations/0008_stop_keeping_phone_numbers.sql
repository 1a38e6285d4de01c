-- Stop keeping phone numbers
-- revision: 0008
-- revises: 0007
-- migrate:up

-- Nobody calls any more, and what is not kept cannot leak.
ALTER TABLE customers DROP COLUMN phone;

-- migrate:down
-- The column comes back. The numbers do not: a downgrade only has what is still in the database.
ALTER TABLE customers ADD COLUMN phone TEXT;
