import type { StatementReport } from '../../engine/run/step.ts';
import type { LockTaken, OthersWork } from '../../engine/statement-effects.ts';

/** What each kind of work of other sessions is called. */
export const othersWork: Readonly<Record<OthersWork, string>> = {
	read: 'read rows',
	lockRows: 'lock rows (SELECT … FOR UPDATE)',
	write: 'write rows',
	maintain: 'VACUUM or index concurrently',
	index: 'create an index',
	constrain: 'add a foreign key or a trigger',
	alter: 'alter it'
};

/** Every kind of work, from the one that disturbs others least on. */
export const allWork = Object.keys(othersWork) as readonly OthersWork[];

/** One table of a step, as others find it while the step runs. */
export interface LockedTable {
	readonly relation: string;
	/** The strongest lock that was taken on it. */
	readonly mode: string;
	/** What others wait with, and for how many milliseconds: from the statement that first blocks it to the end of the step. */
	readonly waits: ReadonlyMap<OthersWork, number>;
	/** Whether its rows were put into another file. */
	readonly isRewritten: boolean;
	/** Rows of it that were read. */
	readonly scanned: number;
}

/** The tables on which a step took a lock, those that hold up most first; undefined where nobody looked. */
export function lockedTables(
	statements: readonly StatementReport[],
	durationMs: number
): readonly LockedTable[] | undefined {
	if (statements.every(({ effects }) => effects === undefined)) return undefined;
	const tables = new Map<string, { strongest: LockTaken; waits: Map<OthersWork, number> }>();
	const rewritten = new Set<string>();
	const scanned = new Map<string, number>();
	// What comes after the last statement holds the locks as well.
	let left = Math.max(
		durationMs,
		statements.reduce((sum, statement) => sum + statement.durationMs, 0)
	);
	for (const { effects, durationMs: took } of statements) {
		for (const lock of effects?.locks ?? []) {
			const table = tables.get(lock.relation) ?? { strongest: lock, waits: new Map<OthersWork, number>() };
			if (lock.blocks.length >= table.strongest.blocks.length) table.strongest = lock;
			for (const work of lock.blocks) if (!table.waits.has(work)) table.waits.set(work, left);
			tables.set(lock.relation, table);
		}
		for (const relation of effects?.rewritten ?? []) rewritten.add(relation);
		for (const { relation, rows } of effects?.scanned ?? [])
			scanned.set(relation, (scanned.get(relation) ?? 0) + rows);
		left -= took;
	}
	return [...tables]
		.map(([relation, { strongest, waits }]) => ({
			relation,
			mode: strongest.mode,
			waits,
			isRewritten: rewritten.has(relation),
			scanned: scanned.get(relation) ?? 0
		}))
		.toSorted((a, b) => b.waits.size - a.waits.size || (a.relation < b.relation ? -1 : 1));
}

/** What others can and cannot do with a table while the step runs, in one sentence. */
export function describeLock({ mode, waits }: LockedTable): string {
	if (waits.has('read')) return `${mode}: nobody else can read or write it.`;
	if (waits.has('write')) return `${mode}: others can read it, but not write.`;
	if (waits.size > 1) return `${mode}: others can read and write it, but not change its structure.`;
	return `${mode}: others can read and write it.`;
}
