import type { Schema, SchemaObject } from '../../schema/model.ts';
import { identifier } from './identifier.ts';
import { besides, inBetween, namePartsOf } from './object-names.ts';
import { routineOf, type Routine } from './routine.ts';
import { rankOf, type Step } from './step.ts';

/**
 * Routines of one name may take the same call, which PostgreSQL then refuses as ambiguous, although what was made while there was
 * only one of them stands. So whatever calls one of them is made while the other is not there: before it is made, after it
 * is dropped, or while it has another name where it stands on both sides.
 */
export function apartFromRivals(steps: readonly Step[], from: Schema, to: Schema): readonly Step[] {
	const rivals = rivalsIn([...from.objects, ...to.objects]);
	if (rivals.size === 0) return steps;
	const callers = steps.filter(({ after = [] }) => after.some((node) => rivals.has(node)));
	if (callers.length === 0) return steps;
	const rivalsOf = (step: Step) =>
		new Map(
			(step.after ?? [])
				.flatMap((node) => rivals.get(node) ?? [])
				.filter(({ node }) => step.after?.includes(node) !== true)
				.map((rival) => [rival.node, rival])
		);
	const wishes = new Map<Step, Set<string>>();
	const wish = (step: Step, nodes: readonly string[]) =>
		wishes.set(step, new Set([...(wishes.get(step) ?? []), ...nodes]));
	const dropped = new Set<string>();
	const aside = new Map<string, { readonly rival: Routine; readonly made: readonly string[] }>();
	for (const caller of callers) {
		const made = [...(caller.creates ?? []), ...(caller.changes ?? [])];
		for (const [node, rival] of rivalsOf(caller)) {
			const makers = steps.filter(
				({ creates, changes }) => creates?.includes(node) === true || changes?.includes(node) === true
			);
			const droppers = steps.filter(({ drops }) => drops?.includes(node));
			for (const maker of makers) wish(maker, made);
			if (droppers.length > 0) {
				dropped.add(node);
				wish(caller, [goneNode(node)]);
			}
			if (makers.length + droppers.length > 0) continue;
			aside.set(node, { rival, made: [...(aside.get(node)?.made ?? []), ...made] });
			wish(caller, [goneNode(node)]);
		}
	}
	return [
		...steps.map((step) => {
			const gone = (step.drops ?? []).filter((node) => dropped.has(node)).map(goneNode);
			const wished = wishes.get(step);
			return {
				...step,
				...(gone.length > 0 && { creates: [...(step.creates ?? []), ...gone] }),
				...(wished && { rather: [...(step.rather ?? []), ...wished] })
			};
		}),
		...[...aside.values()].flatMap(({ rival, made }) => putAside(rival, made))
	];
}

/** Says that a routine is not there, or not by its name. */
function goneNode(node: string): string {
	return `gone ${node}`;
}

/** Gives a routine that stays another name until what calls its rivals is there. */
function putAside({ node, kind, called, types }: Routine, made: readonly string[]): readonly Step[] {
	const { name } = namePartsOf(called);
	const spare = inBetween(name);
	const renamed = (from: string, to: string) =>
		`ALTER ${kind.toUpperCase()} ${besides(called, from)}(${types.join(', ')}) RENAME TO ${identifier(to)}`;
	return [
		{ sql: renamed(name, spare), rank: rankOf.change + 90, creates: [goneNode(node)] },
		{ sql: renamed(spare, name), rank: rankOf.create + 90, after: [goneNode(node), ...made] }
	];
}

/** The routines that may take a call of another one, by its node. */
function rivalsIn(objects: readonly SchemaObject[]): ReadonlyMap<string, readonly Routine[]> {
	const named = new Map<string, Routine[]>();
	for (const object of objects) {
		if (object.kind !== 'function' && object.kind !== 'procedure') continue;
		const routine = routineOf(object);
		const known = named.get(routine.called);
		if (known) known.push(routine);
		else named.set(routine.called, [routine]);
	}
	const found = new Map<string, readonly Routine[]>();
	for (const routines of named.values()) {
		for (const one of routines) {
			const rivals = routines.filter((other) => areRivals(one, other));
			if (rivals.length > 0) found.set(one.node, [...(found.get(one.node) ?? []), ...rivals]);
		}
	}
	return found;
}

/** Whether a call can leave out so many arguments that the rest is the same to both. */
function areRivals(one: Routine, other: Routine): boolean {
	if (one.node === other.node) return false;
	const most = Math.min(one.types.length, other.types.length);
	const fewest = Math.max(one.fewest, other.fewest);
	if (fewest > most) return false;
	return one.types.slice(0, fewest).every((type, at) => type === other.types[at]);
}
