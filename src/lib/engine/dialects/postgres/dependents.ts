import type { Schema } from '../../schema/model.ts';
import { allNodes, usersIn } from './parts.ts';
import type { Step } from './step.ts';

/** Kinds of nodes that PostgreSQL keeps itself when the type of a column below them changes. */
const rebuiltAlong = ['index ', 'constraint ', 'statistics '];

/** Finds the nodes of `from` that cannot stand while these steps are made. */
export function dependentsOf(from: Schema): (steps: readonly Step[]) => readonly string[] {
	const users = (node: string) => usersIn(from).get(node) ?? [];
	return (steps) => {
		const found = new Set<string>();
		const released = new Set(
			steps.flatMap(({ changes = [], releases = [] }) =>
				changes.flatMap((user) => releases.map((node) => `${user}\n${node}`))
			)
		);
		for (const { drops = [], breaks = [], spares = [], forces = [] } of steps) {
			const spared = new Set(spares);
			const fall = (user: string) => spared.has(user) || found.add(user);
			for (const node of drops)
				users(node)
					.filter((user) => !released.has(`${user}\n${node}`))
					.forEach(fall);
			for (const node of breaks) {
				users(node)
					.filter((user) => !rebuiltAlong.some((kind) => user.startsWith(kind)))
					.forEach(fall);
			}
			forces.forEach(fall);
		}
		return [...found];
	};
}

/** Tells the nodes that both schemas have. */
export function surviving(from: Schema, to: Schema): (node: string) => boolean {
	let known: readonly ReadonlySet<string>[] | undefined;
	return (node) => (known ??= [allNodes(from), allNodes(to)]).every((nodes) => nodes.has(node));
}
