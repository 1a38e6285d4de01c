import type { CommandHost, OutputLine } from '../../../src/lib/command-line/host.ts';
import { runCommandLine } from '../../../src/lib/command-line/run.ts';
import type {
	FolderFile,
	Migration,
	RevisionGraph,
	Section
} from '../../../src/lib/engine/migration/migration.ts';
import { planDowngrade, planUpgrade } from '../../../src/lib/engine/migration/plan.ts';
import { headsOf } from '../../../src/lib/engine/migration/revisions.ts';
import { resolveRevisions } from '../../../src/lib/engine/migration/target.ts';
import type { Problem } from '../../../src/lib/engine/problem.ts';
import type { CheckReport } from '../../../src/lib/engine/run/check.ts';
import type { RunCommand } from '../../../src/lib/engine/run/command.ts';
import type { LedgerEntry } from '../../../src/lib/engine/run/ledger-entry.ts';
import { standingOf } from '../../../src/lib/engine/run/standing.ts';
import type { RunEvent, RunResult, StepResult } from '../../../src/lib/engine/run/step.ts';
import type {
	AutogenerateReply,
	AutogenerateRequest
} from '../../../src/lib/engine/run/autogenerate-reply.ts';

const nowhere = { line: 1, column: 1, offset: 0 };

function section(sql: string): Section {
	return { sql, span: { start: nowhere, end: nowhere }, transaction: true, foreignKeys: true };
}

/**
 * A graph from lines such as `0002 < 0001 Add email` (what it revises), `0003 < 0001 @shop New shop` (a label) and
 * `0004 < 0002,0003 Merge`. A line without `<` is a root.
 */
export function graphOf(...lines: readonly string[]): RevisionGraph {
	const migrations = lines.map((line): Migration => {
		const parts = /^(\S+)(?: < (\S+))?(?: @(\S+))? (.+)$/.exec(line);
		if (!parts) throw new Error(`Not a revision: ${line}`);
		const [, revision = '', revises, label, message = ''] = parts;
		return {
			revision,
			message,
			file: `${revision}_${message.toLowerCase().replace(/\W+/g, '_')}.sql`,
			revises: revises === undefined ? [] : revises.split(','),
			labels: label === undefined ? [] : [label],
			dependsOn: [],
			up: section(`\nCREATE TABLE t${revision} (id);\n\n`),
			down: message.includes('no down') ? undefined : section(`\nDROP TABLE t${revision};\n`),
			checksum: `sum-${revision}`
		};
	});
	const parents = Object.fromEntries(migrations.map(({ revision, revises }) => [revision, revises ?? []]));
	const children = Object.fromEntries(
		migrations.map(({ revision }) => [
			revision,
			migrations.filter((other) => other.revises?.includes(revision)).map((other) => other.revision)
		])
	);
	return {
		migrations,
		parents,
		children,
		heads: migrations.map((m) => m.revision).filter((revision) => children[revision]?.length === 0),
		bases: migrations.map((m) => m.revision).filter((revision) => parents[revision]?.length === 0),
		labels: Object.fromEntries(migrations.flatMap((m) => m.labels.map((label) => [label, m.revision])))
	};
}

export function entry(revision: string, more: Partial<LedgerEntry> = {}): LedgerEntry {
	return {
		revision,
		name: `${revision}.sql`,
		checksum: `sum-${revision}`,
		appliedAt: '2026-11-23T05:47:00.000Z',
		durationMs: 1,
		statementsApplied: 1,
		statementsTotal: 1,
		state: 'applied',
		...more
	};
}

/** Three migrations in a line, the first two applied. */
export const line = graphOf('0001 Create users', '0002 < 0001 Add email', '0003 < 0002 Add orders');
/** 0002 and 0003 both follow 0001. */
export const fork = graphOf('0001 Create users', '0002 < 0001 @shop Add email', '0003 < 0001 Add orders');

export interface FakeHost extends CommandHost {
	readonly commands: RunCommand[];
	readonly saved: FolderFile[];
	readonly requests: AutogenerateRequest[];
}

interface FakeOptions {
	graph?: RevisionGraph;
	applied?: readonly (string | LedgerEntry)[];
	problems?: readonly Problem[];
	schemaSql?: string | undefined;
	reply?: AutogenerateReply;
	target?: string;
	/** What a check finds beside what the ledger tells. */
	report?: Partial<CheckReport>;
	/** The revision that fails, and how many of its statements stay. */
	failing?: { revision: string; stuck: number };
	run?: CommandHost['run'];
}

/** What the ledger and the folder tell by themselves. */
function reportOf(graph: RevisionGraph, ledger: readonly LedgerEntry[]): CheckReport {
	const { current, pending, skipped, problems } = standingOf(graph, ledger);
	return {
		current,
		folder: [],
		pending: pending.map(({ revision }) => revision),
		skipped: skipped.map(({ revision }) => revision),
		ledger: problems,
		drift: { kind: 'none' },
		schemaSql: { kind: 'same' },
		versions: []
	};
}

/** A host whose database is only its ledger: steps succeed without running anything. */
export function fakeHost(options: FakeOptions = {}): FakeHost {
	const graph = options.graph ?? line;
	let ledger = (options.applied ?? ['0001', '0002']).map((of) => (typeof of === 'string' ? entry(of) : of));
	const host: FakeHost = {
		commands: [],
		saved: [],
		requests: [],
		files: () => graph.migrations.map(({ file, up }) => ({ name: file, text: `-- migrate:up${up.sql}` })),
		folder: () => ({ graph, problems: options.problems ?? [] }),
		ledger: async () => ledger,
		schemaSql: () => ('schemaSql' in options ? options.schemaSql : 'CREATE TABLE users (id)'),
		now: () => '2026-11-23T05:47:00.000Z',
		saveFile: async (file) => {
			host.saved.push(file);
		},
		editFile: async (file) => {
			host.saved.push(file);
		},
		check: async () => ({ ...reportOf(graph, ledger), folder: options.problems ?? [], ...options.report }),
		drift: async () => options.report?.drift ?? { kind: 'none' },
		undrift: () => Promise.reject(new Error('This host has no structure that could drift.')),
		putBack: () => Promise.reject(new Error('This host has no structure to put back.')),
		...(options.target !== undefined && { target: () => options.target }),
		autogenerate: async (request) => {
			host.requests.push(request);
			return options.reply ?? { kind: 'equal' };
		},
		queries: () => [],
		tryQueries: () => Promise.reject(new Error('This host has no rows to ask.')),
		rehearse: () => Promise.reject(new Error('This host has no rows to rehearse on.')),
		writer: () => Promise.reject(new Error('This host has no files to rewrite.')),
		rehearseTogether: () => Promise.reject(new Error('This host has no rows to rehearse on.')),
		takeWay: () => Promise.reject(new Error('This host has no files to rewrite.')),
		pullPlug: () => Promise.reject(new Error('This host has no connection to lose.')),
		safeDowngrade: () => Promise.reject(new Error('This host has no rows to lose.')),
		roundTrip: () => Promise.reject(new Error('This host has no rows to travel with.')),
		run: async (command, onEvent) => {
			host.commands.push(command);
			if (options.run) return options.run(command, onEvent);
			const applied = new Set(ledger.map(({ revision }) => revision));
			if (command.kind === 'stamp') {
				const found = command.targets.map((target) => resolveRevisions(graph, applied, target));
				const revisions = found.flatMap((one) => (one.ok ? one.value : []));
				ledger = revisions.map((revision) => entry(revision, { state: 'stamped' }));
				return { status: 'applied', steps: [], problems: [], current: revisions };
			}
			if (command.kind === 'takeBack') return play(command.revisions, 'downgrade', applied, onEvent);
			const plan = (command.kind === 'upgrade' ? planUpgrade : planDowngrade)(graph, applied, command.target);
			if (!plan.ok) {
				return { status: 'refused', steps: [], problems: plan.problems, current: headsOf(graph, applied) };
			}
			return play(plan.value, command.kind, applied, onEvent);
		}
	};

	function play(
		revisions: readonly string[],
		direction: 'upgrade' | 'downgrade',
		applied: Set<string>,
		onEvent: (event: RunEvent) => void
	): RunResult {
		onEvent({ kind: 'planned', direction, revisions });
		const steps: StepResult[] = [];
		let failed = false;
		for (const [index, revision] of revisions.entries()) {
			if (failed) {
				steps.push({ status: 'notRun', revision, direction });
				continue;
			}
			onEvent({ kind: 'stepStarted', revision, direction, index });
			const result = step(revision, direction, applied);
			failed = result.status === 'failed';
			steps.push(result);
			onEvent({ kind: 'stepFinished', result });
		}
		ledger = [...applied].map((revision) => entry(revision));
		const problems = steps.flatMap((one) => (one.status === 'failed' ? [one.problem] : []));
		const status = failed ? 'failed' : revisions.length === 0 ? 'nothing' : 'applied';
		return { status, steps, problems, current: headsOf(graph, applied) };
	}

	function step(revision: string, direction: 'upgrade' | 'downgrade', applied: Set<string>): StepResult {
		if (options.failing?.revision === revision) {
			const problem: Problem = {
				code: 'statement-refused',
				severity: 'error',
				message: 'no such table: userz',
				hint: 'Did you mean users?',
				file: `${revision}_add_orders.sql`,
				span: { start: { line: 4, column: 13, offset: 60 }, end: { line: 4, column: 18, offset: 65 } }
			};
			return { status: 'failed', revision, direction, problem, statements: [], stuck: options.failing.stuck };
		}
		const from = headsOf(graph, applied);
		if (direction === 'upgrade') applied.add(revision);
		else applied.delete(revision);
		const statement = { sql: 'x', span: { start: nowhere, end: nowhere }, durationMs: 1, rowsChanged: 1000 };
		const frame = {
			revision,
			direction,
			from,
			to: headsOf(graph, applied),
			patch: { set: [], unset: [] },
			reverse: { set: [], unset: [] },
			changes: [],
			statements: [statement, statement],
			warnings: [],
			at: '2026-11-23T05:47:00.000Z',
			durationMs: 4.2
		};
		return { status: 'applied', revision, direction, frame };
	}
	return host;
}

export interface Answered {
	readonly exitCode: number;
	readonly lines: readonly OutputLine[];
	/** All lines as one text. */
	readonly text: string;
}

/** Runs a line to its end. */
export async function answer(text: string, host: CommandHost = fakeHost()): Promise<Answered> {
	const lines: OutputLine[] = [];
	const running = runCommandLine(text, host);
	for (;;) {
		const { done, value } = await running.next();
		if (done) return { exitCode: value, lines, text: lines.map((one) => one.text).join('\n') };
		lines.push(value);
	}
}
