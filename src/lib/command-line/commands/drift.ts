import { newMigrations } from '../../engine/migration/new-migration.ts';
import { readMigration } from '../../engine/migration/read.ts';
import type { Drift } from '../../engine/run/drift.ts';
import { standingOf } from '../../engine/run/standing.ts';
import { has, valueOf, type Answer, type Command, type Invocation } from '../command.ts';
import type { CommandHost, OutputLine } from '../host.ts';
import { counted, couldNot, line } from '../lines.ts';
import { readAnswers } from './answers.ts';
import { found } from './autogenerate.ts';
import { runToTheEnd } from './move.ts';
import { refusalsOf, renameQuestions } from './questions.ts';
import { fateLines } from './rehearse.ts';
import { target, targetOf } from './target.ts';
import { answering, idOf, message, revisionId, saved, sequential } from './write.ts';

export const drift: Command = {
	name: 'drift',
	summary: 'Show where the database differs from what the folder makes, and end that in one of two ways.',
	details: [
		'The applied migrations are run on an empty database, and the structures are compared. The exit code is 0 where they are the same and 1 where not.',
		'--migrate writes a migration that does to every other database what was done to this one by hand, and stamps it as applied here.',
		'--put-back shows the SQL that makes the database again what the folder says, and what the rows would lose. With --yes it runs, all of it or nothing.'
	],
	examples: ['drift', 'drift --migrate -m "add nick"', 'drift --put-back', 'drift --put-back --yes'],
	options: [
		{ name: '--migrate', summary: 'Make a migration of it.' },
		{ name: '--put-back', summary: 'Show what puts the database back.' },
		{ name: '--yes', summary: 'Run what --put-back shows.' },
		message,
		revisionId,
		sequential,
		...answering,
		target
	],
	own: true,
	run: async function* (invocation, host): Answer {
		const [migrate, back] = [has(invocation, '--migrate'), has(invocation, '--put-back')];
		if (migrate && back) {
			yield line('Error: --migrate and --put-back are two ways; choose one.', 'error');
			return 2;
		}
		const seen = await host.drift();
		if (seen.kind === 'unknown') return yield* couldNot([seen.problem], host);
		if (seen.kind === 'none') {
			yield line('No drift: the database is what the folder makes.', 'good');
			return 0;
		}
		if (migrate) return yield* makeMigration(invocation, host);
		if (back) return yield* putBack(invocation, host);
		yield* driftLines(seen);
		return 1;
	}
};

/** What was done to the database beside the folder, and the ways out. */
export function* driftLines(seen: Drift & { readonly kind: 'drifted' }): Iterable<OutputLine> {
	for (const word of seen.words) yield line(`Drift: ${word}`, 'warning');
	const it = counted(seen.words.length, 'change');
	yield line(`  No migration of the folder has made ${it === '1 change' ? 'it' : `these ${it}`}.`, 'soft');
	yield line('  `updown drift --migrate -m "…"` makes a migration of it.', 'soft');
	yield line('  `updown drift --put-back` shows what puts the database back.', 'soft');
}

async function* makeMigration(invocation: Invocation, host: CommandHost): Answer {
	const answers = readAnswers(invocation);
	if ('wrong' in answers) return yield* misused(answers.wrong);
	const { graph } = host.folder();
	const { pending, problems } = standingOf(graph, await host.ledger());
	const unsound = problems.filter(({ severity }) => severity === 'error');
	if (unsound.length > 0) return yield* couldNot(unsound, host);
	if (pending.length > 0) {
		yield line('Error: A new migration comes after the newest, and some have not run yet.', 'error');
		yield line('  Run `upgrade heads` first, or put the database back.', 'soft');
		return 1;
	}
	const wanted = targetOf(invocation, host);
	const request = { way: 'migration', ...answers, ...(wanted !== undefined && { target: wanted }) } as const;
	const { reply } = await host.undrift(request);
	const generated = yield* found(invocation, host, reply, { answers, command: 'drift --migrate' });
	if (generated.kind === 'ended') return generated.exitCode;
	const made = newMigrations(
		host.files(),
		{ message: valueOf(invocation, '--message') ?? '', id: idOf(invocation, host) },
		generated.parts
	);
	if (!made.ok) return yield* couldNot(made.problems, host);
	yield* saved(made.value, host);
	const targets = made.value.flatMap((file) => readMigration(file).migration?.revision ?? []);
	yield line('The database has it already, so it is only stamped.', 'soft');
	return yield* runToTheEnd({ kind: 'stamp', targets, purge: false }, host);
}

async function* putBack(invocation: Invocation, host: CommandHost): Answer {
	const answers = readAnswers(invocation);
	if ('wrong' in answers) return yield* misused(answers.wrong);
	const { reply, tables, refusal } = await host.undrift({ way: 'putBack', ...answers });
	if (reply.kind === 'failed') return yield* couldNot([reply.problem], host);
	if (reply.kind !== 'changes') {
		yield line('No drift: the database is what the folder makes.', 'good');
		return 0;
	}
	const open = has(invocation, '--no-renames') ? [] : reply.suggestions;
	if (open.length > 0) {
		yield* renameQuestions(open, reply.effects, 'drift --put-back', answers);
		return 1;
	}
	if (reply.refusedFills.length > 0) return yield* couldNot(refusalsOf(reply.refusedFills), host);
	const { upgrade } = reply.migration;
	for (const text of upgrade.sql.trimEnd().split('\n')) yield line(text);
	for (const { table, column, rows, direction } of reply.gaps) {
		if (direction === 'downgrade') continue;
		const filled = answers.fills.some((fill) => fill.table === table && fill.column === column);
		if (filled) continue;
		yield line(
			`${counted(rows, 'row')} of ${table} without a value in ${column}: say it with --fill ${table}.${column}=…`,
			'warning'
		);
	}
	if (refusal) return yield* couldNot([refusal], host);
	yield* fateLines(tables);
	if (!has(invocation, '--yes')) {
		yield line('Tried on the rows and undone. Add --yes to run it.', 'soft');
		return 1;
	}
	const result = await host.putBack(upgrade);
	if (result.status === 'failed') return yield* couldNot([result.problem], host);
	yield line('Put back: the database is what the folder makes.', 'good');
	return 0;
}

async function* misused(lines: readonly OutputLine[]): Answer {
	yield* lines;
	return 2;
}
