/**
 * The text of dbmate's `schema.sql` without what is dbmate's own: the table it keeps versions in, and the versions
 * at its end. What is left is the structure the migrations lead to.
 */
export function withoutLedger(schemaSql: string): string {
	return schemaSql
		.replace(
			/^CREATE TABLE (?:IF NOT EXISTS )?"?schema_migrations"? ?\([^()]*(?:\([^()]*\)[^()]*)*\);\r?\n?/m,
			''
		)
		.replace(/^-- Dbmate schema migrations[^]*$/m, '');
}
