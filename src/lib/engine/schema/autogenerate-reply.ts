import type { Problem } from '../problem.ts';
import type { Change, Rename, RenameSuggestion } from './change.ts';
import type { RenderedMigration } from './script.ts';

export interface AutogenerateRequest {
	/** The text of `schema.sql`: the structure the user wants. */
	readonly desired: string;
	/** Answers to earlier suggestions. */
	readonly renames: readonly Rename[];
}

/** What autogenerate found. `suggestions` are questions for the user; until answered they count as drop and add. */
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
	| { readonly kind: 'failed'; readonly problem: Problem };
