import type { NewerSyntax } from '../../versions.ts';
import { groupBy } from '../../../group-by.ts';
import type { ParseNode } from '../parser.ts';
import { statementsIn, type Statement } from '../split.ts';
import { nextCode } from '../tokens.ts';
import { byteOffsets } from '../../../text/utf8.ts';
import { definitions } from './definitions.ts';
import { newerFunctions } from './functions.ts';
import { newerOptions } from './options.ts';
import { queries } from './queries.ts';
import type { Syntax } from './syntax.ts';

const byNode = groupBy([...definitions, ...queries], ({ node }) => node);

/** Something newer, with the byte at which its node begins. */
type Found = Pick<Syntax, 'what' | 'since' | 'instead' | 'words'> & { readonly byte: number | undefined };

/**
 * What PostgreSQL of the version `target` does not know, by the parse tree of each statement. A function that one of
 * the texts makes is none of the database's own. What stands in the text of a function's body is not looked into.
 */
export function newerIn(texts: readonly string[], target: number): readonly (readonly NewerSyntax[])[] {
	const parsed = texts.map((sql) => statementsIn(sql));
	const own = new Set(parsed.flat().flatMap(functionMade));
	return texts.map((sql, at) =>
		(parsed[at] ?? []).flatMap((statement) => newerInStatement(sql, statement, target, own))
	);
}

function newerInStatement(
	sql: string,
	statement: Statement,
	target: number,
	own: ReadonlySet<string>
): readonly NewerSyntax[] {
	const { parsed, start, end } = statement;
	const numbers = target < 16 ? newNumbers(sql, start, end) : [];
	if (parsed === undefined) return numbers;
	const found: Found[] = [];
	const visit = (kind: string, node: ParseNode, around: readonly string[], byte: number | undefined) => {
		const at = locationOf(node) ?? byte;
		for (const each of newerNodes(kind, node, around, target, own)) found.push({ ...each, byte: at });
		walk(node, (inner, child) => visit(inner, child, [kind, ...around], at));
	};
	visit(parsed.kind, parsed.node, [], undefined);
	return [...placedIn(sql, found, start, end), ...numbers].sort((a, b) => a.start - b.start);
}

/** The byte at which a node begins; where it does not say so itself, that of the relation it is about. */
function locationOf({ location, relation }: ParseNode): number | undefined {
	if (typeof location === 'number' && location >= 0) return location;
	return relation === undefined ? undefined : locationOf(relation as ParseNode);
}

/** Fields that hold a node without its kind. */
const kindOfField: Readonly<Record<string, string>> = { typeName: 'TypeName', pubtable: 'PublicationTable' };

/** Calls `visit` for the nodes right below a value: what has a name in capitals is a node. */
function walk(value: unknown, visit: (kind: string, node: ParseNode) => void): void {
	if (typeof value !== 'object' || value === null) return;
	for (const [name, child] of Object.entries(value)) {
		if (typeof child !== 'object' || child === null) continue;
		const kind = kindOfField[name] ?? (/^[A-Z]/.test(name) ? name : undefined);
		if (kind !== undefined && !Array.isArray(child)) visit(kind, child as ParseNode);
		else walk(child, visit);
	}
}

function newerNodes(
	kind: string,
	node: ParseNode,
	kinds: readonly string[],
	target: number,
	own: ReadonlySet<string>
): readonly Pick<Syntax, 'what' | 'since' | 'instead' | 'words'>[] {
	const rules = (byNode.get(kind) ?? []).filter(
		({ since, when }) => since > target && (when === undefined || when(node, { kinds }))
	);
	if (kind === 'FuncCall') return [...rules, ...newerCalls(node, target, own)];
	if (kind === 'DefElem') return newerSettings(node, kinds, target);
	return rules;
}

function newerCalls({ funcname, args }: ParseNode, target: number, own: ReadonlySet<string>) {
	const names = namesIn(funcname);
	const name = names.at(-1) ?? '';
	const isForeign = names.length > 1 ? names[0] !== 'pg_catalog' : own.has(name);
	const called = isForeign ? undefined : newerFunctions.get(name);
	if (called === undefined || called.since <= target) return [];
	const count = Array.isArray(args) ? args.length : 0;
	if (called.arguments !== undefined && called.arguments !== count) return [];
	const { since, instead } = called;
	return [{ what: `\`${name}()\``, since, instead, words: [name.toUpperCase()] }];
}

function newerSettings({ defname, arg }: ParseNode, kinds: readonly string[], target: number) {
	const name = String(defname).toLowerCase();
	return newerOptions
		.filter(
			(option) =>
				option.since > target &&
				option.name === name &&
				kinds.includes(option.statement) &&
				(option.value === undefined || JSON.stringify(arg).toLowerCase().includes(`"${option.value}"`))
		)
		.map(({ value = '', since, instead }) => ({ what: `\`${`${name} ${value}`.trim()}\``, since, instead }));
}

/** The name of the function that a statement makes. */
function functionMade({ parsed }: Statement): readonly string[] {
	return parsed?.kind === 'CreateFunctionStmt' ? namesIn(parsed.node.funcname).slice(-1) : [];
}

/** The parts of a name that may have its schema before it. */
function namesIn(list: unknown): readonly string[] {
	const parts = (list ?? []) as readonly { readonly String?: { readonly sval?: string } }[];
	return parts.map((part) => part.String?.sval ?? '');
}

/** Each with its place: the words that show it, looked for from where its node begins, else the first word of the node. */
function placedIn(sql: string, found: readonly Found[], start: number, end: number): readonly NewerSyntax[] {
	// The parser counts a byte order mark as the space that stands in for it.
	const offsetOf = byteOffsets(sql.replace(/^\uFEFF/, ' '));
	return found
		.toSorted((a, b) => (a.byte ?? 0) - (b.byte ?? 0))
		.map(({ what, since, instead, words, byte }) => {
			const from = byte === undefined ? start : Math.max(start, offsetOf(byte));
			const range =
				(words && (wordsIn(sql, words, from, end) ?? wordsIn(sql, words, start, end))) ??
				firstWord(sql, from);
			return { ...range, what, since: String(since), instead };
		});
}

function firstWord(sql: string, from: number) {
	const token = nextCode(sql, from);
	return { start: token?.start ?? from, end: token?.end ?? from };
}

/** Where these words stand one after another, outside of strings, names and comments. */
function wordsIn(sql: string, words: readonly string[], from: number, end: number) {
	const starts: number[] = [];
	for (let token = nextCode(sql, from); token && token.start < end; token = nextCode(sql, token.end)) {
		const word = sql.slice(token.start, token.end).toUpperCase();
		const isNext = token.kind === 'word' && word === words[starts.length];
		if (!isNext) starts.length = 0;
		if (isNext || (token.kind === 'word' && word === words[0])) starts.push(token.start);
		if (starts.length === words.length) return { start: starts[0] ?? from, end: token.end };
	}
	return undefined;
}

/** Numbers as `1_000` and `0x1F`, which were read as a number and a name before. */
function newNumbers(sql: string, start: number, end: number): readonly NewerSyntax[] {
	const found: NewerSyntax[] = [];
	for (let token = nextCode(sql, start); token && token.start < end; token = nextCode(sql, token.end)) {
		const text = sql.slice(token.start, token.end);
		if (token.kind !== 'other' || !/^(?:0[xob][\da-f]|[\d.]+_\d)/i.test(text)) continue;
		const what = text.includes('_') ? '`_` between digits' : 'A number that is not decimal';
		found.push({
			start: token.start,
			end: token.end,
			what,
			since: '16',
			instead: 'Write the plain decimal number.'
		});
	}
	return found;
}
