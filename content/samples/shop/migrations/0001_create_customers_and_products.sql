-- Create customers and products
-- revision: 0001
-- revises: base
-- migrate:up
CREATE TABLE customers (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	town TEXT NOT NULL,
	phone TEXT,
	joined_on TEXT NOT NULL
);

CREATE TABLE products (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	price REAL NOT NULL
);

-- migrate:down
-- Undo in the opposite order: what came last goes first.
DROP TABLE products;
DROP TABLE customers;
