/** A function that not every version has. */
export interface NewerFunction {
	readonly since: number;
	readonly instead: string;
	/** Only with as many arguments. */
	readonly arguments?: number;
}

const elsewhere = 'Compute the value where the database is used.';
const own = 'Write a function of your own that does it.';

const groups: readonly (NewerFunction & { readonly names: string })[] = [
	{
		names: 'regexp_count regexp_instr regexp_like regexp_substr',
		since: 15,
		instead: 'Write `regexp_matches(…)`, `substring(… FROM …)` or `~`.'
	},
	{ names: 'any_value', since: 16, instead: 'Write `min(…)`.' },
	{ names: 'array_sample array_shuffle', since: 16, instead: 'Order `unnest(…)` by `random()`.' },
	{ names: 'random_normal erf erfc', since: 16, instead: elsewhere },
	{ names: 'date_add date_subtract', since: 16, instead: 'Write `… + interval …`.' },
	{
		names: 'pg_input_is_valid pg_input_error_info',
		since: 16,
		instead: 'Try the cast in a function of PL/pgSQL.'
	},
	{ names: 'system_user', since: 16, instead: 'Write `session_user`.' },
	{ names: 'random', arguments: 2, since: 17, instead: 'Write `floor(random() * n)`.' },
	{ names: 'to_bin to_oct', since: 17, instead: 'Write `to_hex(…)`, or a cast to `bit(…)`.' },
	{ names: 'uuid_extract_timestamp uuid_extract_version', since: 17, instead: elsewhere },
	{ names: 'xmltext', since: 17, instead: 'Write `xmlelement(…)`.' },
	{ names: 'uuidv7', since: 18, instead: 'Write `gen_random_uuid()`, whose values are not in order.' },
	{ names: 'uuidv4', since: 18, instead: 'Write `gen_random_uuid()`.' },
	{
		names: 'array_reverse array_sort',
		since: 18,
		instead: 'Write `array_agg(… ORDER BY …)` over `unnest(…)`.'
	},
	{ names: 'casefold', since: 18, instead: 'Write `lower(…)`.' },
	{ names: 'crc32 crc32c', since: 18, instead: own },
	{ names: 'gamma lgamma', since: 18, instead: elsewhere },
	{
		names: 'json_strip_nulls jsonb_strip_nulls',
		arguments: 2,
		since: 18,
		instead: 'Leave out the second argument.'
	}
];

/** The functions that not every version has, by name. */
export const newerFunctions: ReadonlyMap<string, NewerFunction> = new Map(
	groups.flatMap(({ names, ...facts }) => names.split(' ').map((name) => [name, facts]))
);
