import { objectKey, type Definition } from '../../schema/model.ts';
import { splitList } from './expression-text.ts';

/** A function or procedure with what it takes. */
export interface Routine {
	readonly node: string;
	readonly kind: string;
	/** As SQL names it, without its arguments. */
	readonly called: string;
	readonly types: readonly string[];
	/** How many arguments a call has at the least, and at the most. */
	readonly fewest: number;
	readonly most: number;
}

/** What a function or procedure takes. */
export function routineOf(object: Definition): Routine {
	const open = argumentsAt(object.name);
	const types = splitList(object.name.slice(open + 1, -1));
	const { definition } = object.properties;
	const isVariadic = typeof definition === 'string' && /\bVARIADIC\b/.test(definition);
	return {
		node: objectKey(object),
		kind: object.kind,
		called: object.name.slice(0, open),
		types,
		fewest: types.length - Number(object.properties.defaults ?? 0) - Number(isVariadic),
		most: isVariadic ? Infinity : types.length
	};
}

/** The types of a routine's parameters, by their names and by `$1`. */
export function parametersOf(object: Definition): ReadonlyMap<string, string> {
	const names = (object.properties.inputs ?? []) as readonly string[];
	return new Map(
		routineOf(object).types.flatMap((type, at) => {
			const name = names[at] ?? '';
			const own = [[`$${at + 1}`, type] as const];
			return name === '' ? own : [...own, [name.toLowerCase(), type] as const];
		})
	);
}

/** Where the arguments begin in the identity of a routine, whose name may have any character in quotes. */
function argumentsAt(name: string): number {
	const quoted = /^(?:"(?:[^"]|"")*"|[^"(])*/.exec(name);
	return quoted?.[0].length ?? 0;
}

/**
 * Those of some routines of one name that a call may mean, by how many arguments it has, and by their types where each is plain to
 * see: more rather than less. `call` is the text from behind the name, `parameters` are the types of those of the function it stands in.
 */
export function meantBy(
	call: string,
	routines: readonly Routine[],
	parameters: ReadonlyMap<string, string> = new Map()
): readonly Routine[] {
	const given = argumentsIn(call);
	if (given === undefined) return routines;
	const fitting = routines.filter(({ fewest, most }) => given.length >= fewest && given.length <= most);
	const types = given.map((argument) => parameters.get(argument.toLowerCase()) ?? plainType(argument));
	const exact = fitting.filter((routine) =>
		types.every((type, at) => type !== undefined && type === routine.types[at])
	);
	if (types.length > 0 && exact.length > 0) return exact;
	return fitting.length > 0 ? fitting : routines;
}

/** The arguments of a call; undefined where the text is none, or cannot be told apart. */
function argumentsIn(call: string): readonly string[] | undefined {
	const text = call.trimStart();
	if (!text.startsWith('(')) return undefined;
	const end = closing(text);
	const inside = end === undefined ? undefined : text.slice(1, end);
	// In a comment or a string with dollars, quotes and commas are no signs.
	return inside === undefined || /--|\/\*|\$\w*\$/.test(inside) ? undefined : splitList(inside);
}

function closing(text: string): number | undefined {
	let depth = 0;
	for (const { 0: token, index } of text.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]/g)) {
		if (token === '(') depth++;
		else if (token === ')' && --depth === 0) return index;
	}
	return undefined;
}

/** The type of an argument, where a number or a cast at its end says it. */
function plainType(argument: string): string | undefined {
	if (/^\d+$/.test(argument)) return Number(argument) <= 2147483647 ? 'integer' : 'bigint';
	const cast = /^(?:'(?:[^']|'')*'|[\w$."]+)\s*::\s*([a-z_][\w ]*(?:\[\])?)$/i.exec(argument)?.[1];
	if (cast === undefined) return undefined;
	const type = cast.toLowerCase();
	return aliases[type] ?? type;
}

const aliases: Readonly<Record<string, string>> = {
	int: 'integer',
	int4: 'integer',
	int8: 'bigint',
	int2: 'smallint',
	bool: 'boolean',
	varchar: 'character varying',
	float8: 'double precision',
	float4: 'real',
	decimal: 'numeric',
	timestamptz: 'timestamp with time zone',
	timestamp: 'timestamp without time zone'
};
