/** An expression for how the values of a column `a` are kept, where that is not the usual way of its type, in the row `type` of pg_type. */
export function storageOfColumn(type: string): string {
	return `CASE WHEN a.attstorage <> ${type}.typstorage THEN
		CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END`;
}

/** An expression for how long values of a column `a` are made shorter, where somebody has said it. */
export const compressionOfColumn = `CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END`;

/** An expression for the options of where a relation `c` keeps long values, as an array. */
export const toastOptions = `ARRAY(SELECT 'toast.' || o FROM pg_class x, unnest(x.reloptions) o WHERE x.oid = c.reltoastrelid)`;

/** An expression for the index by which a relation `c` is ordered, where it is by one. */
export const clusteredIndex = `(SELECT quote_ident(x.relname) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
	WHERE i.indrelid = c.oid AND i.indisclustered)`;
