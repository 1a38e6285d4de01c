import type { Value } from '../engine/database.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import type { RunCommand } from '../engine/run/command.ts';
import type { RunEvent } from '../engine/run/step.ts';
import type { AutogenerateReply, AutogenerateRequest } from '../engine/schema/autogenerate-reply.ts';
import type {
	ConsoleReply,
	DatabaseState,
	OpenOptions,
	RowsPage,
	RowsRequest,
	RunReply
} from './protocol.ts';
import type { Resume, SessionReply } from './session.ts';

/** What the worker answers to: the session's calls, with events in groups. */
export interface WorkerApi {
	open(options: OpenOptions, resume: Resume): Promise<SessionReply<DatabaseState>>;
	setFolder(files: readonly FolderFile[]): Promise<SessionReply<void>>;
	state(): Promise<SessionReply<DatabaseState>>;
	/** The reply holds only the steps that no event told of: a step with its frame is large enough to cross once. */
	run(
		command: RunCommand,
		onEvents: (events: readonly RunEvent[]) => Promise<void>
	): Promise<SessionReply<RunReply>>;
	abort(): Promise<void>;
	rows(request: RowsRequest): Promise<SessionReply<RowsPage>>;
	console(sql: string, pageSize: number): Promise<SessionReply<ConsoleReply>>;
	consolePage(
		id: number,
		offset: number,
		limit: number
	): Promise<SessionReply<readonly (readonly Value[])[]>>;
	autogenerate(request: AutogenerateRequest): Promise<SessionReply<AutogenerateReply>>;
	schemaSql(): Promise<SessionReply<string>>;
	snapshot(): Promise<SessionReply<Uint8Array>>;
}

/** The page's end of a worker. */
export interface WorkerLink {
	readonly api: WorkerApi;
	/** Rejects when the worker breaks down; never resolves. */
	readonly lost: Promise<never>;
	/** Ends the worker at once, whatever it does. */
	terminate(): void;
}
