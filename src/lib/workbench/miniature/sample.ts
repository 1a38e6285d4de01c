import type { FolderFile } from '../../engine/migration/migration.ts';

/** A migration of the miniature: its file in pieces, so that the page can show both directions before the engine is there. */
export interface Stop {
	readonly revision: string;
	readonly message: string;
	readonly file: string;
	readonly up: string;
	readonly down: string;
}

/** Where the miniature starts: one step lies behind and one ahead that loses something. */
export const start = '0002';

/** The one table of the sample. */
export const table = 'users';

export const stops: readonly Stop[] = [
	{
		revision: '0001',
		message: 'Create users',
		file: '0001_create_users.sql',
		up: `CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  phone TEXT
);
INSERT INTO users (name, phone)
VALUES ('Ada', '555-01'),
  ('Grace', '555-02'),
  ('Test', '555-00'),
  ('Mary', '555-03');`,
		down: 'DROP TABLE users;'
	},
	{
		revision: '0002',
		message: 'Add email',
		file: '0002_add_email.sql',
		up: `ALTER TABLE users
  ADD COLUMN email TEXT;
UPDATE users SET email =
  lower(name) || '@up.test';`,
		down: `ALTER TABLE users
  DROP COLUMN email;`
	},
	{
		revision: '0003',
		message: 'Tidy up',
		file: '0003_tidy_up.sql',
		up: `DELETE FROM users
  WHERE name = 'Test';
ALTER TABLE users
  DROP COLUMN phone;`,
		down: `ALTER TABLE users
  ADD COLUMN phone TEXT;`
	}
];

/** The sample's migrations folder, as it would lie on a disk. */
export const folder: readonly FolderFile[] = stops.map((stop, at) => ({
	name: stop.file,
	text: [
		`-- ${stop.message}`,
		`-- revision: ${stop.revision}`,
		`-- revises: ${stops[at - 1]?.revision ?? 'base'}`,
		'-- migrate:up',
		stop.up,
		'-- migrate:down',
		stop.down,
		''
	].join('\n')
}));
