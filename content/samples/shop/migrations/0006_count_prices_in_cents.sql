-- Count prices in cents
-- revision: 0006
-- revises: 0005
-- migrate:up foreign_keys:false

-- 0.1 + 0.2 is not 0.3 in floating point, so money is better counted in whole cents.
-- SQLite cannot change a column's type or add a check to it: the table is built anew beside
-- the old one, filled, and takes its place. Orders point at products, so foreign keys rest
-- meanwhile; they are checked before the step is kept.
CREATE TABLE products_new (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	price_cents INTEGER NOT NULL CHECK (price_cents > 0)
);

INSERT INTO products_new (id, name, price_cents)
SELECT id, name, CAST(round(price * 100) AS INTEGER) FROM products;

DROP TABLE products;
ALTER TABLE products_new RENAME TO products;

-- migrate:down foreign_keys:false
CREATE TABLE products_new (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	price REAL NOT NULL
);

INSERT INTO products_new (id, name, price)
SELECT id, name, price_cents / 100.0 FROM products;

DROP TABLE products;
ALTER TABLE products_new RENAME TO products;
