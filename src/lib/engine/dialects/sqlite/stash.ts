import type { StashScript, TableStash } from '../../schema/stash.ts';
import { writeStash, type Counting } from '../stash-script.ts';
import { identifier, stringLiteral } from './identifier.ts';

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
			afterwards: () => [],
			count
		},
		stashes
	);
}

/** AUTOINCREMENT goes on by itself after the highest number that is inserted; the highest that was given may be gone. */
function count(table: string, aside: string): Counting {
	const name = stringLiteral(table);
	return {
		query: `SELECT seq FROM sqlite_sequence WHERE name = ${name}`,
		back: [
			`INSERT INTO sqlite_sequence (name, seq)\n\tSELECT ${name}, seq FROM ${aside}\n\tWHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ${name});`,
			`UPDATE sqlite_sequence SET seq = max(seq, coalesce((SELECT max(seq) FROM ${aside}), seq))\n\tWHERE name = ${name};`
		]
	};
}
