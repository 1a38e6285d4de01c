-- What the shop's database should look like. Autogenerate compares it with the database as it is.
-- It is two wishes ahead of the newest migration: orders.status, and the index orders_ordered_at.

CREATE TABLE customers (
	id INTEGER PRIMARY KEY,
	first_name TEXT NOT NULL,
	last_name TEXT NOT NULL DEFAULT '',
	town TEXT NOT NULL,
	joined_on TEXT NOT NULL,
	email TEXT
);

CREATE UNIQUE INDEX customers_email ON customers (email);

CREATE TABLE products (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	price_cents INTEGER NOT NULL CHECK (price_cents > 0)
);

CREATE TABLE orders (
	id INTEGER PRIMARY KEY,
	customer_id INTEGER NOT NULL REFERENCES customers (id),
	product_id INTEGER NOT NULL REFERENCES products (id),
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	ordered_at TEXT NOT NULL,
	status TEXT NOT NULL DEFAULT 'new'
);

CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX orders_ordered_at ON orders (ordered_at);

CREATE TABLE price_changes (
	id INTEGER PRIMARY KEY,
	product_id INTEGER NOT NULL REFERENCES products (id),
	old_cents INTEGER NOT NULL,
	new_cents INTEGER NOT NULL,
	changed_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);

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
