import type { Clock } from '../clock.ts';
import type { Database, StatementFailure } from '../database.ts';
import type { SchemaObserver } from '../dialects/dialect.ts';
import type { RowWatch } from '../rows/row-watch.ts';
import type { RevisionGraph } from '../migration/migration.ts';
import type { Problem } from '../problem.ts';

/** Everything a run needs from outside. */
export interface RunContext {
	readonly database: Database;
	readonly graph: RevisionGraph;
	/** What `parseFolder` found; a run is refused while one of them is an error. */
	readonly problems: readonly Problem[];
	readonly clock: Clock;
	/** An `AbortSignal`, looked at between statements; aborting undoes the step under way and ends the run as `stopped`. */
	readonly signal?: { readonly aborted: boolean };
	/** Awaited between statements, so that a worker can hear an abort; at most once every few milliseconds. */
	readonly breathe?: () => Promise<void>;
	/** Told of a statement that was refused, before what is left of its step is undone. */
	readonly onRefusal?: (failure: StatementFailure) => Promise<void>;
	/** Whether to tell before every statement of a step, and before its end, that it has come there. */
	readonly halts?: boolean;
	/** A watcher kept from the last run; the run makes its own where there is none. */
	readonly observer?: SchemaObserver;
	/** Sees what each step does to rows; without it frames do not tell. */
	readonly rows?: RowWatch;
}
