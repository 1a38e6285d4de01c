import type { Problem } from '../problem.ts';
import type { Change, Rename, RenameSuggestion } from './change.ts';
import type { SchemaObject } from './model.ts';
import type { RenderedMigration } from './script.ts';

export interface AutogenerateRequest {
	/** The text of `schema.sql`: the structure the user wants. */
	readonly desired: string;
	/** Answers to earlier suggestions. */
	readonly renames: readonly Rename[];
	/** Set where a text that describes nothing is meant: everything the database has is dropped then. */
	readonly dropAll?: boolean;
}

/** What autogenerate found. `suggestions` are questions for the user; until answered they count as drop and add. An answer may bring another. */
export type AutogenerateReply =
	| { readonly kind: 'equal' }
	| {
			readonly kind: 'changes';
			readonly changes: readonly Change[];
			/** Each change in plain words. */
			readonly words: readonly string[];
			readonly migration: RenderedMigration;
			readonly suggestions: readonly RenameSuggestion[];
	  }
	/** `schema.sql` describes nothing while the database has something: most likely it has never been written. */
	| {
			readonly kind: 'nothingDesired';
			readonly objects: readonly Pick<SchemaObject, 'kind' | 'name'>[];
	  }
	| { readonly kind: 'failed'; readonly problem: Problem };
