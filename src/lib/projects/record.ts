import type { FolderFile } from '../engine/migration/migration.ts';
import type { QuerySet } from '../engine/run/query-sets.ts';
import { failure, success, type Outcome, type Problem } from '../engine/problem.ts';
import { dialectNamed } from '../formats/dialect-words.ts';
import type { ScriptFolder } from '../python/alembic-settings.ts';
import type { DatabaseFile } from '../python/python.ts';
import type { Checkpoint, Colleague, CutOff, Leftover, Loss, Place, Project, Visit } from './project.ts';

/** The number of the format that this version writes. It grows by one whenever the shape of `Project` changes. */
export const projectFormat = 8;

/** A project as it is stored; its wheels lie beside it, because they are large and seldom change. */
export interface ProjectRecord extends Omit<Project, 'wheels'> {
	readonly format: number;
	/** Whether a database image was stored with it, so that a missing one is noticed. */
	readonly hasImage: boolean;
	/** The files of its wheels, so that a missing one is noticed. */
	readonly wheelFiles: readonly string[];
}

/** Makes a record of one format into a record of the next. Pure; gets whatever was stored. */
export type Upgrade = (record: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** `upgrades[n]` leads from format n to n + 1. Never changed once released, only added to. */
export const upgrades: Readonly<Record<number, Upgrade>> = {
	1: (record) => ({ ...record, target: undefined, extensions: [] }),
	2: (record) => ({ ...record, losses: [] }),
	// That as much came back does not say that it was the same.
	3: (record) => ({
		...record,
		losses: Array.isArray(record.losses)
			? record.losses.map((loss: unknown) => {
					if (!isRecord(loss) || loss.cameBack === undefined) return loss;
					const { cameBack, ...rest } = loss;
					return { ...rest, countedBack: cameBack };
				})
			: [],
		queries: [],
		cutOff: undefined,
		toolchain: 'sql',
		databaseFile: undefined
	}),
	4: (record) => ({ ...record, colleague: undefined, wheelFiles: [] }),
	5: (record) => ({ ...record, environment: {} }),
	6: (record) => ({ ...record, leftover: undefined }),
	7: (record) => ({ ...record, scripts: [] })
};

/** What was read, whole again. `repairs` says in sentences what had to be mended. */
export interface RestoredProject {
	/** Without its wheels. */
	readonly project: Project;
	readonly hasImage: boolean;
	readonly wheelFiles: readonly string[];
	readonly repairs: readonly string[];
}

/** Where a new project begins to look. */
export const firstPlace: Place = {
	openFile: undefined,
	pane: 'rows',
	table: undefined,
	terminalOpen: false,
	consoleText: '',
	consoleHistory: [],
	terminalHistory: []
};

/** The record that is stored for `project`. */
export function toRecord(project: Project, hasImage: boolean): ProjectRecord {
	const { wheels, ...rest } = project;
	return { ...rest, format: projectFormat, hasImage, wheelFiles: wheels.map(({ file }) => file) };
}

/**
 * Leads a record of any earlier format to format `to`. A record from a later version of Updown is refused:
 * reading half of it and saving would lose the other half.
 */
export function upgradeRecord(
	stored: unknown,
	steps: Readonly<Record<number, Upgrade>> = upgrades,
	to: number = projectFormat
): Outcome<Readonly<Record<string, unknown>>> {
	if (!isRecord(stored) || typeof stored.format !== 'number')
		return failure(damaged('It has no format number.'));
	if (stored.format > to)
		return failure({
			code: 'project-from-later-version',
			severity: 'error',
			message: 'This project was saved by a newer version of Updown.',
			hint: 'Reload the page to get that version. The project is not changed.'
		});
	let record: Readonly<Record<string, unknown>> = stored;
	for (let format = stored.format; format < to; format++) {
		const step = steps[format];
		if (step === undefined) return failure(damaged(`Nothing leads on from its format ${format}.`));
		record = { ...step(record), format: format + 1 };
	}
	return success(record);
}

/**
 * Reads a stored record: brings it to the present format, checks every field, and mends what can be mended
 * without losing what the user wrote. Only a record whose files cannot be read is refused.
 */
export function restoreProject(stored: unknown): Outcome<RestoredProject> {
	const upgraded = upgradeRecord(stored);
	if (!upgraded.ok) return upgraded;
	const record = upgraded.value;
	const { id, files } = record;
	if (typeof id !== 'string' || id === '') return failure(damaged('It has no id.'));
	const dialect = dialectNamed(record.dialect);
	if (dialect === undefined)
		return failure(damaged(`It is for a database called ${JSON.stringify(record.dialect)}.`));
	if (!Array.isArray(files)) return failure(damaged('Its migrations folder is missing.'));

	const repairs: string[] = [];
	const kept = files.filter(isFile);
	if (kept.length < files.length)
		repairs.push(`${counted(files.length - kept.length, 'file')} of the folder could not be read.`);

	const frames = Array.isArray(record.frames) ? record.frames.filter(isFrame) : [];
	if (!Array.isArray(record.frames) || frames.length < record.frames.length)
		repairs.push('Part of the timeline could not be read; the files and the database are not affected.');

	const colleague = restoreColleague(record.colleague);
	if (record.colleague !== undefined && colleague === undefined)
		repairs.push(
			'What both developers had in common could not be read, so nothing can be pulled: fork it again.'
		);

	const project: Project = {
		id,
		dialect,
		toolchain: record.toolchain === 'python' ? 'python' : 'sql',
		name: typeof record.name === 'string' && record.name.trim() !== '' ? record.name : 'Untitled project',
		foreignKeys: typeof record.foreignKeys === 'boolean' ? record.foreignKeys : true,
		target: typeof record.target === 'string' ? record.target : undefined,
		extensions: strings(record.extensions),
		files: kept.map(({ name, text }) => ({ name, text })),
		wheels: [],
		schemaSql: typeof record.schemaSql === 'string' ? record.schemaSql : '',
		databaseFile: typeof record.databaseFile === 'string' ? record.databaseFile : undefined,
		databases: Array.isArray(record.databases) ? record.databases.filter(isDatabaseFile) : [],
		scripts: Array.isArray(record.scripts) ? record.scripts.filter(isScriptFolder) : [],
		environment: texts(record.environment),
		appliedTexts: texts(record.appliedTexts),
		frames,
		losses: Array.isArray(record.losses) ? record.losses.filter(isLoss) : [],
		queries: Array.isArray(record.queries) ? record.queries.filter(isQuerySet) : [],
		cutOff: isCutOff(record.cutOff) ? record.cutOff : undefined,
		leftover: isLeftover(record.leftover) ? record.leftover : undefined,
		colleague,
		place: restorePlace(record.place),
		changedAt: typeof record.changedAt === 'string' ? record.changedAt : new Date(0).toISOString()
	};
	return success({
		project,
		hasImage: record.hasImage === true,
		wheelFiles: strings(record.wheelFiles),
		repairs
	});
}

function restorePlace(stored: unknown): Place {
	if (!isRecord(stored)) return firstPlace;
	const panes: readonly Place['pane'][] = ['rows', 'diagram', 'schema', 'sql'];
	return {
		openFile: typeof stored.openFile === 'string' ? stored.openFile : undefined,
		pane: panes.find((pane) => pane === stored.pane) ?? firstPlace.pane,
		table: typeof stored.table === 'string' ? stored.table : undefined,
		terminalOpen: stored.terminalOpen === true,
		consoleText: typeof stored.consoleText === 'string' ? stored.consoleText : '',
		consoleHistory: strings(stored.consoleHistory),
		terminalHistory: strings(stored.terminalHistory)
	};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFile(value: unknown): value is FolderFile {
	return isRecord(value) && typeof value.name === 'string' && typeof value.text === 'string';
}

/** Looks at what a frame needs to be shown; its parts are taken as they are, as the engine has written them. */
export function isFrame(value: unknown): value is Visit {
	return (
		isRecord(value) &&
		typeof value.revision === 'string' &&
		(value.direction === 'upgrade' || value.direction === 'downgrade') &&
		[value.from, value.to, value.changes, value.statements, value.warnings].every(Array.isArray) &&
		[value.patch, value.reverse].every(
			(patch) => isRecord(patch) && Array.isArray(patch.set) && Array.isArray(patch.unset)
		) &&
		(value.after === undefined || (isRecord(value.after) && Array.isArray(value.after.objects)))
	);
}

export function isLoss(value: unknown): value is Loss {
	return (
		isRecord(value) &&
		typeof value.revision === 'string' &&
		typeof value.at === 'string' &&
		(value.direction === 'upgrade' || value.direction === 'downgrade') &&
		Array.isArray(value.tables)
	);
}

export function isQuerySet(value: unknown): value is QuerySet {
	return isRecord(value) && typeof value.name === 'string' && typeof value.sql === 'string';
}

function isCutOff(value: unknown): value is CutOff {
	if (!isRecord(value) || !isRecord(value.pulled)) return false;
	const { pulled, checkpoint } = value;
	return (
		typeof pulled.revision === 'string' &&
		isWreck(pulled.own) &&
		(pulled.other === undefined || isWreck(pulled.other)) &&
		(pulled.statements === undefined || Array.isArray(pulled.statements)) &&
		isCheckpoint(checkpoint)
	);
}

function isLeftover(value: unknown): value is Leftover {
	return (
		isRecord(value) &&
		typeof value.revision === 'string' &&
		(value.direction === 'upgrade' || value.direction === 'downgrade') &&
		Array.isArray(value.stayed) &&
		isRecord(value.without) &&
		Array.isArray(value.without.objects) &&
		isCheckpoint(value.checkpoint)
	);
}

function isCheckpoint(value: unknown): value is Checkpoint {
	return (
		isRecord(value) &&
		[value.frames, value.losses].every(Array.isArray) &&
		isRecord(value.appliedTexts) &&
		(value.image === undefined || value.image instanceof Uint8Array)
	);
}

function isWreck(value: unknown): boolean {
	return isRecord(value) && Array.isArray(value.tables) && Array.isArray(value.words);
}

function restoreColleague(stored: unknown): Colleague | undefined {
	if (!isRecord(stored) || typeof stored.id !== 'string' || !isRecord(stored.common)) return undefined;
	const { files, schemaSql, at } = stored.common;
	// Half of what both had would make a pull take the other half for new.
	if (!Array.isArray(files) || !files.every(isFile)) return undefined;
	if (typeof schemaSql !== 'string' || typeof at !== 'string') return undefined;
	const common = { files: files.map(({ name, text }) => ({ name, text })), schemaSql, at };
	return { id: stored.id, common, theirs: strings(stored.theirs) };
}

function strings(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** The texts of a record by name; what else it holds is left out. */
export function texts(value: unknown): Readonly<Record<string, string>> {
	if (!isRecord(value)) return {};
	return Object.fromEntries(
		Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
	);
}

function damaged(reason: string): Problem {
	return {
		code: 'project-damaged',
		severity: 'error',
		message: `This stored project is damaged. ${reason}`,
		hint: 'It is left as it is. Open another project, or remove this one.'
	};
}

function counted(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function isScriptFolder(value: unknown): value is ScriptFolder {
	return (
		isRecord(value) &&
		typeof value.home === 'string' &&
		Array.isArray(value.folders) &&
		value.folders.every(
			(one) => isRecord(one) && typeof one.folder === 'string' && typeof one.isDeep === 'boolean'
		)
	);
}

function isDatabaseFile(value: unknown): value is DatabaseFile {
	return isRecord(value) && typeof value.file === 'string' && value.bytes instanceof Uint8Array;
}
