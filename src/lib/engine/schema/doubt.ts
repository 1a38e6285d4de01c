/** A rule that a downgrade may break where the table has rows. */
export interface Doubt {
	readonly table: string;
	readonly column: string;
	/** What the column is filled with, in words; absent where it keeps its values. */
	readonly value?: string;
	/** What must hold, to follow "must". */
	readonly rule: string;
}

/** The doubt as a warning. */
export function doubtInWords({ table, column, value, rule }: Doubt): string {
	const filled = value === undefined ? '' : `is filled with ${value} and `;
	return `A downgrade may fail where ${table} has rows: \`${column}\` ${filled}must ${rule}.`;
}

/** Each doubt once. */
export function distinct(doubts: readonly Doubt[]): readonly Doubt[] {
	const known = new Map(doubts.map((doubt) => [`${doubt.table}\n${doubt.column}\n${doubt.rule}`, doubt]));
	return [...known.values()];
}
