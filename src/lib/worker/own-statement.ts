/** Looks of SQLAlchemy, and where transactions begin and end. */
const others =
	/^(PRAGMA (main|temp)\.|(BEGIN|COMMIT|ROLLBACK(?! TO\b)|SHOW TRANSACTION ISOLATION LEVEL)\b|SELECT .*\b(sqlite_(master|schema|temp)|pg_catalog)\b)/is;

/** How Alembic makes, reads and writes the table of its place, whatever `env.py` calls that. */
const name = String.raw`((?:"[^"]*"|[^\s"])+)`;
const place = [
	String.raw`CREATE TABLE ${name} \(\s*version_num\b[^,]*(,\s*CONSTRAINT ${name} PRIMARY KEY \(version_num\)\s*)?\)\s*$`,
	String.raw`SELECT ${name}\.version_num\s+FROM \1\s*$`,
	String.raw`INSERT INTO ${name} \(version_num\) VALUES\b`,
	String.raw`UPDATE ${name} SET version_num=.* WHERE \1\.version_num = `,
	String.raw`DELETE FROM ${name} WHERE \1\.version_num = `
].map((form) => new RegExp(`^${form}`, 'i'));

/**
 * Whether a statement is a migration's own: no look of SQLAlchemy, not the place that Alembic keeps, and neither begin nor end of
 * a transaction.
 */
export function isOfMigration({ sql }: { readonly sql: string }): boolean {
	const text = sql.trimStart();
	return !others.test(text) && !place.some((form) => form.test(text));
}
