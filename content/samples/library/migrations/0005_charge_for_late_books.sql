-- Charge for late books
-- revision: 0005
-- revises: 0004
-- migrate:up
CREATE DOMAIN money_amount AS numeric(8, 2) CHECK (VALUE >= 0);

ALTER TABLE loans ADD COLUMN fine money_amount NOT NULL DEFAULT 0;

UPDATE loans
SET fine = (returned_on - due_on) * 0.25
WHERE returned_on > due_on;

CREATE FUNCTION charge_fine() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
	NEW.fine := greatest(0, NEW.returned_on - NEW.due_on) * 0.25;
	RETURN NEW;
END;
$$;

CREATE TRIGGER loans_charge_fine
BEFORE UPDATE OF returned_on ON loans
FOR EACH ROW
WHEN (NEW.returned_on IS NOT NULL)
EXECUTE FUNCTION charge_fine();

CREATE VIEW member_fines AS
SELECT members.id, members.name, count(loans.id) AS loans, coalesce(sum(loans.fine), 0) AS fines
FROM members
LEFT JOIN loans ON loans.member_id = members.id
GROUP BY members.id;

-- migrate:down
DROP VIEW member_fines;
DROP TRIGGER loans_charge_fine ON loans;
DROP FUNCTION charge_fine();
ALTER TABLE loans DROP COLUMN fine;
DROP DOMAIN money_amount;
