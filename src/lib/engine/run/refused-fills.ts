import type { Database } from '../database.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { Direction } from '../migration/migration.ts';
import type { Problem } from '../problem.ts';
import { isFor, type Fill, type Gap } from '../schema/fill.ts';
import type { RenderedMigration } from '../schema/script.ts';
import type { RefusedFill } from './autogenerate-reply.ts';
import { said } from './prepared-section.ts';
import { runScripts, tryScripts, type Tried } from './try-scripts.ts';

/** The values that cannot stand in a script: they fit no gap, or are no single expression. */
export function misfits(
	fills: readonly Fill[],
	gaps: readonly Gap[],
	dialect: Dialect
): readonly RefusedFill[] {
	return fills.flatMap((fill) => {
		const problem = gaps.some((gap) => isFor(fill, gap)) ? notAnExpression(fill, dialect) : noGap(fill, gaps);
		return problem === undefined ? [] : [{ fill, problem }];
	});
}

/** What values are tried in. */
export interface Trial {
	readonly database: Database;
	/** The values, each of which fits a gap. */
	readonly fills: readonly Fill[];
	readonly gaps: readonly Gap[];
	readonly render: (fills: readonly Fill[]) => RenderedMigration;
	/** Where the database stands: before the migration or after it. */
	readonly at: 'from' | 'to';
}

/**
 * Tries the migration on the rows there are, from where the database stands: up and, where a value is for the way back, down
 * again, or the other way round, and takes everything back. Where it does not go through, tells which values are to blame; a failure that is none of theirs is
 * not told here.
 */
export async function refusedFills(trial: Trial): Promise<readonly RefusedFill[]> {
	const { database, fills } = trial;
	if (fills.length === 0) return [];
	const tried = await tryWith(trial, fills);
	if (tried.kind === 'done') return foldingFills(trial);
	const direction = wayOf(trial)[tried.script];
	const candidates = fills.filter((fill) => fill.direction === direction);
	const problem = problemOf(database.dialect, tried);
	const words = wordsOf(tried);
	const names = new Set(words.toLowerCase().match(/[\p{L}\p{N}_$]+/gu));
	const named = candidates.filter(({ column }) => names.has(column.toLowerCase()));
	const blamed = named.length > 0 ? named : await indispensable(trial, candidates, words);
	return blamed.map((fill) => ({ fill, problem }));
}

/** The values with which fewer rows are left than there should be: `count(*)` in a list of columns makes one row of all. */
async function foldingFills(trial: Trial): Promise<readonly RefusedFill[]> {
	const way = wayOf(trial);
	const found: RefusedFill[] = [];
	for (const fill of trial.fills) {
		// Only what calls a function or asks another table can do that.
		if (!fill.expression.includes('(')) continue;
		const steps = way.slice(0, way.indexOf(fill.direction) + 1);
		const left = await rowsLeft(trial, trial.fills, steps, fill.table);
		const due = await rowsLeft(trial, withHarmless(trial.fills, fill, trial.gaps), steps, fill.table);
		if (left === undefined || due === undefined || left >= due) continue;
		const problem = refusal(
			`With it, of the ${due} rows of ${fill.table} only ${left} would be left.`,
			'Write a value for each row: what works on a group of rows belongs in a query of its own, as (SELECT count(*) FROM …).'
		);
		found.push({ fill, problem });
	}
	return found;
}

/** How many rows a table has after these steps; undefined where they do not go through. */
async function rowsLeft(
	{ database, render }: Trial,
	fills: readonly Fill[],
	steps: readonly Direction[],
	table: string
): Promise<number | undefined> {
	const migration = render(fills);
	const scripts = steps.map((direction) => migration[direction]);
	let left: number | undefined;
	await runScripts(database, scripts, async () => {
		const { rows } = await database.query(`SELECT count(*) FROM ${database.dialect.relation(table)}`);
		left = Number(rows[0]?.[0]);
		return false;
	});
	return left;
}

/** The values without which the migration would not fail in these words. */
async function indispensable(
	trial: Trial,
	candidates: readonly Fill[],
	words: string
): Promise<readonly Fill[]> {
	const found: Fill[] = [];
	for (const fill of candidates) {
		const without = withHarmless(trial.fills, fill, trial.gaps);
		if (wordsOf(await tryWith(trial, without)) !== words) found.push(fill);
	}
	return found;
}

function tryWith(trial: Trial, fills: readonly Fill[]): Promise<Tried> {
	const migration = trial.render(fills);
	return tryScripts(
		trial.database,
		wayOf({ ...trial, fills }).map((direction) => migration[direction])
	);
}

/** The directions to try, in order. */
function wayOf({ at, fills }: Trial): readonly Direction[] {
	const [there, back] =
		at === 'from' ? (['upgrade', 'downgrade'] as const) : (['downgrade', 'upgrade'] as const);
	return fills.some(({ direction }) => direction === back) ? [there, back] : [there];
}

/** What the database said, without the places: the same words twice are the same failure. */
function wordsOf(tried: Tried): string {
	if (tried.kind === 'done') return '';
	if (tried.kind === 'brokenKeys') return tried.keys.join(' ');
	const { message, detail = '' } = tried.failure;
	return `${message} ${detail}`;
}

function problemOf(dialect: Dialect, tried: Exclude<Tried, { kind: 'done' }>): Problem {
	if (tried.kind === 'brokenKeys')
		return refusal(`With it, ${tried.keys[0] ?? 'a row points nowhere'}.`, 'Point at a row that is there.');
	const { message, hint } = dialect.explain(tried.failure);
	return refusal(`${message} ${said(dialect, tried.failure)}`, hint);
}

/** The values with one of them replaced by what says as little as possible: a failure that stays is not its fault. */
function withHarmless(fills: readonly Fill[], fill: Fill, gaps: readonly Gap[]): readonly Fill[] {
	const placeholder = gaps.find((gap) => isFor(fill, gap))?.placeholder;
	return fills.flatMap((each) => {
		if (each !== fill) return [each];
		return placeholder === undefined ? [] : [{ ...fill, expression: placeholder }];
	});
}

function noGap({ table, column, direction }: Fill, gaps: readonly Gap[]): Problem {
	const open = gaps.filter((gap) => gap.direction === direction).map((gap) => `${gap.table}.${gap.column}`);
	return {
		code: 'nothing-to-fill',
		severity: 'error',
		message: `Nothing has to be filled in ${table}.${column}${direction === 'downgrade' ? ' on the way back' : ''}.`,
		hint: open.length === 0 ? 'Leave the value out.' : `Values are needed in ${open.join(', ')}.`
	};
}

/** One expression is one piece of SQL from its first letter to its last: nothing can follow it in the script. */
function notAnExpression({ expression }: Fill, dialect: Dialect): Problem | undefined {
	const text = expression.trim();
	const [piece, ...more] = dialect.split(text);
	const whole = piece?.start === 0 && piece.end === text.length && more.length === 0;
	if (whole && !text.endsWith(';')) return undefined;
	return refusal(
		text === '' ? 'There is no value.' : 'This is not one expression.',
		"Write a value such as 'unknown' or 0, or an expression over the columns such as lower(name), without a semicolon or a comment at its end."
	);
}

function refusal(message: string, hint: string): Problem {
	return { code: 'value-refused', severity: 'error', message, hint };
}
