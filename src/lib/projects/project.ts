import type { DialectName } from '../engine/dialects/dialect.ts';
import type { Direction, FolderFile } from '../engine/migration/migration.ts';
import type { TableFates } from '../engine/rows/table-fates.ts';
import type { PulledPlug } from '../engine/run/pull-plug.ts';
import type { QuerySet } from '../engine/run/query-sets.ts';
import type { Frame } from '../engine/run/step.ts';
import type { Schema } from '../engine/schema/model.ts';
import type { ScriptFolder } from '../python/alembic-settings.ts';
import type { DatabaseFile, Environment, Wheel } from '../python/python.ts';
import type { Toolchain } from '../worker/protocol.ts';

/** Everything a user made, as plain values: this is what is stored and taken home. */
export interface Project {
	readonly id: string;
	readonly name: string;
	readonly dialect: DialectName;
	/** What its migrations are written in. */
	readonly toolchain: Toolchain;
	readonly foreignKeys: boolean;
	/** The oldest version of the database that the folder must run on; the dialect's usual one where nobody has said it. */
	readonly target: string | undefined;
	/** The extensions that its databases have from the beginning, beside those that migrations make. */
	readonly extensions: readonly string[];
	/** The files of `migrations/`; of a Python project all its files, by their paths. */
	readonly files: readonly FolderFile[];
	/** The packages that a Python project brings beside those that come along, as wheels in its folder `wheels/`. */
	readonly wheels: readonly Wheel[];
	/** `schema.sql`, the structure the user wants; autogenerate compares the database with it. */
	readonly schemaSql: string;
	/** The file in which a Python project keeps its SQLite database, once it has opened one. */
	readonly databaseFile: string | undefined;
	/** The SQLite databases that lie among its files beside that one. */
	readonly databases: readonly DatabaseFile[];
	/** Where Alembic looks for revision files, as far as no file says it but code, or the command line of the last command. */
	readonly scripts: readonly ScriptFolder[];
	/** The variables of the environment that its tools run with, as `export` has set them. */
	readonly environment: Environment;
	/** What each applied revision's file said when it was applied, so that an edit or a deletion can be undone. */
	readonly appliedTexts: Readonly<Record<string, string>>;
	readonly frames: readonly Visit[];
	/** What steps have lost, in the order of time. */
	readonly losses: readonly Loss[];
	/** What versions of an app ask the database, pinned to be run at every version. */
	readonly queries: readonly QuerySet[];
	/** The step that was cut off last, until a way out was taken. */
	readonly cutOff: CutOff | undefined;
	/** What steps that failed have left in the database, until a way out was taken. */
	readonly leftover: Leftover | undefined;
	/** The other developer, where the project was forked. */
	readonly colleague: Colleague | undefined;
	/** What the user was looking at, so that a reload comes back to it. */
	readonly place: Place;
	/** ISO 8601, UTC. */
	readonly changedAt: string;
}

/** A frame with the schema that its step left; projects saved by earlier versions do not have that. */
export interface Visit extends Frame {
	readonly after?: Schema;
}

/** What a step has lost. */
export interface Loss {
	readonly revision: string;
	readonly direction: Direction;
	/** When: ISO 8601, UTC. */
	readonly at: string;
	/** The tables that lost something. */
	readonly tables: readonly TableFates[];
	/** Whether somebody has taken note of it. */
	readonly acknowledged: boolean;
	/** How much of it has come back as it was, where anything has. */
	readonly back?: { readonly rows: number; readonly values: number };
	/** When the last of it came back, so that nothing of it is lost any more. */
	readonly cameBack?: string;
	/** When an earlier version of Updown saw as much come back, without looking whether it was the same. */
	readonly countedBack?: string;
}

/** The other one of two developers, who has a project of their own. */
export interface Colleague {
	/** The other one's project. */
	readonly id: string;
	/** What both had when they were last together: at the fork or the last pull. */
	readonly common: CommonGround;
	/** The names of the files that pulls have brought since both lay side by side. */
	readonly theirs: readonly string[];
}

/** What two developers had in common at a moment. */
export interface CommonGround extends Pick<Project, 'files' | 'schemaSql'> {
	/** ISO 8601, UTC. */
	readonly at: string;
}

/** A step that was cut off in the middle, and what puts the database back as it was before. */
export interface CutOff {
	readonly pulled: PulledPlug;
	readonly checkpoint: Checkpoint;
}

/** What steps that failed have left in the database, where no ledger tells of it. */
export interface Leftover {
	/** The one that failed last. */
	readonly revision: string;
	readonly direction: Direction;
	/** In words. */
	readonly stayed: readonly string[];
	/** The structure that the database would have without it. */
	readonly without: Schema;
	/** Whether it is of rows alone, so that no structure tells when it is gone. */
	readonly ofRows: boolean;
	/** What puts the database back as it was before the first of them. */
	readonly checkpoint: Checkpoint;
}

/** The database at a moment, with what the project knew of it; without an image it was empty. */
export interface Checkpoint extends Pick<Project, 'frames' | 'losses' | 'appliedTexts'> {
	readonly image: Uint8Array | undefined;
}

export interface Place {
	readonly openFile: string | undefined;
	readonly pane: 'rows' | 'diagram' | 'schema' | 'sql';
	readonly table: string | undefined;
	readonly terminalOpen: boolean;
	readonly consoleText: string;
	readonly consoleHistory: readonly string[];
	readonly terminalHistory: readonly string[];
}

/** What a list of projects shows, without their databases. */
export interface ProjectSummary {
	readonly id: string;
	readonly name: string;
	readonly dialect: DialectName;
	readonly changedAt: string;
}

/** A database that a project is opened with. */
export interface BroughtDatabase {
	/** Its path in the project, e.g. `instance/app.db`. */
	readonly file: string;
	readonly image: Uint8Array;
}

/** A project as it starts: from a sample, an import or nothing. */
export interface ProjectSeed {
	readonly name: string;
	readonly dialect: DialectName;
	/** `sql` where it is left out. */
	readonly toolchain?: Toolchain;
	readonly foreignKeys: boolean;
	readonly target?: string | undefined;
	readonly extensions?: readonly string[];
	readonly files: readonly FolderFile[];
	readonly wheels?: readonly Wheel[];
	readonly environment?: Environment;
	readonly schemaSql: string;
	/** What is known of the past of the project that it comes from. */
	readonly past?: Pick<Project, 'frames' | 'losses' | 'queries'>;
	/** The SQLite database that it comes with, and the file of it. */
	readonly database?: BroughtDatabase | undefined;
	/** How far to upgrade when it is first opened: a target, or undefined to stay at base. */
	readonly startAt: string | undefined;
	/** What the user should know first, e.g. what an import left out. */
	readonly notes: readonly string[];
}
