import { objectKey } from '../../schema/model.ts';
import type { FillOf } from '../../schema/fill.ts';
import type { Definition, Schema, SchemaObject } from '../../schema/model.ts';
import { sameMeaning } from '../../schema/compare.ts';
import { kindWords } from '../../schema/describe.ts';
import { NoOrderError } from '../../schema/no-order.ts';
import { commentStep } from './comments.ts';
import { dependentsOf, surviving } from './dependents.ts';
import { kindOf, placeOfKind } from './objects/index.ts';
import type { PlanContext } from './objects/kind.ts';
import { roomFor } from './objects/range-types.ts';
import { rebuiltType, typeInPlaceOf } from './objects/rebuild-type.ts';
import { circleIn, ordered } from './order.ts';
import { allNodes, partNodes } from './parts.ts';
import { apartFromRivals } from './rivals.ts';
import { withRowsAside } from './rows-aside.ts';
import type { Step } from './step.ts';

export interface PlanOptions {
	/** The major version of the oldest PostgreSQL that the steps must run on. */
	readonly target: number;
	readonly downgrade?: boolean;
	readonly rows?: Readonly<Record<string, number>>;
	/** The values that somebody has given for columns that must have one. */
	readonly given?: FillOf;
}

/**
 * The steps that make `to` of `from`, in an order the database accepts. Both must have the same names for what is renamed
 * (`rename-steps.ts`). What a change cannot leave standing (a view over a column whose type changes) goes before it
 * and comes back after it.
 */
export function planSteps(from: Schema, to: Schema, options: PlanOptions): readonly Step[] {
	const gently = ordered(
		apartFromRivals(
			neededSteps(from, to, options, (step) => step),
			from,
			to
		)
	);
	if (gently !== undefined) return gently;
	// What could have been changed in place stands in its own way, e.g. needs a view that has the name of the table it needed before.
	const steps = neededSteps(from, to, options, ({ releases: _, ...step }) => step);
	const firmly = ordered(apartFromRivals(steps, from, to));
	if (firmly !== undefined) return firmly;
	throw new NoOrderError(waiting(circleIn(apartFromRivals(steps, from, to)), from, to));
}

/** What each of the steps makes, changes or drops, in words: none of a circle goes unnamed. */
function waiting(steps: readonly Step[], from: Schema, to: Schema): readonly string[] {
	const known = new Set([...allNodes(from), ...allNodes(to)]);
	const objects = steps.flatMap(
		({ sql, drops = [], breaks = [], changes = [], creates = [], frees = [] }) => {
			const own = [...drops, ...breaks, ...changes, ...creates].flatMap((node) => meantBy(node, known) ?? []);
			const named = own.length > 0 ? own : frees.flatMap((name) => calledBy(name, known));
			return named.length > 0
				? named.map(inWords)
				: [`\`${sql.split(/[;\n]/).find((line) => !line.startsWith('--')) ?? sql}\``];
		}
	);
	return [...new Set(objects)];
}

/** What a node is about that says of another one how it stands: `aside enum mood`, `filled for domain age`. */
function meantBy(node: string, known: ReadonlySet<string>): string | undefined {
	for (let rest = node; ; rest = rest.slice(rest.indexOf(' ') + 1)) {
		if (known.has(rest)) return rest;
		if (!rest.includes(' ')) return undefined;
	}
}

/** What is called by a name that becomes free. */
function calledBy(name: string, known: ReadonlySet<string>): readonly string[] {
	const bare = name.slice(name.indexOf(' ') + 1);
	return [...known].filter((node) => node.slice(node.indexOf(' ') + 1) === bare).slice(0, 1);
}

function inWords(node: string): string {
	return `${kindWords(node.slice(0, node.indexOf(' ')))} \`${node.slice(node.indexOf(' ') + 1)}\``;
}

function neededSteps(
	from: Schema,
	to: Schema,
	{ target, downgrade, rows, given = () => undefined }: PlanOptions,
	each: (step: Step) => Step
): readonly Step[] {
	const before = new Map(from.objects.map((object) => [objectKey(object), object]));
	const later = new Map(to.objects.map((object) => [objectKey(object), object]));
	const dependents = dependentsOf(from);
	const lasts = surviving(from, to);
	const forced = new Set<string>();
	for (;;) {
		const context: PlanContext = {
			from,
			to,
			before: (key) => before.get(key),
			later: (key) => later.get(key),
			forced,
			target,
			given,
			...(downgrade === true && { downgrade }),
			...(rows && { rows })
		};
		const steps = withRowsAside(stepsOf(context, before, later).map(each), context);
		const fallen = dependents(steps).filter((node) => lasts(node) && !forced.has(node));
		if (fallen.length === 0) return steps;
		for (const node of fallen) forced.add(node);
	}
}

function stepsOf(
	context: PlanContext,
	before: ReadonlyMap<string, SchemaObject>,
	later: ReadonlyMap<string, SchemaObject>
): readonly Step[] {
	const steps: Step[] = [];
	const givesWay = (object: SchemaObject) => typeInPlaceOf(object, context.to) !== undefined;
	for (const [key, object] of before)
		if (!later.has(key) && !givesWay(object)) steps.push(...dropped(object, context));
	for (const [key, object] of byPlace(later)) {
		const old = before.get(key);
		const type = old === undefined ? typeInPlaceOf(object, context.from) : undefined;
		if (type !== undefined && 'properties' in object) steps.push(...typeReplaced(type, object, context));
		else if (old === undefined) steps.push(...made(object, context));
		else steps.push(...changed(old, object, context));
	}
	return steps;
}

function byPlace(objects: ReadonlyMap<string, SchemaObject>): readonly (readonly [string, SchemaObject])[] {
	return [...objects].sort(([, a], [, b]) => placeOfKind(a.kind) - placeOfKind(b.kind));
}

function dropped(object: SchemaObject, context: PlanContext): readonly Step[] {
	return kindOf(object.kind).drop(object, context);
}

function made(object: SchemaObject, context: PlanContext): readonly Step[] {
	const steps = kindOf(object.kind).create(object, context);
	return object.comment === undefined ? steps : [...steps, commentStep(object, object.comment)];
}

/** A type that becomes one of another kind. */
function typeReplaced(from: Definition, to: Definition, context: PlanContext): readonly Step[] {
	return rebuiltType(from, to, context, {
		make: kindOf(to.kind).create(to, context),
		...(from.kind === 'rangeType' && roomFor(from))
	});
}

function changed(from: SchemaObject, to: SchemaObject, context: PlanContext): readonly Step[] {
	const { forced } = context;
	const alike =
		from.comment === to.comment
			? sameMeaning(from, to)
			: sameMeaning({ ...from, comment: '' }, { ...to, comment: '' });
	const key = objectKey(to);
	const parts = forced.size > 0 && [...partNodes(from), ...partNodes(to)].some((node) => forced.has(node));
	if (alike && !parts && !forced.has(key) && kindOf(to.kind).moves?.(from, to, context) !== true)
		return comment(from, to);
	const steps = forced.has(key) ? undefined : kindOf(to.kind).alter(from, to, context);
	if (steps === undefined) {
		return kindOf(to.kind).rebuild?.(from, to, context) ?? [...dropped(from, context), ...made(to, context)];
	}
	return [...steps, ...comment(from, to)];
}

function comment(from: SchemaObject, to: SchemaObject): readonly Step[] {
	if (from.comment === to.comment) return [];
	return [commentStep(to, to.comment ?? kindOf(to.kind).usualComment?.(from))];
}
