import { existsSync } from 'node:fs';
import { basename, normalize } from 'node:path';
import * as engine from '../dist/engine/index.js';
import { DatabaseFile } from './database-file.js';
import { FileProblem } from './file-problem.js';
import {
	isFolder,
	makeFolder,
	overwrite,
	queriesBeside,
	readFolder,
	readText,
	remove,
	schemaBeside,
	targetBeside,
	writeNew
} from './folder.js';

/**
 * What a command line works on: a folder and a database on the disk. The database is opened when a command first
 * asks for it, and its file is replaced by each step that has changed it.
 * @param {import('./options.js').Options} options
 */
export async function openHost(options, { needsFolder }) {
	const { directory } = options;
	const hasFolder = await isFolder(directory);
	if (needsFolder && !hasFolder) {
		throw new FileProblem(
			`There is no folder ${directory}. \`updown init\` makes it; another one is named with --directory.`
		);
	}
	const schemaPath = options.schema ?? schemaBeside(directory);
	if (options.schema !== undefined && !existsSync(options.schema)) {
		throw new FileProblem(`There is no file ${options.schema}, which --schema names.`);
	}
	const schemaSql = existsSync(schemaPath) ? await readText(schemaPath) : undefined;
	let files = hasFolder ? await readFolder(directory) : [];
	let folder = engine.parseFolder(files);
	const queries = await queriesBeside(directory);
	const projectTarget = await targetBeside(directory);
	const database = lazyDatabase(options);
	const written = [];
	let lastRun;
	let lastCheck;

	const clock = { now: () => new Date().toISOString(), elapsed: () => performance.now() };
	const context = async () => ({
		database: await database.open(),
		graph: folder.graph,
		problems: folder.problems,
		clock
	});
	const second = () => engine.openDatabase('sqlite', { foreignKeys: options.foreignKeys });
	return {
		files: () => files,
		folder: () => folder,
		schemaSql: () => schemaSql,
		target: () => projectTarget,
		check: async (target) => {
			lastCheck = await engine.check(await context(), { schemaSql, target }, second);
			return lastCheck;
		},
		drift: async () => engine.drift(await context(), second),
		undrift: async (request) => engine.undrift(await context(), request, second),
		putBack: async (script) => {
			await database.checkWritable();
			const result = await engine.putBack(await context(), script, second);
			if (result.status === 'applied') await database.save();
			return result;
		},
		now: clock.now,
		folderName: normalize(directory).replace(/[/\\]$/, ''),
		makeFolder: () => makeFolder(directory),
		ledger: async () => {
			const open = await database.open();
			return open ? engine.readLedger(open) : [];
		},
		run: async (command, onEvent) => {
			const run = engine.runCommand(await context(), command);
			lastRun = await engine.runToEnd(onDisk(run, database), onEvent);
			return lastRun;
		},
		rehearse: async (command) => engine.rehearse(await context(), command),
		roundTrip: async () => engine.roundTrip(await context()),
		safeDowngrade: async (revision) => engine.safeDowngrade(await context(), files, revision),
		pullPlug: async (request) => {
			await database.checkWritable();
			const outcome = await engine.pullPlug(await context(), request);
			if (outcome.ok) await database.save();
			return outcome;
		},
		queries: () => queries,
		tryQueries: async (sets) => engine.tryQueries(await context(), sets),
		writer: async () => engine.sqlWriter(engine.idStyle(folder.graph, clock.now())),
		rehearseTogether: async (trial) => engine.rehearseTogether(await context(), trial),
		takeWay: async (way, following) => {
			await database.checkWritable();
			if (following.kind === 'again') {
				const earlier = { ...(await context()), ...engine.parseFolder(following.files) };
				const command = { kind: 'takeBack', revisions: following.revisions };
				lastRun = await engine.runToEnd(onDisk(engine.runCommand(earlier, command), database));
				if (lastRun.status !== 'applied') return lastRun.problems;
			}
			// The new files first: a name is never without its text.
			for (const { before, after } of way.rewritten) {
				if (after.name === before.name) await overwrite(directory, after);
				else await writeNew(directory, after);
				written.push(`${directory}/${after.name}`);
			}
			for (const { before, after } of way.rewritten) {
				if (after.name !== before.name) await remove(directory, before.name);
			}
			files = await readFolder(directory);
			folder = engine.parseFolder(files);
			if (following.kind !== 'ledger') return [];
			const command = { kind: 'stamp', targets: [], purge: false, moved: following.moved };
			lastRun = await engine.runToEnd(onDisk(engine.runCommand(await context(), command), database));
			return lastRun.status === 'applied' ? [] : lastRun.problems;
		},
		autogenerate: async (request) => engine.autogenerate(await database.open(), request, second),
		saveFile: async (file) => {
			await writeNew(directory, file);
			written.push(`${directory}/${file.name}`);
			files = await readFolder(directory);
			folder = engine.parseFolder(files);
		},
		editFile: async (file) => {
			await overwrite(directory, file);
			written.push(`${directory}/${file.name}`);
			files = await readFolder(directory);
			folder = engine.parseFolder(files);
		},
		report: async () => {
			const open = await database.open();
			const standing = engine.standingOf(folder.graph, open ? await engine.readLedger(open) : []);
			return {
				current: standing.current,
				applied: [...standing.applied],
				pending: standing.pending.map((migration) => migration.revision),
				problems: [
					...folder.problems,
					...standing.problems,
					...(lastCheck ? [...engine.hindrancesIn(lastCheck), ...lastCheck.versions] : [])
				].map(plainProblem),
				...(lastCheck && { findings: [...engine.findingsOf(lastCheck)], drift: lastCheck.drift.words ?? [] }),
				run: lastRun ? plainRun(lastRun) : null,
				written
			};
		},
		close: () => database.close()
	};
}

/** The same run, with each step on the disk before anybody hears that it is done. */
async function* onDisk(run, database) {
	try {
		for (;;) {
			const { done, value } = await run.next();
			if (done) {
				if (value.status !== 'refused' && value.status !== 'nothing') await database.save();
				return value;
			}
			if (value.kind === 'planned') await database.checkWritable();
			// A failed step too: what stuck of it is in the ledger.
			if (value.kind === 'stepFinished') await database.save();
			yield value;
		}
	} finally {
		await run.return();
	}
}

/** The database of the options, opened at first use; none where the options name none. */
function lazyDatabase({ database: path, foreignKeys }) {
	const inMemory = path === ':memory:';
	let file;
	let opened;
	const open = async () => {
		if (path === undefined) return undefined;
		file = inMemory ? undefined : await DatabaseFile.read(path);
		const image = file?.image;
		try {
			return await engine.openDatabase('sqlite', { foreignKeys, ...(image ? { image } : {}) });
		} catch (error) {
			if (!(error instanceof engine.DatabaseError)) throw error;
			throw new FileProblem(`${basename(path)} cannot be opened: ${error.message}.`);
		}
	};
	return {
		open: () => (opened ??= open()),
		checkWritable: () => file?.checkWritable(),
		save: async () => {
			const database = await opened;
			if (file && database) await file.write(await database.snapshot());
		},
		close: async () => (await opened)?.close()
	};
}

function plainProblem({ code, severity, message, hint, file, span }) {
	return {
		code,
		severity,
		message,
		hint,
		file: file ?? null,
		line: span?.start.line ?? null,
		column: span?.start.column ?? null
	};
}

/** A run without its schemas: what each step came to. */
function plainRun({ status, steps, problems }) {
	return {
		status,
		steps: steps.map((step) => ({
			revision: step.revision,
			direction: step.direction,
			status: step.status,
			durationMs: step.status === 'applied' ? step.frame.durationMs : null,
			statements: step.status === 'notRun' ? 0 : (step.frame ?? step).statements.length,
			rowsChanged:
				step.status === 'notRun'
					? 0
					: (step.frame ?? step).statements.reduce((sum, statement) => sum + statement.rowsChanged, 0),
			changes: step.status === 'applied' ? step.frame.changes.map(engine.describeChange) : [],
			problem: step.status === 'failed' ? plainProblem(step.problem) : null
		})),
		problems: problems.map(plainProblem)
	};
}
