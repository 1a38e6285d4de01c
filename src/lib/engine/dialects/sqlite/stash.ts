import type { StashScript, TableStash } from '../../schema/stash.ts';
import { writeStash } from '../stash-script.ts';
import { identifier } from './identifier.ts';

/** The statements that put aside what a downgrade would lose, and bring it back. */
export function stashScript(stashes: readonly TableStash[]): StashScript {
	return writeStash(
		{
			identifier,
			relation: identifier,
			kept: (_column, value) => value,
			restored: (_column, value) => value,
			same: (_column, one, other) => `${one} IS ${other}`,
			overriding: () => '',
			// AUTOINCREMENT goes on by itself after the highest number that was inserted.
			afterwards: () => []
		},
		stashes
	);
}
