import type { Dialect } from '../../engine/dialects/dialect.ts';
import { wordsOf } from '../../engine/run/generate.ts';
import type { Change, Rename } from '../../engine/schema/change.ts';
import { isRename } from '../../engine/schema/rename-kinds.ts';
import type { AlembicComparison, AlembicOp } from '../../python/autogenerate.ts';
import { isLeftOut, matches } from './match.ts';
import type { TableNames } from './names.ts';
import type { ComparedLine } from './reply.ts';

/** What is known of both comparisons. */
export interface Findings {
	readonly dialect: Dialect;
	readonly alembic: AlembicComparison;
	readonly names: TableNames;
	readonly renames: readonly Rename[];
	/** All that leads from the database to the models, each aspect of a column by itself. */
	readonly all: readonly Change[];
	/** What is still missing once Alembic's migration has run; undefined where it does not run. */
	readonly missing: readonly Change[] | undefined;
	/** Operations that are not written, by id. */
	readonly out: ReadonlySet<string>;
	/** Keys of what is added. */
	readonly added: ReadonlySet<string>;
	/** Whether a change that Alembic has missed can be added as things are. */
	readonly canBeWritten: (change: Change) => boolean;
}

/** The key of a change that Alembic has missed. */
export function keyOf(change: Change, dialect: Dialect): string {
	return `${change.kind}: ${wordsOf(dialect, [change]).join('')}`;
}

/** The changes that Alembic's migration leaves undone, and those that no model could say. */
export function missedBy(findings: Omit<Findings, 'added' | 'canBeWritten'>): {
	readonly missed: readonly Change[];
	readonly unsayable: readonly Change[];
} {
	const { alembic, names, renames, all, dialect, out } = findings;
	const byWords = (change: Change) => !alembic.ops.some((op) => matches(op, change, names, renames));
	const found = (findings.missing ?? all.filter((one) => !isRename(one) && byWords(one))).filter(
		(change) => !isLeftOut(change, alembic.refused, names)
	);
	const leftOut = new Set(
		all
			.filter((change) => alembic.ops.some((op) => out.has(op.id) && matches(op, change, names, renames)))
			.map((change) => keyOf(change, dialect))
	);
	const missed = found.filter((change) => !leftOut.has(keyOf(change, dialect)));
	return {
		missed: missed.filter(isSayable),
		unsayable: missed.filter((change) => !isSayable(change))
	};
}

/** One line for each change, as one of the two or both have found it. */
export function linesOf(findings: Findings): readonly ComparedLine[] {
	const { alembic, names, renames, all, dialect, out, added } = findings;
	const { missed } = missedBy(findings);
	const missedKeys = new Set(missed.map((change) => keyOf(change, dialect)));
	const used = new Set<string>();
	const lines: ComparedLine[] = [];
	for (const change of all) {
		const key = keyOf(change, dialect);
		const words = wordsOf(dialect, [change]).join('');
		if (isRename(change)) {
			const note = 'Alembic would drop it and add another one.';
			lines.push({ key, foundBy: 'both', words, change, written: true, decidable: false, note });
			continue;
		}
		const ops = alembic.ops.filter((op) => matches(op, change, names, renames));
		for (const { id } of ops) used.add(id);
		const [op] = ops;
		if (missedKeys.has(key)) continue;
		if (op)
			lines.push({ ...opLine(op, out), foundBy: 'both', words, change, code: ops.map(codeOf).join('\n') });
		else if (findings.missing && isSayable(change) && !isLeftOut(change, alembic.refused, names)) {
			lines.push({
				key,
				foundBy: 'both',
				words,
				change,
				written: true,
				decidable: false,
				note: 'It comes with the rest.'
			});
		}
	}
	for (const change of missed) {
		const key = keyOf(change, dialect);
		const op = alembic.ops.find((one) => matches(one, change, names, renames));
		lines.push({
			key,
			foundBy: 'updown',
			words: wordsOf(dialect, [change]).join(''),
			change,
			written: added.has(key),
			decidable: findings.canBeWritten(change),
			...(!findings.canBeWritten(change) && { note: 'It can be added once the rest runs.' }),
			...(op && { code: op.code, note: 'What Alembic writes for it does not do it.' })
		});
	}
	for (const op of alembic.ops) {
		if (used.has(op.id) || (out.has(op.id) && isOfRename(op, findings))) continue;
		const note = 'It makes no difference to this database.';
		lines.push({ ...opLine(op, out), foundBy: 'alembic', words: opWords(op), code: op.code, note });
	}
	return lines;
}

function opLine(op: AlembicOp, out: ReadonlySet<string>) {
	return { key: op.id, written: !out.has(op.id), decidable: true };
}

function codeOf({ code }: AlembicOp): string {
	return code;
}

function opWords({ kind, table, column, name }: AlembicOp): string {
	const what = kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
	const parts = [column, name].filter((part) => part !== undefined).map((part) => `\`${part}\``);
	return [what, ...parts, ...(table === undefined ? [] : [`of ${table}`])]
		.join(' ')
		.replace(/^./, (letter) => letter.toUpperCase());
}

/** What a table or column that is renamed brings along: Alembic plans it for a thing that goes and one that comes. */
export function isOfRename(op: AlembicOp, { names, renames }: Pick<Findings, 'names' | 'renames'>): boolean {
	if (renames.length === 0) return false;
	if (op.kind === 'addConstraint' || op.kind === 'dropConstraint') return true;
	if (op.table === undefined) return false;
	const table = { ...(op.schema !== undefined && { schema: op.schema }), table: op.table };
	return renames.some((rename) => {
		const name = rename.kind === 'table' ? rename.to : rename.kind === 'column' ? rename.table : undefined;
		return name !== undefined && names.same(name, table, renames);
	});
}

const sayable = new Set(['table', 'index', 'enum', 'sequence', 'domain', 'schema']);

/** Models say tables, and what belongs to them; what else is in a database is none of theirs. */
function isSayable(change: Change): boolean {
	return change.kind !== 'dropObject' || (sayable.has(change.object.kind) && change.object.kind !== 'schema');
}
