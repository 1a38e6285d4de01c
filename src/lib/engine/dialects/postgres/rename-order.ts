import { besides, inBetween, namePartsOf } from './object-names.ts';

/**
 * Single renames in an order in which no name is given to two things at once; round a circle one goes by a name in between,
 * which is that of a relation unless it is said how to make one.
 */
export function inOrder(
	renames: ReadonlyMap<string, string>,
	names: ReadonlySet<string>,
	passing = (name: string, count: number) => besides(name, inBetween(namePartsOf(name).name, count))
): readonly { readonly from: string; readonly to: string }[] {
	const taken = new Set(names);
	const pending = [...renames].map(([from, to]) => ({ from, to }));
	const steps: { from: string; to: string }[] = [];
	while (pending.length > 0) {
		const at = pending.findIndex(({ to }) => !taken.has(to));
		const [rename] = pending.splice(Math.max(at, 0), 1);
		if (rename === undefined) break;
		let { to } = rename;
		// Nothing that is renamed stands there, so that it will never be free.
		if (at < 0 && !pending.some(({ from }) => from === rename.to)) continue;
		if (at < 0) {
			for (let count = 0; taken.has(to); count++) to = passing(rename.from, count);
			pending.push({ from: to, to: rename.to });
		}
		steps.push({ from: rename.from, to });
		taken.delete(rename.from);
		taken.add(to);
	}
	return steps;
}
