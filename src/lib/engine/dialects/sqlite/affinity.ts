/** What SQLite makes of values in a column of a type: https://sqlite.org/datatype3.html#determination_of_column_affinity */
export function affinityOf(type: string, strict: boolean): 'INTEGER' | 'TEXT' | 'BLOB' | 'REAL' | 'NUMERIC' {
	if (/INT/i.test(type)) return 'INTEGER';
	if (/CHAR|CLOB|TEXT/i.test(type)) return 'TEXT';
	if (type === '' || /BLOB/i.test(type) || (strict && /^any$/i.test(type))) return 'BLOB';
	return /REAL|FLOA|DOUB/i.test(type) ? 'REAL' : 'NUMERIC';
}
