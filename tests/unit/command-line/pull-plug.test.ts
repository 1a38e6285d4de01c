import { expect, test } from 'vitest';
import { success } from '../../../src/lib/engine/problem.ts';
import type { CutStatement } from '../../../src/lib/engine/run/pull-plug.ts';
import { answer, fakeHost, type FakeHost } from './support.ts';

/** A host on which another tool runs the migrations, and is cut off in the third. */
function toolHost(...fates: readonly CutStatement['fate'][]): FakeHost {
	const statements = fates.map((fate, at) => ({ sql: `CREATE TABLE t${at + 1}\n(id)`, fate }));
	const remain = fates.filter((fate) => fate === 'stays').length;
	const ran = fates.filter((fate) => fate !== 'notRun').length;
	const own = { transaction: remain === 0, ran, remain, told: 0, changes: [], words: [], tables: [] };
	return {
		...fakeHost(),
		pullPlug: (request) => Promise.resolve(success({ ...request, total: fates.length, own, statements })),
		toolLine: (command) =>
			Promise.resolve(['tool', command.kind, ...('targets' in command ? command.targets : [])].join(' '))
	};
}

test('where another tool runs them, each statement is told with its fate, and the tool’s own lines lead out', async () => {
	const { text, exitCode } = await answer(
		'updown pull-plug --statement 2 --after --yes',
		toolHost('stays', 'lost', 'notRun')
	);
	expect(exitCode).toBe(0);
	expect(text).toContain('Without a transaction, as the tool runs it');
	expect(text).toContain('✓ 1 is in the database: CREATE TABLE t1 (id)');
	expect(text).toContain('− 2 ran, and is lost: CREATE TABLE t2 (id)');
	expect(text).toContain('○ 3 never ran: CREATE TABLE t3 (id)');
	expect(text).toContain('`tool stamp 0003` has the version table say that it is done: right once the rest');
	expect(text).toContain('`tool upgrade` runs it again, from statement 1 on.');
	expect(text).not.toContain('updown stamp');
});

test('where nothing of it is there, no stamp is offered', async () => {
	const { text } = await answer('updown pull-plug --yes', toolHost('lost', 'notRun'));
	expect(text).toContain('✓ Nothing remains of it.');
	expect(text).not.toContain('stamp');
});
