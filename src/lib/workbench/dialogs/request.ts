import type { DialectName } from '../../engine/dialects/dialect.ts';
import type { Direction } from '../../engine/migration/migration.ts';
import type { TriedQueries } from '../../engine/run/pinned-queries.ts';
import type { MoveCommand, Rehearsal } from '../../engine/run/rehearse.ts';

/** A dialog that a command asks for; each is loaded when it is first opened. */
export type DialogRequest =
	| { readonly kind: 'newMigration'; readonly from: 'empty' | 'schema' }
	| { readonly kind: 'merge' }
	| { readonly kind: 'renameFile'; readonly name: string }
	| { readonly kind: 'renameProject' }
	/** What to call a migration that a tool writes; `words` is the command without it. */
	| { readonly kind: 'toolMigration'; readonly words: readonly string[] }
	/** What the models have that the database has not, as a migration of the tool's; `words` is the command without its message. */
	| { readonly kind: 'modelMigration'; readonly words: readonly string[] }
	| { readonly kind: 'newFile' }
	| { readonly kind: 'settings' }
	/** What the folder would do on another database. */
	| { readonly kind: 'otherDatabase'; readonly dialect: DialectName }
	/** What a command would do, really run and undone. */
	| {
			readonly kind: 'rehearsal';
			readonly command: MoveCommand;
			/** What came of it, where it has been rehearsed already. */
			readonly rehearsal?: Rehearsal;
	  }
	/** How to keep the downgrade of a migration from losing anything; `then` is what was about to be run. */
	| { readonly kind: 'safeDowngrade'; readonly revision: string; readonly then?: MoveCommand }
	/** What remains of a step that is cut off in the middle, and the ways out. */
	| { readonly kind: 'pullPlug'; readonly direction: Direction }
	/** What the next migration does, beside what people do without one. */
	| { readonly kind: 'ways'; readonly target: string }
	/** What versions of an app ask, and what each step does to that. */
	| { readonly kind: 'queries' }
	/** The pinned queries that a command would break. */
	| { readonly kind: 'breaks'; readonly command: MoveCommand; readonly tried: TriedQueries }
	/** Which migrations come back whole. */
	| { readonly kind: 'roundTrips' }
	/** What steps have lost. */
	| { readonly kind: 'losses' }
	/** Where the database differs from the folder. */
	| { readonly kind: 'drift' }
	/** A migration that was edited or deleted after it was applied. */
	| { readonly kind: 'edited'; readonly revision: string }
	/** A project for a second developer. */
	| { readonly kind: 'fork' }
	/** What the other developer has written. */
	| { readonly kind: 'pull' }
	/** What stands between two developers, and the ways out. */
	| { readonly kind: 'together' }
	| { readonly kind: 'keys' }
	| { readonly kind: 'palette'; readonly search: string }
	| { readonly kind: 'import' };
