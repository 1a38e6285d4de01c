/** What a sequence does beside the ordinary; what is ordinary for its type and direction is absent. */
export interface SequenceParameters {
	readonly start?: string;
	readonly increment?: string;
	readonly minimum?: string;
	readonly maximum?: string;
	readonly cache?: string;
	readonly cycle?: true;
}

const names = ['start', 'increment', 'minimum', 'maximum', 'cache', 'cycle'] as const;

const largest: Readonly<Record<string, bigint>> = {
	smallint: 32_767n,
	integer: 2_147_483_647n,
	bigint: 9_223_372_036_854_775_807n
};

/** The parameters that are not what PostgreSQL takes without a word. */
export function parametersOf(
	row: { readonly [name in Exclude<(typeof names)[number], 'cycle'>]: string } & { readonly cycle: boolean },
	type: string
): SequenceParameters {
	const usual = usualFor(type, row.increment, row);
	const said = (name: Exclude<(typeof names)[number], 'cycle'>) =>
		row[name] === usual[name] ? {} : { [name]: row[name] };
	return {
		...said('start'),
		...said('increment'),
		...said('minimum'),
		...said('maximum'),
		...said('cache'),
		...(row.cycle && { cycle: true as const })
	};
}

function usualFor(
	type: string,
	increment: string,
	{ minimum, maximum }: { readonly minimum?: string; readonly maximum?: string } = {}
): Required<Omit<SequenceParameters, 'cycle'>> {
	const most = largest[type] ?? largest.bigint ?? 0n;
	const down = increment.startsWith('-');
	const usual = down
		? { minimum: String(-most - 1n), maximum: '-1' }
		: { minimum: '1', maximum: String(most) };
	const start = down ? (maximum ?? usual.maximum) : (minimum ?? usual.minimum);
	return { ...usual, increment: '1', cache: '1', start };
}

/** The parameters as CREATE SEQUENCE and GENERATED … AS IDENTITY take them. */
export function parameterText(parameters: SequenceParameters): string {
	return words(parameters).join(' ');
}

function words({ start, increment, minimum, maximum, cache, cycle }: SequenceParameters): string[] {
	return [
		...(increment === undefined ? [] : [`INCREMENT BY ${increment}`]),
		...(minimum === undefined ? [] : [`MINVALUE ${minimum}`]),
		...(maximum === undefined ? [] : [`MAXVALUE ${maximum}`]),
		...(start === undefined ? [] : [`START WITH ${start}`]),
		...(cache === undefined ? [] : [`CACHE ${cache}`]),
		...(cycle ? ['CYCLE'] : [])
	];
}

/** What turns some parameters into others, word by word, for ALTER SEQUENCE. */
export function parameterChanges(
	from: SequenceParameters,
	to: SequenceParameters,
	type: string
): readonly string[] {
	const usual = usualFor(type, to.increment ?? '1', to);
	const full = (parameters: SequenceParameters, base: typeof usual) => ({ ...base, ...parameters });
	const [old, now] = [full(from, usualFor(type, from.increment ?? '1', from)), full(to, usual)];
	const changed: Record<string, string | true> = {};
	for (const name of names) {
		const value = now[name];
		if (name !== 'cycle' && value !== undefined && old[name] !== value) changed[name] = value;
	}
	return [
		...words(changed),
		...(from.cycle === to.cycle ? [] : [to.cycle ? 'CYCLE' : 'NO CYCLE']),
		...(beginsAgain(from, to, type) ? ['RESTART'] : [])
	];
}

/** Whether no number of a sequence is one of those that it counts from then on, so that it has to begin again. */
function beginsAgain(from: SequenceParameters, to: SequenceParameters, type: string): boolean {
	const [old, now] = [from, to].map((parameters) => {
		const { minimum, maximum } = {
			...usualFor(type, parameters.increment ?? '1', parameters),
			...parameters
		};
		return [BigInt(minimum), BigInt(maximum)] as const;
	});
	return old !== undefined && now !== undefined && (now[0] > old[1] || now[1] < old[0]);
}

/** The lowest number of a sequence, where some parameters bring it up to what the others have. */
export function raisedMinimum(
	from: SequenceParameters,
	to: SequenceParameters,
	type: string
): string | undefined {
	const lowest = (parameters: SequenceParameters) =>
		BigInt(parameters.minimum ?? usualFor(type, parameters.increment ?? '1').minimum);
	const [old, now] = [lowest(from), lowest(to)];
	return now > old && !beginsAgain(from, to, type) ? String(now) : undefined;
}

/** The parameters among the options of a column or the properties of a sequence. */
export function parametersIn(bag: { readonly [name: string]: unknown }, prefix = ''): SequenceParameters {
	const found: Record<string, unknown> = {};
	for (const name of names) {
		const key = prefix === '' ? name : `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
		if (bag[key] !== undefined) found[name] = bag[key];
	}
	return found;
}
