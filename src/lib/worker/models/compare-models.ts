import type { Database } from '../../engine/database.ts';
import type { FolderFile, Migration } from '../../engine/migration/migration.ts';
import type { Problem } from '../../engine/problem.ts';
import { countRows } from '../../engine/rows/count-rows.ts';
import { renameEffects } from '../../engine/rows/rename-effects.ts';
import { changesTold } from '../../engine/run/changes-told.ts';
import { wordsOf } from '../../engine/run/generate.ts';
import type { Change, Rename, RenameSuggestion } from '../../engine/schema/change.ts';
import { compareSchemas } from '../../engine/schema/compare.ts';
import type { Schema } from '../../engine/schema/model.ts';
import { NoOrderError } from '../../engine/schema/no-order.ts';
import { suggestRenames } from '../../engine/schema/renames.ts';
import { readAlembicFolder } from '../../python/alembic-folder.ts';
import type { ScriptFolder } from '../../python/alembic-settings.ts';
import type { AlembicComparison, Decided, DecidedRename, PythonTable } from '../../python/autogenerate.ts';
import { lastWordsOf } from '../../python/last-words.ts';
import { severalDatabases } from '../several-databases.ts';
import { ToolBench, type BenchRun } from '../tool-bench.ts';
import type { ToolFolder } from '../tool-vehicle.ts';
import { additionsFor, canBeWritten, withCompanions } from './additions.ts';
import { byAspect } from './aspects.ts';
import { isOfRename, keyOf, linesOf, missedBy, type Findings } from './lines.ts';
import { matches } from './match.ts';
import { TableNames } from './names.ts';
import { withoutNamesAlone } from './names-only.ts';
import { modelsSchema } from './models-schema.ts';
import type { ModelsReply, ModelsRequest, ModelsTrial } from './reply.ts';

/** What a comparison needs from the session. */
export interface ModelsGround extends Pick<
	ToolFolder,
	'tools' | 'files' | 'wheels' | 'databases' | 'environment' | 'scripts'
> {
	readonly database: Database;
	readonly openSecond: () => Promise<Database>;
}

/**
 * Compares the database with the models as Alembic does and as the engine does, side by side, and writes the migration that
 * follows from both and from what was decided; it is tried there and back on the rows that are there. Files and database are
 * afterwards as they were. Must be called outside a transaction.
 */
export async function compareModels(ground: ModelsGround, request: ModelsRequest): Promise<ModelsReply> {
	const { database } = ground;
	const trial = await database.dialect.trial(database, { inTransactions: false });
	try {
		return await new Comparison(ground, request, trial.database).reply();
	} catch (error) {
		if (error instanceof NoOrderError) return { kind: 'failed', problem: error.problem, said: '' };
		throw error;
	} finally {
		await trial.end();
	}
}

/** A migration that was written and tried. */
interface Tried {
	readonly file: FolderFile | undefined;
	/** What the database is after it; undefined where it does not run. */
	readonly after: Schema | undefined;
	readonly trial: Omit<ModelsTrial, 'left'> | undefined;
}

class Comparison {
	readonly #ground: ModelsGround;
	readonly #request: ModelsRequest;
	readonly #bench: ToolBench;

	constructor(ground: ModelsGround, request: ModelsRequest, database: Database) {
		this.#ground = ground;
		this.#request = request;
		this.#bench = new ToolBench({ ...ground, database, databaseFile: request.databaseFile });
	}

	async reply(): Promise<ModelsReply> {
		const bench = this.#bench;
		const { dialect } = bench.database;
		const { renames, add, leaveOut } = this.#request;
		const start = await bench.database.snapshot();
		const present = await bench.look();
		const looked = await bench.run(this.#request.words, { decided: { tell: true } });
		const [alembic, ...others] = looked.compared;
		if (looked.exitCode !== 0 || !alembic) return failedBy(looked);
		if (others.length > 0) return { kind: 'failed', problem: leftToAlembic, said: looked.said };
		const made = await modelsSchema(bench.database, alembic, present, this.#ground.openSecond);
		if (!made.ok) return { kind: 'failed', problem: made.problems[0]!, said: looked.said };
		const desired = made.value;

		const names = new TableNames(dialect, alembic.tables);
		const isFound = (change: Change) => alembic.ops.some((op) => matches(op, change, names, renames));
		const told = (from: Schema, to: Schema, given: readonly Rename[] = []) =>
			byAspect(
				withoutNamesAlone(
					withIndexes(
						changesTold(dialect.renderer, from, to, given),
						compareSchemas(from, to, { renames: given })
					),
					isFound
				)
			);
		const all = told(present, desired, renames);
		const out = leftOut(alembic, { all, names, renames, leaveOut });
		const basis: Decided = {
			leaveOut: [...out],
			renames: renames.flatMap((rename) => decidedRename(rename, names))
		};
		const untouched = basis.leaveOut?.length === 0 && basis.renames?.length === 0;
		const first = await this.#try(untouched ? looked : await this.#write(basis), present);
		const facts = {
			dialect,
			alembic,
			names,
			renames,
			all,
			missing:
				first.trial?.refused?.direction === 'upgrade' ? undefined : told(first.after ?? present, desired),
			out
		};
		const { missed, unsayable } = missedBy(facts);
		const after = facts.missing && (first.after ?? present);
		const wanted = { dialect, desired, after, renames, names };
		const chosen = withCompanions(missed, (change) => add.includes(keyOf(change, dialect)), wanted);
		const additions = additionsFor(chosen, wanted);
		const findings: Findings = {
			...facts,
			added: new Set(chosen.map((change) => keyOf(change, dialect))),
			canBeWritten: (change) => canBeWritten(change, wanted)
		};
		const decided = additions.length > 0 ? { ...basis, add: additions } : basis;
		let last = first;
		if (additions.length > 0) {
			await bench.database.restore(start);
			last = await this.#try(await this.#write(decided), present);
		} else if (first.file) await bench.database.restore(start);
		const { suggestions, effects } = await this.#questions(present, desired, names);
		const kept = new Set(unsayable.map((change) => keyOf(change, dialect)));
		const left = last.after ? told(last.after, desired).filter((one) => !kept.has(keyOf(one, dialect))) : [];
		return {
			kind: 'compared',
			lines: linesOf(findings),
			suggestions,
			effects,
			leftAlone: wordsOf(dialect, unsayable).map((words) =>
				words.replace(/^Dropped /, '').replace(/\.$/, '')
			),
			file: last.file,
			trial: last.trial && { ...last.trial, left: wordsOf(dialect, left) },
			decided
		};
	}

	/** Has the file written anew with what was decided. */
	async #write(decided: Decided): Promise<BenchRun> {
		this.#bench.anew();
		return this.#bench.run(this.#request.words, { decided });
	}

	/** Runs there and back what a command has written. */
	async #try(run: BenchRun, present: Schema): Promise<Tried> {
		const bench = this.#bench;
		const { dialect } = bench.database;
		const file = run.written.find(({ name }) => /(^|\/)versions\/[^/]+\.py$/.test(name));
		const migration = file && migrationIn(bench.files, this.#ground.scripts, file.name);
		if (!file || !migration) {
			const problem = run.exitCode === 0 ? undefined : saidBy(run);
			return {
				file,
				after: undefined,
				trial: problem && { refused: { direction: 'upgrade', problem } }
			};
		}
		const program = programOf(this.#request.words);
		const up = await bench.run([...program, 'upgrade', migration.revision]);
		if (up.exitCode !== 0) {
			const refused = { direction: 'upgrade' as const, problem: { ...saidBy(up), file: file.name } };
			return { file, after: undefined, trial: { refused } };
		}
		const after = await bench.look();
		const down = await bench.run([...program, 'downgrade', migration.revises?.[0] ?? 'base']);
		if (down.exitCode !== 0) {
			const refused = { direction: 'downgrade' as const, problem: { ...saidBy(down), file: file.name } };
			return { file, after, trial: { refused } };
		}
		const back = changesTold(dialect.renderer, present, await bench.look(), []);
		return { file, after, trial: { notBack: wordsOf(dialect, back) } };
	}

	async #questions(present: Schema, desired: Schema, names: TableNames) {
		const { database } = this.#bench;
		const { renames } = this.#request;
		const suggestions: readonly RenameSuggestion[] = suggestRenames(present, desired, { renames }).filter(
			({ rename }) => decidedRename(rename, names).length > 0
		);
		const asked = [...renames, ...suggestions.map(({ rename }) => rename)];
		const rowCounts = await countRows(database, present);
		const effects = await renameEffects(database, asked, { present, desired, confirmed: renames, rowCounts });
		return { suggestions, effects };
	}
}

/** What comes before the name of the command: `flask db`, `alembic`, `python manage.py db`. */
function programOf(words: readonly string[]): readonly string[] {
	const at = words.findIndex((word) => word === 'migrate' || word === 'revision');
	return words.slice(0, at < 0 ? words.length : at);
}

function migrationIn(
	files: readonly FolderFile[],
	scripts: readonly ScriptFolder[],
	name: string
): Migration | undefined {
	return readAlembicFolder(files, scripts).graph.migrations.find(({ file }) => file === name);
}

/** An index that has another name after a rename follows by itself nowhere: Alembic drops it and makes it anew. */
function withIndexes(told: readonly Change[], compared: readonly Change[]): readonly Change[] {
	const indexIn = (change: Change) =>
		(change.kind === 'addObject' || change.kind === 'dropObject') && change.object.kind === 'index'
			? `${change.kind} ${change.object.name}`
			: undefined;
	const known = new Set(told.map(indexIn));
	return [...told, ...compared.filter((one) => indexIn(one) !== undefined && !known.has(indexIn(one)))];
}

/** The operations that are not to be written: those that a person leaves out, and those that a rename makes needless. */
function leftOut(
	{ ops }: AlembicComparison,
	{
		all,
		names,
		renames,
		leaveOut
	}: {
		readonly all: readonly Change[];
		readonly names: TableNames;
		readonly renames: readonly Rename[];
		readonly leaveOut: readonly string[];
	}
): ReadonlySet<string> {
	const needless = ops.filter(
		(op) => isOfRename(op, { names, renames }) && !all.some((change) => matches(op, change, names, renames))
	);
	return new Set([...leaveOut, ...needless.map(({ id }) => id)]);
}

function decidedRename(rename: Rename, names: TableNames): readonly DecidedRename[] {
	if (rename.kind === 'column') {
		const found = names.pythonOf(rename.table);
		return found ? [{ kind: 'column', ...placed(found), from: rename.from, to: rename.to }] : [];
	}
	// No model says of an enum that one of its values was another.
	if (rename.kind !== 'table') return [];
	const [from, to] = [names.pythonOf(rename.from), names.pythonOf(rename.to)];
	return from && to ? [{ kind: 'table', ...placed(to), from: from.table, to: to.table }] : [];
}

function placed({ schema, table }: PythonTable): PythonTable {
	return { ...(schema !== undefined && { schema }), table };
}

function failedBy(run: BenchRun): ModelsReply {
	return { kind: 'failed', problem: saidBy(run), said: run.said };
}

function saidBy({ said, exitCode }: BenchRun): Problem {
	const behind = said.includes('Target database is not up to date');
	return {
		code: 'tool-failed',
		severity: 'error',
		message: lastWordsOf(said) || `It ended with the exit code ${exitCode}.`,
		hint: behind
			? 'Upgrade to head first: a new migration is written by comparing the models with a database that has all the others.'
			: 'Run the same command in the terminal to see all that it says.'
	};
}

const leftToAlembic: Problem = { ...severalDatabases, hint: 'Let Alembic write the migration by itself.' };
