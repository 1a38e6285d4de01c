import type { Problem } from '../../engine/problem.ts';
import type { RenameEffect } from '../../engine/rows/rename-effects.ts';
import type { Change, Rename, RenameSuggestion } from '../../engine/schema/change.ts';
import type { Decided } from '../../python/autogenerate.ts';

/** What to compare, and what has been decided so far. */
export interface ModelsRequest {
	/** The command that writes the migration, e.g. `['flask', 'db', 'migrate', '-m', 'users']`. */
	readonly words: readonly string[];
	readonly databaseFile: string | undefined;
	/** Answers to earlier questions. */
	readonly renames: readonly Rename[];
	/** Keys of lines that Alembic would write and shall not. */
	readonly leaveOut: readonly string[];
	/** Keys of lines that Alembic has missed and that shall be written all the same. */
	readonly add: readonly string[];
}

/** Who has found a change: both, only Updown's comparison (Alembic has missed it), or only Alembic. */
export type FoundBy = 'both' | 'updown' | 'alembic';

/** One change between the database and the models. */
export interface ComparedLine {
	/** By which a decision on it is told. */
	readonly key: string;
	readonly foundBy: FoundBy;
	/** The change in words, or what Alembic calls it. */
	readonly words: string;
	readonly change?: Change;
	/** What Alembic writes for it. */
	readonly code?: string;
	/** Whether it is in the migration as it is shown. */
	readonly written: boolean;
	/** Whether that can be decided. */
	readonly decidable: boolean;
	/** What is to be known of it. */
	readonly note?: string;
}

/** What the migration did when it was tried on the rows that are there; all of it is undone. */
export interface ModelsTrial {
	/** Why it does not run. */
	readonly refused?: { readonly direction: 'upgrade' | 'downgrade'; readonly problem: Problem };
	/** What differs from the models after it, in words. */
	readonly left: readonly string[];
	/** What differs from before once it is taken back, in words; absent where it could not be taken back. */
	readonly notBack?: readonly string[];
}

/** What Alembic and Updown find between a database and the models, and the migration that follows. */
export type ModelsReply =
	| {
			readonly kind: 'compared';
			/** Empty where the database is what the models say. */
			readonly lines: readonly ComparedLine[];
			readonly suggestions: readonly RenameSuggestion[];
			readonly effects: readonly RenameEffect[];
			/** What no model can say and the database has, in words; it is left alone. */
			readonly leftAlone: readonly string[];
			/** The file as it would be written; undefined where nothing is. */
			readonly file: { readonly name: string; readonly text: string } | undefined;
			/** What came of trying it; undefined where there is no file. */
			readonly trial: ModelsTrial | undefined;
			/** What the command needs to be told, so that it writes this very file. */
			readonly decided: Decided;
	  }
	/** The command does not come so far, or the models do not run; `said` is what it wrote. */
	| { readonly kind: 'failed'; readonly problem: Problem; readonly said: string };
