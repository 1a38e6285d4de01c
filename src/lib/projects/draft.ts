import { resolve } from '$app/paths';
import type { FolderFile } from '../engine/migration/migration.ts';
import { sameValue } from '../engine/schema/patch.ts';
import type { Project } from './project.ts';
import { isQuerySet, texts } from './record.ts';

/** What was written since the last save: small enough to be kept in the instant in which a page is left. */
export interface Draft {
	/** The project's own stamp: a draft older than what is stored is worth nothing. */
	readonly changedAt: string;
	/** The files that are new or say something else. */
	readonly files: readonly FolderFile[];
	/** The names of the files that are gone. */
	readonly gone: readonly string[];
	/** Absent where `schema.sql` is as it was saved. */
	readonly schemaSql?: string;
	/** The settings that are others. */
	readonly settings?: Settings;
}

/** What a project is made to be in a moment, besides its texts; null is what an absent target is written as. */
type Settings = Partial<
	Pick<Project, 'name' | 'queries' | 'environment'> & { readonly target: string | null }
>;

/** Keeps one draft a project. Nothing here throws: where the browser refuses, there is no draft. */
export interface Drafts {
	/** Keeps what `now` has that `saved` does not; keeps nothing where neither text nor setting differs. */
	keep(saved: Project, now: Project): void;
	/** The project with its draft, where one is newer than it. A draft that came into the store after all is forgotten. */
	takenUp(stored: Project): Project;
	forget(id: string): void;
}

/** The texts and settings of `now` that differ from what was saved; undefined where none does. */
export function draftOf(saved: Project, now: Project): Draft | undefined {
	const before = new Map(saved.files.map(({ name, text }) => [name, text]));
	const names = new Set(now.files.map(({ name }) => name));
	const files = now.files.filter(({ name, text }) => before.get(name) !== text);
	const gone = saved.files.map(({ name }) => name).filter((name) => !names.has(name));
	const schema = now.schemaSql === saved.schemaSql ? {} : { schemaSql: now.schemaSql };
	const settings = changedSettings(saved, now);
	const isSame = files.length + gone.length + Object.keys(settings).length === 0;
	if (isSame && !('schemaSql' in schema)) return undefined;
	return { changedAt: now.changedAt, files, gone, ...schema, settings };
}

function changedSettings(saved: Project, now: Project): Settings {
	return {
		...(now.name !== saved.name && { name: now.name }),
		...(now.target !== saved.target && { target: now.target ?? null }),
		...(!sameValue(now.queries, saved.queries) && { queries: now.queries }),
		...(!sameValue(now.environment, saved.environment) && { environment: now.environment })
	};
}

/** The project as the draft has it; the project itself where it was saved after the draft. */
export function withDraft(project: Project, draft: Draft): Project {
	if (draft.changedAt <= project.changedAt) return project;
	const written = new Map(draft.files.map((file) => [file.name, file]));
	const gone = new Set(draft.gone);
	const kept = project.files
		.filter(({ name }) => !gone.has(name))
		.map((file) => written.get(file.name) ?? file);
	const names = new Set(kept.map(({ name }) => name));
	const { target, ...settings } = draft.settings ?? {};
	return {
		...project,
		...settings,
		...(target !== undefined && { target: target ?? undefined }),
		files: [...kept, ...draft.files.filter(({ name }) => !names.has(name))],
		schemaSql: draft.schemaSql ?? project.schemaSql,
		changedAt: draft.changedAt
	};
}

/** The drafts in this browser. `namespace` keeps apart sites that share an origin. */
export function openDrafts(
	storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = () => localStorage,
	namespace: string = resolve('/')
): Drafts {
	const keyOf = (id: string) => `updown:draft:${namespace}:${id}`;
	const forget = (id: string): void => {
		try {
			storage().removeItem(keyOf(id));
		} catch {
			// Where storage is refused there is no draft either.
		}
	};
	return {
		keep(saved, now) {
			const draft = draftOf(saved, now);
			if (draft === undefined) return forget(now.id);
			try {
				storage().setItem(keyOf(now.id), JSON.stringify(draft));
			} catch {
				// Full or refused: what is being saved the ordinary way may still arrive.
			}
		},
		takenUp(stored) {
			try {
				const draft = readDraft(JSON.parse(storage().getItem(keyOf(stored.id)) ?? 'null'));
				if (draft === undefined) return stored;
				const project = withDraft(stored, draft);
				if (project === stored) forget(stored.id);
				return project;
			} catch {
				return stored;
			}
		},
		forget
	};
}

/** A draft as it was kept; undefined where it is damaged or there is none. */
function readDraft(value: unknown): Draft | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { changedAt, files, gone, schemaSql, settings } = value as Record<string, unknown>;
	if (typeof changedAt !== 'string' || !Array.isArray(files) || !Array.isArray(gone)) return undefined;
	if (!files.every(isFile) || !gone.every((name) => typeof name === 'string')) return undefined;
	return {
		changedAt,
		files,
		gone,
		...(typeof schemaSql === 'string' && { schemaSql }),
		settings: readSettings(settings)
	};
}

function readSettings(value: unknown): Settings {
	if (typeof value !== 'object' || value === null) return {};
	const { name, target, queries, environment } = value as Record<string, unknown>;
	return {
		...(typeof name === 'string' && { name }),
		...((typeof target === 'string' || target === null) && { target }),
		...(Array.isArray(queries) && queries.every(isQuerySet) && { queries }),
		...(typeof environment === 'object' && { environment: texts(environment) })
	};
}

function isFile(value: unknown): value is FolderFile {
	if (typeof value !== 'object' || value === null) return false;
	const { name, text } = value as Record<string, unknown>;
	return typeof name === 'string' && typeof text === 'string';
}
