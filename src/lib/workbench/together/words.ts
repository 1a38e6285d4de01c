import type { WayTogether } from '../../engine/migration/ways-together.ts';
import { count } from '../../look/numbers.ts';
import type { Incoming } from '../../projects/pull.ts';

/** What a way is called, what it does, and what its button says. */
export function wayWords({ kind, heads, rewritten }: WayTogether): {
	readonly title: string;
	readonly what: string;
	readonly verb: string;
} {
	const isRenamed = rewritten.some(({ before, after }) => before.name !== after.name);
	switch (kind) {
		case 'merge':
			return {
				title: 'Merge revision',
				what: 'Both lines stay as they are. A new revision that changes nothing follows both, so that there is one head again.',
				verb: 'Write the merge revision'
			};
		case 'rebase':
			return {
				title: 'Rebase yours onto their head',
				what: `Your files say that they follow theirs${isRenamed ? ', and get later versions' : ''}. There is one line again, with yours at its end.`,
				verb: 'Rebase mine'
			};
		case 'renumber':
			return {
				title: 'Renumber yours',
				what:
					heads > 1
						? `Your files get versions that nobody else has, and say what they said. ${count(heads, 'head')} remain, to be merged or rebased next.`
						: 'Your files get versions after theirs, and say what they said.',
				verb: 'Renumber mine'
			};
		case 'late':
			return {
				title: 'Run theirs late',
				what: 'No file changes. Your database runs theirs after yours, other databases before: the same only where the order does not matter.',
				verb: 'Run theirs now'
			};
	}
}

/** What a pull would do with a text. */
export function incomingWords({ kind, name, theirs, mine }: Incoming, other: string): string {
	switch (kind) {
		case 'new':
			return `\`${name}\` is new.`;
		case 'changed':
			return `\`${name}\` is changed.`;
		case 'gone':
			return `\`${name}\` is deleted.`;
		case 'merged':
			return `\`${name}\` is changed by both, in different places: both changes are kept.`;
		case 'conflict':
			if (theirs === undefined) return `You have changed \`${name}\`, and ${other} has deleted it.`;
			if (mine === undefined) return `You have deleted \`${name}\`, and ${other} has changed it.`;
			return `You and ${other} have each written \`${name}\`, and not the same.`;
	}
}
