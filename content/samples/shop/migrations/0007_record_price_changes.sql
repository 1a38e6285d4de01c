-- Record price changes
-- revision: 0007
-- revises: 0006
-- migrate:up
CREATE TABLE price_changes (
	id INTEGER PRIMARY KEY,
	product_id INTEGER NOT NULL REFERENCES products (id),
	old_cents INTEGER NOT NULL,
	new_cents INTEGER NOT NULL,
	changed_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- Try it: UPDATE products SET price_cents = price_cents + 50 WHERE id = 1;
CREATE TRIGGER products_price_changed
AFTER UPDATE OF price_cents ON products
WHEN old.price_cents <> new.price_cents
BEGIN
	INSERT INTO price_changes (product_id, old_cents, new_cents)
	VALUES (old.id, old.price_cents, new.price_cents);
END;

CREATE VIEW customer_totals AS
SELECT
	customers.id,
	customers.first_name,
	customers.last_name,
	count(orders.id) AS orders,
	coalesce(sum(orders.quantity * products.price_cents), 0) AS spent_cents
FROM customers
LEFT JOIN orders ON orders.customer_id = customers.id
LEFT JOIN products ON products.id = orders.product_id
GROUP BY customers.id;

-- migrate:down
DROP VIEW customer_totals;
DROP TRIGGER products_price_changed;
DROP TABLE price_changes;
