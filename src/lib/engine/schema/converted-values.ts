/** What a change of its type does to the values of a column, as tried on the rows that are there. */
export interface ConvertedValues {
	/** Both by the names they have afterwards. */
	readonly table: string;
	readonly column: string;
	/** The rows that were looked at. */
	readonly rows: number;
	/** Whether the table has more rows than these. */
	readonly more: boolean;
	/** Rows whose value the new type does not take, and one such value. */
	readonly refused: number;
	readonly refusedValue?: string;
	/** Rows whose value is another one afterwards, so that a downgrade does not bring it back, and one of them. */
	readonly changed: number;
	readonly changedValue?: ChangedValue;
}

/** A value before and after, as text. */
export interface ChangedValue {
	readonly before: string;
	readonly after: string;
	/** What a downgrade makes of it; absent where it refuses. */
	readonly back?: string;
}

/** Looks at no more rows than that: to try each takes its time. */
export const rowsTried = 100_000;

/** What was found, to follow "goes from one type to the other: "; undefined where every value is what it was. */
export function convertedInWords(values: ConvertedValues): string | undefined {
	const { refused, changed, refusedValue, changedValue } = values;
	const parts = [
		...(refused === 0
			? []
			: [
					`this fails, as ${share(refused, values)} ${refused === 1 ? 'does' : 'do'} not fit${refusedValue === undefined ? '' : `, such as ${short(refusedValue)}`}`
				]),
		...(changed === 0
			? []
			: [
					`${share(changed, values)} ${changed === 1 ? 'changes' : 'change'}${changedValue === undefined ? '' : `: ${example(changedValue)}`}`
				])
	];
	return parts.length === 0 ? undefined : parts.join('; ');
}

/** How many rows were looked at, to follow "none of" or "all". */
export function rowsLookedAt({ rows, more }: ConvertedValues): string {
	const words = `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
	return more ? `the first ${words}` : words;
}

function share(count: number, values: ConvertedValues): string {
	return `${count.toLocaleString('en')} of ${rowsLookedAt(values)}`;
}

function example({ before, after, back }: ChangedValue): string {
	const words = `${short(before)} becomes ${short(after)}`;
	return before !== after || back === undefined ? words : `${words}, which comes back as ${short(back)}`;
}

function short(text: string): string {
	const line = text.replace(/\s+/g, ' ');
	return line.length <= 40 ? line : `${line.slice(0, 39)}…`;
}
