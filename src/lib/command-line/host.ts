import type { FolderFile, RevisionGraph } from '../engine/migration/migration.ts';
import type { FolderWriter } from '../engine/migration/folder-writer.ts';
import type { Following, WayTogether } from '../engine/migration/ways-together.ts';
import type { Outcome, Problem } from '../engine/problem.ts';
import type { CheckReport } from '../engine/run/check.ts';
import type { RunCommand } from '../engine/run/command.ts';
import type { Drift } from '../engine/run/drift.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';
import type { PutBack } from '../engine/run/put-back.ts';
import type { TriedQueries } from '../engine/run/pinned-queries.ts';
import type { QuerySet } from '../engine/run/query-sets.ts';
import type { MoveCommand, Rehearsal } from '../engine/run/rehearse.ts';
import type { RehearsedWay, TogetherTrial } from '../engine/run/rehearse-together.ts';
import type { PlugRequest, PulledPlug } from '../engine/run/pull-plug.ts';
import type { RoundTrips } from '../engine/run/round-trip.ts';
import type { SafeDowngrade } from '../engine/run/safe-downgrade.ts';
import type { RunEvent, RunResult } from '../engine/run/step.ts';
import type { DriftRequest, Undrift } from '../engine/run/undrift.ts';
import type { Script } from '../engine/schema/script.ts';
import type { AutogenerateReply, AutogenerateRequest } from '../engine/run/autogenerate-reply.ts';

/**
 * What a command line works on. The browser's terminal and `bin/updown.js` each give one, so a command
 * means the same in both.
 */
export interface CommandHost {
	readonly files: () => readonly FolderFile[];
	readonly folder: () => { readonly graph: RevisionGraph; readonly problems: readonly Problem[] };
	readonly ledger: () => Promise<readonly LedgerEntry[]>;
	readonly run: (command: RunCommand, onEvent: (event: RunEvent) => void) => Promise<RunResult>;
	/** Really runs a command and leaves the database as it was. */
	readonly rehearse: (command: MoveCommand) => Promise<Rehearsal>;
	/** The names of the files that nobody else has yet, where the project knows that. */
	readonly mine?: () => readonly string[];
	/** How files of the folder are read and rewritten where two developers meet. */
	readonly writer: () => Promise<FolderWriter>;
	/** Really goes a way out of what stands between two developers, and leaves files and database as they were. */
	readonly rehearseTogether: (trial: TogetherTrial) => Promise<RehearsedWay>;
	/** Goes it for real, but for what is then pending; why it could not, where it could not. */
	readonly takeWay: (way: WayTogether, following: Following) => Promise<readonly Problem[]>;
	/** Takes every migration there, back and there again, and leaves the database as it was. */
	readonly roundTrip: () => Promise<RoundTrips>;
	/** Writes what makes the downgrade of a migration safe for the rows that are there; changes no file and no database. */
	readonly safeDowngrade: (revision: string) => Promise<SafeDowngrade>;
	/** Loses the connection in the middle of the next step; the database is then as that has left it. */
	readonly pullPlug: (request: PlugRequest) => Promise<Outcome<PulledPlug>>;
	/** What versions of the app ask the database. */
	readonly queries: () => readonly QuerySet[];
	/** Really runs them at every version, and leaves the database as it was. */
	readonly tryQueries: (sets: readonly QuerySet[]) => Promise<TriedQueries>;
	readonly autogenerate: (request: AutogenerateRequest) => Promise<AutogenerateReply>;
	/** The oldest version that the folder must run on; the dialect's usual one where there is none. */
	readonly target?: () => string | undefined;
	/** Looks at all that should agree; the folder and `schema.sql` must run on that version. */
	readonly check: (target: string | undefined) => Promise<CheckReport>;
	/** How the structure of the database differs from what the folder makes. */
	readonly drift: () => Promise<Drift>;
	/** Writes a way out of drift, and runs nothing. */
	readonly undrift: (request: DriftRequest) => Promise<Undrift>;
	/** Runs what `undrift` wrote to put the database back. */
	readonly putBack: (script: Script) => Promise<PutBack>;
	/** The text of `schema.sql`; undefined where the project has none. */
	readonly schemaSql: () => string | undefined;
	/** Writes a file that is not there yet. */
	readonly saveFile: (file: FolderFile) => Promise<void>;
	/** Gives a file that is there another text. */
	readonly editFile: (file: FolderFile) => Promise<void>;
	/** ISO 8601, UTC; for timestamp ids. */
	readonly now: () => string;
	/** What runs migrations here, as it is typed, e.g. `flask db`; `updown` where it is not said. */
	readonly program?: string;
	/** What the folder is called in paths that are shown; `migrations` where it is not said. */
	readonly folderName?: string;
	/** How a person types what a command stands for, where other tools than Updown run the migrations. */
	readonly toolLine?: ((command: RunCommand) => Promise<string>) | undefined;
	/** Makes the folder where it can be missing, as on a disk. */
	readonly makeFolder?: () => Promise<'made' | 'exists'>;
}

/** A piece of a command's answer. */
export interface OutputLine {
	readonly text: string;
	/** An `aside` is what Updown itself says beside what a real tool writes. */
	readonly tone: 'plain' | 'soft' | 'good' | 'warning' | 'error' | 'aside';
}
