-- Create orders
-- revision: 0003
-- revises: 0002
-- migrate:up
CREATE TABLE orders (
	id INTEGER PRIMARY KEY,
	customer_id INTEGER NOT NULL REFERENCES customers (id),
	product_id INTEGER NOT NULL REFERENCES products (id),
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	ordered_at TEXT NOT NULL
);

-- Last year's 10,000 orders, one about every 52 minutes.
-- Small quantities are likelier than large ones.
WITH RECURSIVE
	dice(n, roll) AS (
		VALUES (1, 20250101)
		UNION ALL
		SELECT n + 1, roll * 48271 % 2147483647 FROM dice WHERE n < 10000
	)
INSERT INTO orders (id, customer_id, product_id, quantity, ordered_at)
SELECT
	n,
	1 + roll % 1000,
	1 + roll / 1000 % 60,
	1 + (roll / 7 % 5) * (roll / 11 % 4) / 4,
	datetime('2025-01-01 08:00', '+' || (n * 52 + roll % 50) || ' minutes')
FROM dice;

-- "All orders of this customer" is asked all day long.
CREATE INDEX orders_customer ON orders (customer_id);

-- migrate:down
-- The index goes with its table, and so do the orders.
DROP TABLE orders;
