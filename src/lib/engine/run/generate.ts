import type { Database } from '../database.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { countRows } from '../rows/count-rows.ts';
import { openGaps, type OpenGap } from '../rows/gap-rows.ts';
import { renameEffects } from '../rows/rename-effects.ts';
import type { Change, Rename } from '../schema/change.ts';
import { describeChange } from '../schema/describe.ts';
import { NoOrderError } from '../schema/no-order.ts';
import { isFor, type Fill, type Gap } from '../schema/fill.ts';
import type { Schema } from '../schema/model.ts';
import { sameValue } from '../schema/patch.ts';
import { suggestRenames } from '../schema/renames.ts';
import { withSameNames } from '../schema/same-names.ts';
import type { RenderedMigration } from '../schema/script.ts';
import type { AutogenerateReply, AutogenerateRequest } from './autogenerate-reply.ts';
import { changesTold } from './changes-told.ts';
import { misfits, refusedFills } from './refused-fills.ts';
import { splitMigration } from './split-migration.ts';
import { targetVersion } from './target-version.ts';
import { triedOnRows } from './tried-on-rows.ts';
import { problemOf } from './version-problems.ts';

/** Two schemas, and which of them the database has. */
export interface Span {
	readonly from: Schema;
	readonly to: Schema;
	/** Where the database stands: before the migration, or where somebody has brought it by hand already. */
	readonly at: 'from' | 'to';
}

/** Answers to earlier questions, and how to write. */
export type GenerateRequest = Omit<AutogenerateRequest, 'desired' | 'dropAll'>;

/**
 * The migration from one schema to the other, with what it does in words and what has to be asked. Values that were given are
 * tried on the rows there are; `database` is afterwards as it was. Must be called outside a transaction.
 */
export async function generate(
	database: Database,
	span: Span,
	request: GenerateRequest,
	openShadow: () => Promise<Database>
): Promise<Generated> {
	try {
		return await generated(database, span, request, openShadow);
	} catch (error) {
		if (error instanceof NoOrderError) return { kind: 'failed', problem: error.problem };
		throw error;
	}
}

type Generated = Exclude<AutogenerateReply, { readonly kind: 'nothingDesired' }>;

async function generated(
	database: Database,
	span: Span,
	request: GenerateRequest,
	openShadow: () => Promise<Database>
): Promise<Generated> {
	const { dialect } = database;
	const { renderer } = dialect;
	const { from: present, to: desired } = span;
	const target = targetVersion(dialect, request.target);
	if (!target.ok) return { kind: 'failed', problem: target.problems[0]! };
	const renames = withSameNames(present, desired, request.renames, dialect.folded);
	const changes = changesTold(renderer, present, desired, renames);
	if (changes.length === 0) return { kind: 'equal' };
	const rows = await countRows(database, span.at === 'from' ? present : desired);
	// Where the database is there already, its own rows are not at stake on the way.
	const atStake = span.at === 'from' && {
		rows,
		converted: await dialect.convertedValues(database, present, desired, { renames, rows }),
		refusedDefaults: await dialect.refusedDefaults(database, present, desired)
	};
	const foreignKeys = await dialect.transactions.foreignKeys(database);
	const options = { renames, target: target.value, foreignKeys, ...atStake };
	const possible = renderer.gaps(present, desired, options);
	const misfit = misfits(request.fills ?? [], possible, dialect);
	const fills = (request.fills ?? []).filter((fill) => !misfit.some((one) => one.fill === fill));
	const render = (values: readonly Fill[]) =>
		renderer.renderMigration(present, desired, { ...options, fills: values });
	const suggestions = suggestRenames(present, desired, { renames });
	const warned = (one: RenderedMigration) => withVersionWarnings(one, dialect, target.value, request.target);
	const splitting = { database, present, desired, options: { ...options, fills }, openShadow };
	const parts = request.split === true ? await splitMigration(splitting) : undefined;
	const written = warned(render(fills));
	const scripts = { upgrade: written.upgrade.sql, downgrade: written.downgrade.sql };
	const lost = span.at === 'from' ? await dialect.grantsLost?.(database, scripts, { present, desired }) : [];
	const migration = { ...written, warnings: [...written.warnings, ...(lost ?? [])] };
	const asked = [...request.renames, ...suggestions.map(({ rename }) => rename)];
	const trial = { database, fills, gaps: possible, render, at: span.at };
	const gaps =
		span.at === 'to'
			? gapsOfTables(possible, rows)
			: await openGaps(database, possible, { renames, rowCounts: rows });
	const refused = [...misfit, ...(await refusedFills(trial))];
	// What is yet to be answered says nothing about the script that comes of the answers.
	const isFinal =
		refused.length === 0 &&
		suggestions.every(({ rename }) => isDropped(rename, request)) &&
		gaps.every((gap) => !isRefused(gap) || fills.some((fill) => isFor(fill, gap)));
	// Values that do not fit their new type have been counted already.
	const isCounted = atStake && atStake.converted.some(({ refused: count }) => count > 0);
	return {
		kind: 'changes',
		changes,
		words: wordsOf(dialect, changes),
		migration:
			span.at === 'from' && isFinal && !isCounted ? await triedOnRows(database, migration, rows) : migration,
		suggestions,
		effects:
			span.at === 'to'
				? []
				: await renameEffects(database, asked, { present, desired, confirmed: renames, rowCounts: rows }),
		gaps,
		refusedFills: refused,
		...(parts && {
			parts: parts.map((part) => ({
				words: wordsOf(dialect, part.changes),
				migration: warned(part.migration)
			}))
		})
	};
}

function isDropped(rename: Rename, { dropped = [] }: GenerateRequest): boolean {
	return dropped === 'all' || dropped.some((one) => sameValue(one, rename));
}

/** Whether the upgrade fails where nobody gives a value. */
function isRefused({ direction, leftOpen }: Gap): boolean {
	return direction === 'upgrade' && leftOpen === 'refused';
}

/** Each change in plain words, in those of the dialect where it has its own. */
export function wordsOf(dialect: Dialect, changes: readonly Change[]): readonly string[] {
	return changes.map((change) => dialect.describe?.(change) ?? describeChange(change));
}

/** The gaps in tables that have rows: in another database, rows like them would come to each. */
function gapsOfTables(gaps: readonly Gap[], rowCounts: Readonly<Record<string, number>>): readonly OpenGap[] {
	return gaps.flatMap((gap) => {
		const rows = rowCounts[gap.table] ?? 0;
		return rows > 0 ? [{ ...gap, rows }] : [];
	});
}

/** With a warning for each thing that is asked for and the version does not know. */
function withVersionWarnings(
	migration: RenderedMigration,
	dialect: Dialect,
	target: number,
	said: string = dialect.versions.usual
): RenderedMigration {
	const { upgrade, downgrade, warnings } = migration;
	const newer = dialect.versions.newerIn([upgrade.sql, downgrade.sql], target).flat();
	const sentences = newer.map((one) => {
		const { message, hint } = problemOf(one, dialect, said);
		return `${message} ${hint}`;
	});
	return newer.length === 0 ? migration : { ...migration, warnings: [...warnings, ...new Set(sentences)] };
}
