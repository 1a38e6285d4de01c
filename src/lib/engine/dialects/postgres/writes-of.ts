/** How many rows of a relation the session has written that PostgreSQL has not yet written down, by an expression that gives its OID. */
export function writesOf(oid: string): string {
	const counts = ['inserted', 'updated', 'deleted'];
	return counts.map((done) => `pg_catalog.pg_stat_get_xact_tuples_${done}(${oid})`).join(' + ');
}
