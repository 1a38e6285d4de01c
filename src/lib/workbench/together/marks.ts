import type { Clash } from '../../engine/migration/clashes.ts';
import type { ClashingChange } from '../../engine/run/clashing-changes.ts';
import { clashLabels } from './clash-labels.ts';

/** What two developers make of a stop of the line: whose it is, and what is wrong with it. */
export interface StopMark {
	readonly side?: 'yours' | 'theirs';
	readonly clash?: string;
}

/** The marks of files, by their names. `fileOf` is the file of a revision. */
export function stopMarks(
	{ mine, theirs }: { readonly mine: ReadonlySet<string>; readonly theirs: ReadonlySet<string> },
	{ clashes, changes }: { readonly clashes: readonly Clash[]; readonly changes: readonly ClashingChange[] },
	fileOf: (revision: string) => string | undefined
): ReadonlyMap<string, StopMark> {
	const marks = new Map<string, StopMark>();
	// Whose a file is matters while there is somebody else's.
	if (theirs.size > 0) {
		for (const name of mine) marks.set(name, { side: 'yours' });
		for (const name of theirs) marks.set(name, { side: 'theirs' });
	}
	const warn = (name: string | undefined, kind: Clash['kind']): void => {
		if (name !== undefined) marks.set(name, { ...marks.get(name), clash: clashLabels[kind] });
	};
	for (const { path, mine: own, theirs: other } of changes) {
		const label = `both change ${path.at(-1)?.replace(/^\S+ /, '') ?? ''}`;
		for (const { file } of [own, other]) marks.set(file, { ...marks.get(file), clash: label });
	}
	for (const clash of clashes) {
		if (clash.kind === 'heads')
			[...clash.mine, ...clash.theirs].forEach((head) => warn(fileOf(head), 'heads'));
		else if (clash.kind === 'order') warn(clash.theirs, 'order');
		else {
			warn(clash.mine, clash.kind);
			if (clash.kind === 'sameRevision') warn(clash.theirs, clash.kind);
		}
	}
	return marks;
}
