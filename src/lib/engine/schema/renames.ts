import { compareSchemas, type CompareOptions } from './compare.ts';
import type { Change, RenameSuggestion } from './change.ts';
import type { Column, Constraint, Schema, SchemaObject, Table } from './model.ts';
import { attributesOf, partsOf, type PartedType } from './type-parts.ts';

/** Below this, a drop and an add are two things. */
const worthAsking = 0.5;

/**
 * The drop + add pairs that may be one thing renamed, the likeliest first; each thing is in one pair at most. Nothing
 * is assumed: a suggestion is a question to the user. `options.renames` are answers given already, so that columns of a
 * renamed table are looked at as well.
 */
export function suggestRenames(from: Schema, to: Schema, options?: CompareOptions): RenameSuggestion[] {
	const changes = compareSchemas(from, to, options);
	const candidates: Candidate[] = [];
	const dropped: Table[] = [];
	const added: Table[] = [];
	for (const change of changes) {
		if (change.kind === 'dropObject' && change.object.kind === 'table') dropped.push(change.object);
		if (change.kind === 'addObject' && change.object.kind === 'table') added.push(change.object);
	}
	const words: Words = {
		plain: remembered(plain),
		isMuchTheSame: remembered((a) => remembered((b) => isMuchTheSame(a, b)))
	};
	for (const old of dropped) {
		for (const now of added) {
			candidates.push({
				rename: { kind: 'table', from: old.name, to: now.name },
				likeness: likenessOfTables(old, now, words),
				uses: [`-table ${old.name}`, `+table ${now.name}`]
			});
		}
	}
	for (const drop of changes) {
		if (drop.kind !== 'dropColumn') continue;
		for (const add of changes) {
			if (add.kind !== 'addColumn' || add.table !== drop.table) continue;
			const { table } = add;
			const [old, now] = [tableOf(from, drop, options) ?? [], columnsOf(to, table)];
			candidates.push({
				rename: { kind: 'column', table, from: drop.column.name, to: add.column.name },
				likeness: likenessOfColumns(
					drop.column,
					add.column,
					old.indexOf(drop.column.name) === now.indexOf(add.column.name)
				),
				uses: [`-${table} ${drop.column.name}`, `+${table} ${add.column.name}`]
			});
		}
	}
	return bestPairs([...candidates, ...partCandidates(from, to, changes)]);
}

interface Candidate extends RenameSuggestion {
	/** What the pair takes, so that nothing is taken twice. */
	readonly uses: readonly string[];
}

/**
 * The parts of types that may have got another name: any two, as none goes from a type while another comes for no reason. A type
 * that tables are of is left to the questions about their columns, with which its attributes are renamed.
 */
function partCandidates(from: Schema, to: Schema, changes: readonly Change[]): readonly Candidate[] {
	return changes.flatMap((change): Candidate[] => {
		if (change.kind !== 'replaceObject') return [];
		const [old, now] = [partsOf(change.from), partsOf(change.to)];
		if (old === undefined || now === undefined) return [];
		if (isOfTables(old.type, from) && isOfTables(old.type, to)) return [];
		const { part, type } = old;
		const gone = old.names.filter((name) => !now.names.includes(name));
		const come = now.names.filter((name) => !old.names.includes(name));
		const typeOf = (object: SchemaObject, name: string) =>
			'properties' in object
				? attributesOf(object).find((attribute) => attribute.name === name)?.type
				: undefined;
		return gone.flatMap((one) =>
			come.map((other) => ({
				rename: { kind: part, type, from: one, to: other },
				likeness: likenessOfParts(one, other, {
					sameType: typeOf(change.from, one) === typeOf(change.to, other),
					samePlace: old.names.indexOf(one) === now.names.indexOf(other),
					sameGap: keptBefore(old, one, now) === keptBefore(now, other, old)
				}),
				uses: [`-${part} ${type} ${one}`, `+${part} ${type} ${other}`]
			}))
		);
	});
}

function isOfTables(type: string, { objects }: Schema): boolean {
	return objects.some((object) => object.kind === 'table' && object.options.ofType === type);
}

/** How many parts that stay stand before a part. */
function keptBefore({ names }: PartedType, name: string, other: PartedType): number {
	return names.slice(0, names.indexOf(name)).filter((one) => other.names.includes(one)).length;
}

function likenessOfParts(
	from: string,
	to: string,
	same: { readonly sameType: boolean; readonly samePlace: boolean; readonly sameGap: boolean }
): number {
	const names = likenessOfNames(from, to);
	const place = 0.15 * Number(same.samePlace) + 0.15 * Number(same.sameGap);
	return round(same.sameType ? 0.5 + place + 0.2 * names : 0.6 * names + place);
}

function bestPairs(candidates: readonly Candidate[]): RenameSuggestion[] {
	const taken = new Set<string>();
	return candidates
		.filter(({ likeness }) => likeness >= worthAsking)
		.sort((a, b) => b.likeness - a.likeness)
		.filter(({ uses }) => {
			if (uses.some((use) => taken.has(use))) return false;
			for (const use of uses) taken.add(use);
			return true;
		})
		.map(({ rename, likeness }) => ({ rename, likeness }));
}

function columnsOf(schema: Schema, table: string): string[] {
	const found = schema.objects.find((object) => object.kind === 'table' && object.name === table);
	return found?.kind === 'table' ? found.columns.map((column) => column.name) : [];
}

function tableOf(from: Schema, { table }: { readonly table: string }, options?: CompareOptions): string[] {
	const rename = options?.renames.find((answer) => answer.kind === 'table' && answer.to === table);
	return columnsOf(from, rename?.from ?? table);
}

function likenessOfColumns(from: Column, to: Column, samePlace: boolean): number {
	if (from.type.toLowerCase() !== to.type.toLowerCase()) {
		// Another type and another name: only a name that is nearly the same, or much the same at its place, makes it worth asking.
		return round(0.6 * likenessOfNames(from.name, to.name) + 0.2 * Number(samePlace));
	}
	const rest =
		Number(from.nullable === to.nullable) +
		Number(from.default === to.default) +
		Number(from.generated?.expression === to.generated?.expression);
	return round(0.35 + 0.2 * Number(samePlace) + 0.3 * likenessOfNames(from.name, to.name) + 0.05 * rest);
}

/** What is asked of the names of columns again and again, as every table that goes is held against every one that comes. */
interface Words {
	readonly plain: (name: string) => string;
	readonly isMuchTheSame: (name: string) => (other: string) => boolean;
}

function remembered<Answer>(answer: (name: string) => Answer): (name: string) => Answer {
	const known = new Map<string, Answer>();
	return (name) => {
		const found = known.get(name) ?? answer(name);
		known.set(name, found);
		return found;
	};
}

function likenessOfTables(from: Table, to: Table, words: Words): number {
	const [before, after] = [atHome(from), atHome(to)];
	const columns = likenessOfAllColumns(before, after, words);
	const keys = (table: Table) => new Set(table.constraints.map(shape));
	const [old, now] = [keys(before), keys(after)];
	const shared = [...old].filter((key) => now.has(key)).length;
	const constraints = old.size + now.size === 0 ? columns : (2 * shared) / (old.size + now.size);
	return round(0.7 * columns + 0.1 * constraints + 0.2 * likenessOfNames(from.name, to.name));
}

/**
 * How much of two tables is the same columns. Where they share one, another that is called much the same counts as well, so that
 * a table may be renamed along with its columns; one that only has the same type says nothing, as any table has some text.
 */
function likenessOfAllColumns(from: Table, to: Table, words: Words): number {
	const rest = [...to.columns];
	const take = ({ type }: Column, isSame: (name: string) => boolean) => {
		const at = rest.findIndex((one) => one.type === type && isSame(one.name));
		return at < 0 ? undefined : rest.splice(at, 1)[0];
	};
	const others = from.columns.filter((column) => {
		const name = words.plain(column.name);
		return !take(column, (other) => words.plain(other) === name);
	});
	let same = from.columns.length - others.length;
	for (const column of same === 0 ? [] : others) {
		const now = take(column, words.isMuchTheSame(column.name));
		if (now === undefined) continue;
		same += likenessOfColumns(column, now, from.columns.indexOf(column) === to.columns.indexOf(now));
	}
	return (2 * same) / Math.max(1, from.columns.length + to.columns.length);
}

/**
 * `name` and `full_name`, `val` and `v`, `colour` and `color`: the one is in the other, be it shortened, or nearly all letters
 * are the same. `user_id` and `order_id` are not.
 */
function isMuchTheSame(a: string, b: string): boolean {
	const [short = '', long = ''] = [plain(a), plain(b)].sort((one, other) => one.length - other.length);
	return long.endsWith(short) || shortens(short, long) || likenessOfNames(a, b) >= 0.75;
}

/** Whether a name begins with the same letter and leaves letters out of the other. */
function shortens(short: string, long: string): boolean {
	if (short[0] !== long[0]) return false;
	let at = 0;
	for (const letter of long) if (letter === short[at]) at++;
	return at === short.length;
}

/** A table as it reads to those of its own schema: what stands beside it moves along with it. */
function atHome(table: Table): Table {
	const end = table.name.lastIndexOf('.');
	if (end < 0) return table;
	const home = table.name.slice(0, end + 1);
	const bare = (name: string) => (name.startsWith(home) ? name.slice(home.length) : name);
	return {
		...table,
		columns: table.columns.map((column) => ({ ...column, type: bare(column.type) })),
		constraints: table.constraints.map((rule) =>
			rule.kind === 'foreignKey' ? { ...rule, table: bare(rule.table) } : rule
		)
	};
}

/** A constraint without its name, which follows a table's name as often as not, and what it needs, which is said with that name. */
function shape({ name: _, needs: __, ...constraint }: Constraint): string {
	return JSON.stringify(constraint);
}

/** How alike two names are: 1 but for case and punctuation, 0 with no two letters in common. */
export function likenessOfNames(a: string, b: string): number {
	const [left, right] = [plain(a), plain(b)];
	if (left === right) return 1;
	const pairs = (name: string) => Array.from(name.slice(1), (_, i) => name.slice(i, i + 2));
	const rest = pairs(right);
	const all = pairs(left).length + rest.length;
	let common = 0;
	for (const pair of pairs(left)) {
		const at = rest.indexOf(pair);
		if (at < 0) continue;
		rest.splice(at, 1);
		common++;
	}
	// Dice's coefficient over pairs of letters.
	return all === 0 ? 0 : (2 * common) / all;
}

function plain(name: string): string {
	return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function round(likeness: number): number {
	return Math.round(Math.min(1, likeness) * 100) / 100;
}
