/** A function with the version that brought it and what does the same before. */
export interface NewerFunction {
	readonly since: number;
	readonly instead: string;
}

const outside = 'Compute the value where the database is used, or store it.';
const asText = 'Use the function of the same name without the `b`: it keeps the JSON as text.';

const groups: readonly (NewerFunction & { readonly names: string })[] = [
	{ names: 'iif', since: 3.32, instead: 'Write `CASE WHEN … THEN … ELSE … END`.' },
	{ names: 'substring', since: 3.34, instead: 'Write `substr(…)`.' },
	{
		names: `acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow
			power radians sign sin sinh sqrt tan tanh trunc`,
		since: 3.35,
		instead: outside
	},
	{ names: 'unixepoch', since: 3.38, instead: "Write `CAST(strftime('%s', …) AS INTEGER)`." },
	{ names: 'format', since: 3.38, instead: 'Write `printf(…)`.' },
	{ names: 'unhex', since: 3.41, instead: "Write the bytes as `x'…'`." },
	{ names: 'json_error_position', since: 3.42, instead: 'Write `json_valid(…)`.' },
	{ names: 'octet_length', since: 3.43, instead: 'Write `length(CAST(… AS BLOB))`.' },
	{ names: 'timediff', since: 3.43, instead: 'Write `julianday(…) - julianday(…)`.' },
	{ names: 'concat', since: 3.44, instead: "Write `coalesce(a, '') || coalesce(b, '')`." },
	{ names: 'concat_ws', since: 3.44, instead: 'Join the parts with `||`.' },
	{ names: 'string_agg', since: 3.44, instead: 'Write `group_concat(…)`.' },
	{
		names: `jsonb jsonb_array jsonb_extract jsonb_group_array jsonb_group_object jsonb_insert jsonb_object jsonb_patch
			jsonb_remove jsonb_replace jsonb_set`,
		since: 3.45,
		instead: asText
	},
	{ names: 'json_pretty', since: 3.46, instead: 'Write `json(…)`, which leaves out the line breaks.' },
	{ names: 'if', since: 3.48, instead: 'Write `CASE WHEN … THEN … ELSE … END`.' },
	{ names: 'unistr unistr_quote', since: 3.5, instead: 'Write the characters themselves, or `char(…)`.' },
	{ names: 'jsonb_each jsonb_tree', since: 3.51, instead: asText },
	{
		names: 'json_array_insert jsonb_array_insert',
		since: 3.53,
		instead: "Write `json_insert(…, '$[#]', …)`, which adds at the end."
	}
];

/** The functions that not every version has, by their names in capitals. */
export const newerFunctions: ReadonlyMap<string, NewerFunction> = new Map(
	groups.flatMap(({ names, ...facts }) => names.split(/\s+/).map((name) => [name.toUpperCase(), facts]))
);
