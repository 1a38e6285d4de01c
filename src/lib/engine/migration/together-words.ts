import { listed } from '../text/names.ts';
import type { Clash } from './clashes.ts';
import type { RewrittenFile } from './rewrite-mine.ts';
import type { Following } from './ways-together.ts';

/** A clash as a sentence. */
export function describeClash(clash: Clash): string {
	switch (clash.kind) {
		case 'sameRevision':
			return `Duplicate version: \`${clash.mine}\` (yours) and \`${clash.theirs}\` (theirs) are both revision ${clash.revision}, so only one of them could run.`;
		case 'heads':
			return `Two heads: your line ends at ${listed(clash.mine)}, theirs at ${listed(clash.theirs)}, and nothing joins them.`;
		case 'order':
			return `Out of order: \`${clash.theirs}\` (theirs) comes before \`${clash.mine}\` (yours), which is applied already.`;
		case 'missingParent':
			return `\`${clash.mine}\` (yours) revises ${clash.parent}, which they have taken out or called otherwise.`;
	}
}

/** What becomes of a file of mine, in words. */
export function describeRewritten({ before, after, from, to, revises, revisesAfter }: RewrittenFile): string {
	const parents = (all: readonly string[]) => (all.length === 0 ? 'base' : listed(all));
	const follows =
		revises && revisesAfter && revises.join() !== revisesAfter.join()
			? `, revises ${parents(revisesAfter)} instead of ${parents(revises)}`
			: '';
	const id = from === to || after.name.includes(to) ? '' : `, is revision ${to} instead of ${from}`;
	return before.name === after.name
		? `\`${before.name}\`${id}${follows}`
		: `\`${before.name}\` → \`${after.name}\`${id}${follows}`;
}

/** How the database follows, in a sentence. */
export function describeFollowing(following: Following): string {
	switch (following.kind) {
		case 'none':
			return 'Nothing of yours that changes is applied: the database need not follow.';
		case 'again':
			return `Take back ${listed(following.revisions)} now, and run everything in the new order.`;
		case 'ledger':
			return `Keep yours applied, and let the ledger call ${following.moved.length === 1 ? 'it' : 'them'} ${listed(following.moved.map(({ to }) => to))}. Theirs then run after yours in this database.`;
	}
}
