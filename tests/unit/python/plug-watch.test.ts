import { expect, test } from 'vitest';
import type { PlugRequest } from '../../../src/lib/engine/run/pull-plug.ts';
import type { PythonEvent } from '../../../src/lib/python/python.ts';
import { PlugWatch } from '../../../src/lib/worker/plug-watch.ts';

/** Statements of a step, each as it is told: in capitals inside of a transaction that is open. */
function heard(plug: Pick<PlugRequest, 'statement' | 'after'>, ...told: readonly string[]) {
	const watch = new PlugWatch({ revision: 'b2', direction: 'upgrade', ...plug });
	const events: readonly PythonEvent[] = [
		{ kind: 'statement', sql: 'CREATE TABLE before_it', changes: 0, open: false },
		{ kind: 'step', direction: 'upgrade', revision: 'b2', changes: 0 },
		...told.map((sql) => ({
			...{ kind: 'statement' as const, sql, changes: 0, open: sql === sql.toUpperCase() }
		})),
		{ kind: 'stepsDone', changes: 0 }
	];
	const at = events.findIndex((event) => watch.hears(event));
	const event = events[at];
	return {
		at: event?.kind === 'statement' ? event.sql : undefined,
		fates: watch.ran.map(({ fate }) => fate)
	};
}

test('the connection is lost before a statement runs, or before whatever comes after it', () => {
	expect(heard({ statement: 2, after: false }, 'create a', 'create b', 'create c')).toEqual({
		at: 'create b',
		fates: ['stays']
	});
	expect(heard({ statement: 2, after: true }, 'create a', 'create b', 'update alembic_version')).toEqual({
		at: 'update alembic_version',
		fates: ['stays', 'stays']
	});
});

test('looks of SQLAlchemy and what belongs to Alembic are not counted', () => {
	const looks = [
		'PRAGMA main.table_info("a")',
		'begin',
		'SELECT alembic_version.version_num \nFROM alembic_version'
	];
	expect(heard({ statement: 1, after: false }, ...looks, 'create a').at).toBe('create a');
});

test('what ran in a transaction stays once that has ended, and is lost where it was open or rolled back', () => {
	expect(
		heard({ statement: 3, after: true }, 'begin', 'UPDATE', 'COMMIT', 'create', 'begin', 'INSERT', 'X')
	).toEqual({
		at: 'X',
		fates: ['stays', 'stays', 'lost']
	});
	expect(heard({ statement: 2, after: true }, 'begin', 'UPDATE', 'ROLLBACK', 'create', 'end')).toEqual({
		at: 'end',
		fates: ['lost', 'stays']
	});
	const partly = ['begin', 'UPDATE', 'ROLLBACK TO A', 'COMMIT', 'create', 'end'];
	expect(heard({ statement: 3, after: true }, ...partly).fates).toEqual(['stays', 'stays', 'stays']);
});

test('a step that has fewer statements is not cut off', () => {
	expect(heard({ statement: 3, after: false }, 'create a', 'create b')).toEqual({
		at: undefined,
		fates: ['stays', 'lost']
	});
});
