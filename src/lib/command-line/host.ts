import type { FolderFile, RevisionGraph } from '../engine/migration/migration.ts';
import type { Problem } from '../engine/problem.ts';
import type { RunCommand } from '../engine/run/command.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';
import type { RunEvent, RunResult } from '../engine/run/step.ts';
import type { AutogenerateReply, AutogenerateRequest } from '../engine/schema/autogenerate-reply.ts';

/**
 * What a command line works on. The browser's terminal and `bin/updown.js` each give one, so a command
 * means the same in both.
 */
export interface CommandHost {
	readonly files: () => readonly FolderFile[];
	readonly folder: () => { readonly graph: RevisionGraph; readonly problems: readonly Problem[] };
	readonly ledger: () => Promise<readonly LedgerEntry[]>;
	readonly run: (command: RunCommand, onEvent: (event: RunEvent) => void) => Promise<RunResult>;
	readonly autogenerate: (request: AutogenerateRequest) => Promise<AutogenerateReply>;
	/** The text of `schema.sql`; undefined where the project has none. */
	readonly schemaSql: () => string | undefined;
	readonly saveFile: (file: FolderFile) => Promise<void>;
	/** ISO 8601, UTC; for timestamp ids. */
	readonly now: () => string;
	/** What the folder is called in paths that are shown; `migrations` where it is not said. */
	readonly folderName?: string;
	/** Makes the folder where it can be missing, as on a disk. */
	readonly makeFolder?: () => Promise<'made' | 'exists'>;
}

/** A piece of a command's answer. */
export interface OutputLine {
	readonly text: string;
	readonly tone: 'plain' | 'soft' | 'good' | 'warning' | 'error';
}
