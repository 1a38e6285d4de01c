import type { Database } from '../database.ts';
import type { Problem } from '../problem.ts';
import { compareSchemas } from '../schema/compare.ts';
import { emptySchema } from '../schema/model.ts';
import type { RunContext } from './context.ts';
import { desiredSchema, schemaSqlFile } from './desired-schema.ts';
import { driftFrom, explained, hindranceOf, type Drift } from './drift.ts';
import { changesTold } from './changes-told.ts';
import { wordsOf } from './generate.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { ledgerFor } from './move.ts';
import { withoutOtherLedgers } from './other-ledgers.ts';
import { replay, type Replay } from './replay.ts';
import { standingOf } from './standing.ts';
import { versionProblems } from './version-problems.ts';
import { withoutProvided } from './without-provided.ts';

/** How `schema.sql` stands to what the whole folder makes. */
export type SchemaSqlFinding =
	| { readonly kind: 'same' }
	/** There is none, or nothing in it. */
	| { readonly kind: 'none' }
	/** What it asks for beyond the folder, in words. */
	| { readonly kind: 'differs'; readonly words: readonly string[] }
	| { readonly kind: 'unknown'; readonly problem: Problem };

/** All that can be said of a folder and its database before anything is run. */
export interface CheckReport {
	/** The revisions the database is at; `[]` is base. */
	readonly current: readonly string[];
	/** What is wrong with the folder; while one of them is an error, nothing else was looked at. */
	readonly folder: readonly Problem[];
	/** Revisions not applied yet, in running order. */
	readonly pending: readonly string[];
	/** Of those, the ones on which something applied rests. */
	readonly skipped: readonly string[];
	/** Applied files that were edited or deleted, steps that stopped midway, a ledger that cannot be read. */
	readonly ledger: readonly Problem[];
	readonly drift: Drift;
	readonly schemaSql: SchemaSqlFinding;
	/** What the oldest version that the folder must run on does not know. */
	readonly versions: readonly Problem[];
}

/** Something that is not in order. */
export type Finding = 'pending' | 'drift' | 'applied' | 'folder' | 'schemaSql';

/** What of a report is not in order; nothing where all is well. What could not be looked at counts to what stands in its way. */
export function findingsOf(report: CheckReport): ReadonlySet<Finding> {
	const { pending, ledger, folder, versions, drift, schemaSql } = report;
	const found = new Set<Finding>();
	const broken = folder.some(({ severity }) => severity === 'error') || versions.length > 0;
	const hindrances = hindrancesIn(report);
	if (broken || hindrances.some(({ file }) => file !== schemaSqlFile)) found.add('folder');
	if (ledger.length > 0) found.add('applied');
	if (pending.length > 0) found.add('pending');
	if (drift.kind === 'drifted') found.add('drift');
	const refused = hindrances.some(({ file }) => file === schemaSqlFile);
	if (schemaSql.kind === 'differs' || refused) found.add('schemaSql');
	return found;
}

/** Why something could not be compared, each once and without what the report says elsewhere. */
export function hindrancesIn({ folder, ledger, drift, schemaSql }: CheckReport): readonly Problem[] {
	const told = new Set([...folder, ...ledger].map(({ message }) => message));
	return [drift, schemaSql].flatMap((one) => {
		if (one.kind !== 'unknown' || told.has(one.problem.message)) return [];
		told.add(one.problem.message);
		return [one.problem];
	});
}

/**
 * Looks at everything that should agree: the folder, the ledger, the database and `schema.sql`. The folder is run on an empty
 * database to know what it makes; `context.database` is afterwards as it was. Must be called outside a transaction.
 */
export async function check(
	context: RunContext,
	texts: { readonly schemaSql?: string | undefined; readonly target?: string | undefined },
	openSecond: () => Promise<Database>
): Promise<CheckReport> {
	const { database, graph, problems } = context;
	const { migrations } = graph;
	const ledger = await ledgerFor(context);
	const versions = versionProblems(database.dialect, { migrations, ...texts });
	if (!ledger.ok) {
		const unknown = { kind: 'unknown', problem: ledger.problems[0]! } as const;
		const isFolder = problems.some(({ severity }) => severity === 'error');
		return {
			current: [],
			folder: problems,
			pending: [],
			skipped: [],
			ledger: isFolder ? [] : ledger.problems,
			drift: unknown,
			schemaSql: unknown,
			versions
		};
	}
	const standing = standingOf(graph, ledger.value);
	const whole = new Set(migrations.map(({ revision }) => revision));
	const asksHead = texts.schemaSql !== undefined && /\S/.test(texts.schemaSql);
	const ran = await replay(context, asksHead ? [standing.applied, whole] : [standing.applied], openSecond);
	return {
		current: standing.current,
		folder: problems,
		pending: standing.pending.map(({ revision }) => revision),
		skipped: standing.skipped.map(({ revision }) => revision),
		ledger: standing.problems,
		drift: await driftIn(context, ledger.value, ran),
		schemaSql: asksHead ? await againstHead(context, texts.schemaSql, ran, openSecond) : { kind: 'none' },
		versions
	};
}

async function driftIn(
	context: RunContext,
	ledger: readonly LedgerEntry[],
	{ schemas, problem }: Replay
): Promise<Drift> {
	const hindrance = hindranceOf(context, ledger);
	if (hindrance) return { kind: 'unknown', problem: hindrance };
	const [expected] = schemas;
	if (!expected) return { kind: 'unknown', problem: explained(context, ledger, problem!) };
	return driftFrom(context.database, expected);
}

async function againstHead(
	{ database }: RunContext,
	text: string,
	{ schemas, problem }: Replay,
	openSecond: () => Promise<Database>
): Promise<SchemaSqlFinding> {
	const { dialect } = database;
	const [, head] = schemas;
	if (!head) return { kind: 'unknown', problem: problem! };
	const shadow = async (sql: string) => (await dialect.shadow?.(database, { sql })) ?? openSecond();
	const wanted = await desiredSchema(text, shadow);
	if ('code' in wanted) return { kind: 'unknown', problem: wanted };
	const [from, to] = withoutOtherLedgers(head, withoutProvided(database, wanted));
	if (compareSchemas(dialect.fresh ?? emptySchema, to).length === 0) return { kind: 'none' };
	const changes = changesTold(dialect.renderer, from, to, []);
	return changes.length === 0 ? { kind: 'same' } : { kind: 'differs', words: wordsOf(dialect, changes) };
}
