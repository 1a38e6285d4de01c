/** The version since which ALTER TABLE has each of its newer forms: https://sqlite.org/changes.html */
export const since = {
	dropColumn: 3.35,
	/** `ADD CONSTRAINT` and `ADD` of a CHECK, `DROP CONSTRAINT`, and `ALTER COLUMN` with `SET` or `DROP NOT NULL`. */
	alterRules: 3.53
} as const;
