import { objectKey, type Definition, type Schema, type SchemaObject } from '../../../schema/model.ts';
import { partsOf } from '../parts.ts';
import { rankOf, type Step } from '../step.ts';
import { checksOf } from './domain-checks.ts';
import { text } from './records.ts';

/**
 * The functions and the like that the conditions or the default of a domain call and that are themselves about the domain: neither is
 * made whole before the other, so the domain comes first without them.
 */
export function circleOf(domain: Definition, schema: Schema): ReadonlySet<string> {
	const calls = (domain.needs ?? []).filter((node) => called.test(node));
	if (calls.length === 0) return new Set();
	const objects = new Map(schema.objects.map((object) => [objectKey(object), object]));
	return new Set(calls.filter((node) => leadsTo(objectKey(domain), node, objects)));
}

const called = /^(?:function|operator|aggregate) /;

function leadsTo(goal: string, start: string, objects: ReadonlyMap<string, SchemaObject>): boolean {
	const found = new Set([start]);
	for (const node of found) {
		const object = objects.get(node);
		if (object === undefined) continue;
		for (const needed of [...(object.needs ?? []), ...[...partsOf(object).values()].flat()]) {
			if (needed === goal) return true;
			found.add(needed);
		}
	}
	return false;
}

/** A domain without its conditions and its default, which then needs none of these nodes. */
export function withoutConditions(domain: Definition, circle: ReadonlySet<string>): Definition {
	const { checks: _, default: __, ...properties } = domain.properties;
	const needs = domain.needs?.filter((node) => !circle.has(node));
	return { ...domain, properties, ...(needs && { needs }) };
}

/** Says that a domain has all of its conditions. */
export function wholeNode(domain: Definition): string {
	return `whole ${objectKey(domain)}`;
}

/** The step that gives a domain its conditions and its default once what they call is there. */
export function conditionsAdded(domain: Definition): Step {
	const value = text(domain, 'default');
	const actions = [
		...(value === undefined ? [] : [`SET DEFAULT ${value}`]),
		...checksOf(domain).map(({ name, definition }) => `ADD CONSTRAINT ${name} ${definition}`)
	];
	return {
		sql: actions.map((action) => `ALTER DOMAIN ${domain.name} ${action}`).join(';\n'),
		rank: rankOf.change,
		creates: [wholeNode(domain)],
		after: [objectKey(domain), ...(domain.needs ?? [])]
	};
}

/** Says that a domain has no conditions any more. */
export function bareNode(domain: Definition): string {
	return `bare ${objectKey(domain)}`;
}

/** The step that takes conditions and default off a domain, so that what they call may go before it. */
export function conditionsDropped(domain: Definition, circle: ReadonlySet<string>): Step {
	const actions = [
		...(text(domain, 'default') === undefined ? [] : ['DROP DEFAULT']),
		...checksOf(domain).map(({ name }) => `DROP CONSTRAINT ${name}`)
	];
	return {
		sql: actions.map((action) => `ALTER DOMAIN ${domain.name} ${action}`).join(';\n'),
		rank: rankOf.drop,
		creates: [bareNode(domain)],
		before: [...circle]
	};
}

/** A step that changes a domain so that it calls what is about the domain, and is made meanwhile. */
export function besideCircle(step: Step, domain: Definition, circle: ReadonlySet<string>): Step {
	if (circle.size === 0) return step;
	return {
		...step,
		changes: (step.changes ?? []).filter((node) => node !== objectKey(domain)),
		creates: [...(step.creates ?? []), wholeNode(domain)]
	};
}
