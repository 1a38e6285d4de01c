import { sameMeaning } from '../../../schema/compare.ts';
import { objectKey, type Definition, type Schema } from '../../../schema/model.ts';
import { castInside } from '../array-text.ts';
import { commentStep } from '../comments.ts';
import { rankOf, type Step } from '../step.ts';
import { chain } from './chain.ts';
import {
	bareNode,
	besideCircle,
	circleOf,
	conditionsAdded,
	conditionsDropped,
	wholeNode,
	withoutConditions
} from './domain-circles.ts';
import { checksOf, checkSteps, constraintComments, unproved, usual } from './domain-checks.ts';
import { filledNode, nullsFilled } from './domain-nulls.ts';
import type { ObjectKind, PlanContext } from './kind.ts';
import { leavingNode, rebuiltType } from './rebuild-type.ts';
import {
	changing,
	commented,
	dropping,
	finishing,
	given,
	inUserSchema,
	making,
	ofNoExtension,
	records,
	standsFor,
	text
} from './records.ts';

interface Row {
	readonly oid: number;
	readonly arrayType: number;
	readonly name: string;
	readonly type: string;
	readonly collation: string | null;
	readonly filled: string | null;
	readonly notNull: boolean;
	readonly constraints: readonly ConstraintRow[] | null;
	readonly comment: string | null;
}

interface ConstraintRow {
	readonly oid: number;
	readonly name: string;
	readonly kind: string;
	readonly definition: string;
	readonly comment: string | null;
}

const query = `
	SELECT t.oid::int8 AS oid, t.typarray::int8 AS "arrayType", format_type(t.oid, NULL) AS name,
		format_type(t.typbasetype, t.typtypmod) AS type, pg_get_expr(t.typdefaultbin, 0) AS filled, t.typnotnull AS "notNull",
		CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END AS collation,
		(SELECT json_agg(json_build_object('oid', k.oid::int8, 'name', quote_ident(k.conname), 'kind', k.contype,
				'definition', pg_get_constraintdef(k.oid), 'comment', obj_description(k.oid, 'pg_constraint'))
				ORDER BY k.conname)
			FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid) AS constraints,
		obj_description(t.oid, 'pg_type') AS comment
	FROM pg_catalog.pg_type t
	JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
	JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
	WHERE t.typtype = 'd' AND ${inUserSchema} AND ${ofNoExtension('pg_type', 't.oid')}`;

/** Domains: types with conditions of their own. */
export const domains: ObjectKind<'domain'> = {
	kinds: ['domain'],
	rowsIn: "pg_type WHERE typtype = 'd'",

	async read(database) {
		return (await records<Row>(database, query)).map((row) => {
			const constraints = row.constraints ?? [];
			const checks = constraints.filter(({ kind }) => kind === 'c');
			const notNull = constraints.find(({ kind }) => kind === 'n');
			const domain: Definition = {
				kind: 'domain',
				name: row.name,
				properties: given({
					type: row.type,
					collation: row.collation ?? undefined,
					default: row.filled === null ? undefined : castInside(row.filled),
					notNull: row.notNull && (notNull === undefined || usual(row.name) === notNull.name || notNull.name),
					notNullComment: notNull?.comment ?? undefined,
					checks: checks.map(({ name, definition, comment }) => ({
						name,
						definition: castInside(definition),
						...commented(comment)
					}))
				}),
				...commented(row.comment),
				sql: ''
			};
			return {
				object: { ...domain, sql: statement(domain) },
				nodes: [
					...standsFor(domain, 'pg_type', [row.oid, row.arrayType]),
					...standsFor(
						domain,
						'pg_constraint',
						constraints.map(({ oid }) => oid)
					)
				]
			};
		});
	},

	create: (domain, { to }) => made(domain, to),

	drop(domain, { from }) {
		const circle = circleOf(domain, from);
		const drop = dropping(
			circle.size === 0 ? domain : withoutConditions(domain, circle),
			`DROP DOMAIN ${domain.name}`
		);
		const frees = [`relation ${domain.name}`, `type ${domain.name}`];
		if (circle.size === 0) return [{ ...drop, frees }];
		return [conditionsDropped(domain, circle), { ...drop, frees, after: [bareNode(domain)] }];
	},

	alter(from, to, context) {
		if (['type', 'collation'].some((name) => text(from, name) !== text(to, name))) return undefined;
		if (provesMore(from, to) && isInside(from, context)) return undefined;
		const alter = (sql: string) => changing(from, to, `ALTER DOMAIN ${to.name} ${sql}`);
		const circle = circleOf(to, context.to);
		const adding = (step: Step) =>
			/ (?:ADD CONSTRAINT|SET DEFAULT) /.test(step.sql) ? besideCircle(step, to, circle) : step;
		const steps: Step[] = [];
		const value = text(to, 'default');
		if (text(from, 'default') !== value)
			steps.push(alter(value === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${value}`));
		const [now, before] = [to.properties.notNull, from.properties.notNull];
		if (now !== before) {
			if (before !== undefined) steps.push(alter('DROP NOT NULL'));
			steps.push(...nullsFilled(from, to, context));
			const strict = typeof now === 'string' ? `ADD CONSTRAINT ${now} NOT NULL` : 'SET NOT NULL';
			const step = alter(strict);
			if (now !== undefined) steps.push({ ...step, after: [...(step.after ?? []), filledNode(to)] });
		}
		const comments = constraintComments(from, to);
		return [
			...[...steps, ...checkSteps(from, to, alter)].map(adding),
			...(circle.size === 0 ? comments : comments.map((step) => afterWhole(step, to)))
		];
	},

	rebuild(from, to, context) {
		const steps = reproved(from, to, context);
		if (steps !== undefined) return steps;
		const circle = circleOf(from, context.from);
		const old = circle.size === 0 ? from : withoutConditions(from, circle);
		return [
			...(circle.size === 0 ? [] : [conditionsDropped(from, circle)]),
			...nullsFilled(from, to, context),
			...rebuiltType(old, to, context, {
				make: made(to, context.to),
				room: (aside) => loosened(old, aside, context),
				released: columnsChecked(old, context)
			})
		];
	},
	address: (domain) => `DOMAIN ${domain.name}`
};

function made(domain: Definition, schema: Schema): readonly Step[] {
	const takes = [`relation ${domain.name}`, `type ${domain.name}`];
	const comments = constraintComments(undefined, domain);
	const circle = circleOf(domain, schema);
	if (circle.size > 0) {
		const bare = withoutConditions(domain, circle);
		return [
			{ ...making(bare, statement(bare)), takes },
			conditionsAdded(domain),
			...comments.map((step) => afterWhole(step, domain))
		];
	}
	const invalid = checksOf(domain).filter(({ definition }) => unproved(definition));
	return [
		{ ...making(domain), takes },
		...invalid.map(({ name, definition }) =>
			finishing(domain, `ALTER DOMAIN ${domain.name} ADD CONSTRAINT ${name} ${definition}`)
		),
		...comments
	];
}

function afterWhole(step: Step, domain: Definition): Step {
	return { ...step, after: [...(step.after ?? []), wholeNode(domain)] };
}

/** Whether values that are there have to be looked at. */
function provesMore(from: Definition, to: Definition): boolean {
	const known = new Set(checksOf(from).map(({ definition }) => definition));
	return (
		(from.properties.notNull === undefined && to.properties.notNull !== undefined) ||
		checksOf(to).some(({ definition }) => !known.has(definition) && !unproved(definition))
	);
}

/** Whether a column has it inside of another type, where PostgreSQL looks at no values. */
function isInside(domain: Definition, { from }: PlanContext): boolean {
	const key = objectKey(domain);
	return from.objects.some((object) =>
		object.kind === 'table'
			? object.columns.some(({ needs, type }) => needs?.includes(key) === true && type !== domain.name)
			: ['compositeType', 'rangeType'].includes(object.kind) && object.needs?.includes(key) === true
	);
}

/** Kinds of nodes without which the type itself cannot stand; all else is needed by its conditions and its default. */
const below =
	/^(enum|domain|compositeType|rangeType|baseType|table|view|materializedView|collation|extension) /;

/** Steps that take conditions and default away and bring them back, where something that only they need goes meanwhile. */
function reproved(from: Definition, to: Definition, context: PlanContext): readonly Step[] | undefined {
	const needs = from.needs ?? [];
	if (needs.some((node) => below.test(node)) || isInside(from, context)) return undefined;
	const { checks: _, default: __, ...properties } = from.properties;
	const back = domains.alter({ ...from, needs: [], properties }, to, context);
	if (back === undefined) return undefined;
	const gone = [
		...(text(from, 'default') === undefined ? [] : ['DROP DEFAULT']),
		...checksOf(from).map(({ name }) => `DROP CONSTRAINT ${name}`)
	].map((action): Step => {
		const step = changing(from, to, `ALTER DOMAIN ${to.name} ${action}`);
		return { ...step, rank: rankOf.drop, after: [], releases: needs };
	});
	const isComment = ({ rank }: Step) => rank === rankOf.comment;
	return [
		...chain(objectKey(to), [...gone, ...back.filter((step) => !isComment(step))]),
		...back.filter(isComment),
		...(from.comment === to.comment ? [] : [commentStep(to, to.comment)])
	];
}

/** The columns of tables and views that its conditions look at within a row: they may have to change before the domain goes. */
function columnsChecked(domain: Definition, context: PlanContext): readonly string[] {
	return (domain.needs ?? []).filter(
		(node) => node.startsWith('column ') && leavingNode(node, context) === node
	);
}

/** Statements that take off a domain which is on its way out what keeps a function from going before it. */
function loosened(domain: Definition, aside: string, context: PlanContext): readonly string[] {
	const goes = (node: string) => {
		const [old, now] = [context.before(node), context.later(node)];
		return context.forced.has(node) || (old !== undefined && now !== undefined && !sameMeaning(old, now));
	};
	const needs = (domain.needs ?? []).filter((node) => !below.test(node));
	if (!needs.some(goes) && columnsChecked(domain, context).length === 0) return [];
	return [
		...(text(domain, 'default') === undefined ? [] : ['DROP DEFAULT']),
		...checksOf(domain).map(({ name }) => `DROP CONSTRAINT ${name}`)
	].map((action) => `ALTER DOMAIN ${aside} ${action}`);
}

function statement(domain: Definition): string {
	const { notNull } = domain.properties;
	const [collation, value] = [text(domain, 'collation'), text(domain, 'default')];
	return [
		`CREATE DOMAIN ${domain.name} AS ${text(domain, 'type') ?? ''}`,
		collation === undefined ? '' : ` COLLATE ${collation}`,
		value === undefined ? '' : ` DEFAULT ${value}`,
		notNull === undefined ? '' : `${typeof notNull === 'string' ? ` CONSTRAINT ${notNull}` : ''} NOT NULL`,
		...checksOf(domain)
			.filter(({ definition }) => !unproved(definition))
			.map(({ name, definition }) => `\n\tCONSTRAINT ${name} ${definition}`)
	].join('');
}
