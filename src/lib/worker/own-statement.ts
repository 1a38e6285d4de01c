const others =
	/^(PRAGMA (main|temp)\.|(BEGIN|COMMIT|ROLLBACK(?! TO\b)|SHOW TRANSACTION ISOLATION LEVEL)\b|SELECT .*\b(sqlite_(master|schema|temp)|pg_catalog)\b|.*\balembic_version\b)/is;

/**
 * Whether a statement is a migration's own: no look of SQLAlchemy, not the place that Alembic keeps, and neither begin nor end of
 * a transaction.
 */
export function isOfMigration({ sql }: { readonly sql: string }): boolean {
	return !others.test(sql.trimStart());
}
