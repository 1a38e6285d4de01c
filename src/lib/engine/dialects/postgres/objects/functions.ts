import { objectKey, type Definition, type Schema, type Table } from '../../../schema/model.ts';
import { castInside } from '../array-text.ts';
import { commentStep } from '../comments.ts';
import { literal } from '../identifier.ts';
import { mentioned } from '../mentions.ts';
import { columnNode } from '../nodes.ts';
import { bareName } from '../object-names.ts';
import { parametersOf } from '../routine.ts';
import { rankOf, type Step } from '../step.ts';
import { columnIn, tableIn } from './family.ts';
import type { ObjectKind, PlanContext } from './kind.ts';
import { asideNode, freeName, inUse, leavingNode, old } from './rebuild-type.ts';
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
	readonly kind: 'function' | 'procedure';
	readonly name: string;
	readonly definition: string;
	readonly returns: string | null;
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	readonly defaults: number;
	readonly language: string;
	readonly body: string | null;
	readonly atomic: boolean;
	readonly window: boolean;
	readonly comment: string | null;
	readonly extensions: readonly string[] | null;
}

// Functions that PostgreSQL makes for a type belong to it.
const query = `
	SELECT p.oid::int8 AS oid, CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END AS kind,
		p.oid::regprocedure::text AS name, pg_get_functiondef(p.oid) AS definition, pg_get_function_result(p.oid) AS returns,
		ARRAY(SELECT COALESCE(p.proargnames[i], '')
			FROM generate_series(1, COALESCE(cardinality(p.proargmodes), p.pronargs)) AS i
			WHERE p.proargmodes IS NULL OR p.proargmodes[i] IN ('i', 'b', 'v')) AS inputs,
		ARRAY(SELECT p.proargmodes[i]::text || COALESCE(quote_ident(p.proargnames[i]), '') || ' '
				|| format_type(p.proallargtypes[i], NULL)
			FROM generate_series(1, cardinality(p.proargmodes)) AS i
			WHERE p.proargmodes[i] <> 'i') AS outputs,
		p.pronargdefaults AS defaults, l.lanname AS language, p.prosrc AS body, p.prosqlbody IS NOT NULL AS atomic,
		p.prokind = 'w' AS "window",
		obj_description(p.oid, 'pg_proc') AS comment,
		(SELECT array_agg(quote_ident(x.extname) ORDER BY x.extname) FROM pg_catalog.pg_depend d
			JOIN pg_catalog.pg_extension x ON x.oid = d.refobjid
			WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'x') AS extensions
	FROM pg_catalog.pg_proc p
	JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
	JOIN pg_catalog.pg_language l ON l.oid = p.prolang
	WHERE p.prokind <> 'a' AND ${inUserSchema} AND ${ofNoExtension('pg_proc', 'p.oid')}
		AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
			WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')`;

/** Functions and procedures. */
export const functions: ObjectKind<'function' | 'procedure'> = {
	kinds: ['function', 'procedure'],
	rowsIn: "pg_proc WHERE prokind <> 'a'",

	async read(database) {
		const found = await records<Row>(database, query);
		return found.map((row) => {
			const definition = castInside(row.definition)
				.trimEnd()
				.replace(/^(CREATE OR REPLACE (?:FUNCTION|PROCEDURE) )public\./, '$1');
			const object: Definition = {
				kind: row.kind,
				name: row.name,
				properties: given({
					definition,
					returns: row.returns ?? undefined,
					inputs: row.inputs,
					outputs: row.outputs,
					defaults: row.defaults,
					language: row.language,
					window: row.window,
					body: row.atomic ? undefined : (row.body ?? undefined),
					extensions: row.extensions ?? undefined
				}),
				...commented(row.comment),
				sql: definition.replace(/^CREATE OR REPLACE/, 'CREATE')
			};
			return { object, nodes: standsFor(object, 'pg_proc', [row.oid]) };
		});
	},

	create: (routine, context) => [
		{
			...withBody(making(routine), routine, context),
			takes: [`routine ${routine.name}`, ...(isGreedy(routine) ? [callsNode(routine)] : [])]
		},
		...extensionSteps(routine, [])
	],
	drop: (routine) => [
		{
			...dropping(routine, `DROP ${address(routine)}`),
			frees: [`routine ${routine.name}`, callsNode(routine)]
		}
	],

	alter(from, to, context) {
		if (!isReplaceable(from, to) || readsWhatGoes(from, context)) return undefined;
		const steps: Step[] = [];
		if (text(from, 'definition') !== text(to, 'definition'))
			steps.push(withBody(changing(from, to, text(to, 'definition') ?? to.sql), to, context));
		return [...steps, ...extensionSteps(to, extensionsOf(from))];
	},

	rebuild(from, to, context) {
		if (!isHeldByRange(from, context)) return undefined;
		const comments = to.comment === undefined ? [] : [commentStep(to, to.comment)];
		return [...putAside(from, context), ...functions.create(to, context), ...comments];
	},

	address
};

/** Whether a range type that goes only once its columns have another one needs the function until then. */
function isHeldByRange(routine: Definition, context: PlanContext): boolean {
	return context.from.objects.some(
		(object) =>
			object.kind === 'rangeType' &&
			object.needs?.includes(objectKey(routine)) === true &&
			inUse(objectKey(object), context)
	);
}

/** Steps that let a function make room under another name, and go when nothing needs it any more. */
function putAside(routine: Definition, context: PlanContext): readonly Step[] {
	const key = objectKey(routine);
	const needs = routine.needs ?? [];
	const aside = freeName(routine.name.slice(0, routine.name.indexOf('(')), context);
	return [
		{
			sql: `ALTER ${address(routine)} RENAME TO ${bareName(aside)}`,
			rank: rankOf.drop,
			drops: [key],
			creates: [asideNode(key)],
			before: needs,
			frees: [`routine ${routine.name}`, callsNode(routine)]
		},
		{
			// Its arguments may be of types that are called otherwise meanwhile.
			sql: `DROP ${routine.kind.toUpperCase()} ${aside}`,
			rank: rankOf.change,
			drops: [old(key)],
			before: needs.map((node) => leavingNode(node, context)),
			after: [asideNode(key)]
		}
	];
}

/** The calls of a name, which are those of one function while the other is not there. */
function callsNode({ name }: Definition): string {
	return `calls of ${name.slice(0, name.indexOf('('))}`;
}

/** Whether arguments of any type or number are its own, so that another function by its name could take the same calls. */
function isGreedy(routine: Definition): boolean {
	return /\bVARIADIC\b|\bany(?:element|array|nonarray|enum|(?:multi)?range|compatible\w*)\b/.test(
		text(routine, 'definition') ?? ''
	);
}

function address({ kind, name }: Definition): string {
	return `${kind.toUpperCase()} ${name}`;
}

/** The table whose rows it returns from a body that PostgreSQL has parsed, and so holds against the columns of the table. */
function tableReturned(routine: Definition, schema: Schema): Table | undefined {
	if (text(routine, 'body') !== undefined) return undefined;
	return tableIn(schema, (text(routine, 'returns') ?? '').replace(/^SETOF /, ''));
}

/** Whether it reads a column that goes and returns rows of that table, for which no body is right before the column has gone. */
function readsWhatGoes(routine: Definition, { from, to }: PlanContext): boolean {
	const table = tableReturned(routine, from);
	if (table === undefined) return false;
	const later = tableIn(to, table.name);
	return table.columns.some(
		({ name }) =>
			columnIn(later, name) === undefined && routine.needs?.includes(columnNode(table.name, name)) === true
	);
}

/** With what its body mentions, which PostgreSQL does not keep in mind, and the columns that its rows must have by then. */
function withBody(step: Step, routine: Definition, context: PlanContext): Step {
	const [language, body] = [text(routine, 'language'), text(routine, 'body')];
	const table = tableReturned(routine, context.to);
	if (table !== undefined) {
		const columns = table.columns.map(({ name }) => columnNode(table.name, name));
		return { ...step, after: [...(step.after ?? []), ...columns] };
	}
	if (body === undefined || (language !== 'sql' && language !== 'plpgsql')) return step;
	const own = objectKey(routine);
	const parameters = parametersOf(routine);
	const looked = mentioned(context.to, language === 'sql' ? body : declarations(body), parameters);
	const all = mentioned(context.to, body, parameters);
	return {
		...step,
		rather: [...all.nodes].filter((node) => node !== own),
		checks: [...looked.nodes].filter((node) => node !== own),
		unchecked: looked.elsewhere || (language === 'sql' && usesNewValue(body, context))
	};
}

/** What PL/pgSQL looks up when a function is made: the types of what it declares. */
function declarations(body: string): string {
	const declared = [...body.matchAll(/\bdeclare\b([\s\S]*?)\bbegin\b/gi)].map(([, part]) => part ?? '');
	const types = [...body.matchAll(/[\w$."]+\s*%\s*(?:row)?type\b/gi)].map(([part]) => part);
	return [...declared, ...types].join('\n');
}

/** Whether it may write a value that an enum only gets in this script: PostgreSQL refuses those until it has ended. */
function usesNewValue(body: string, { from, to, before }: PlanContext): boolean {
	return to.objects.some((object) => {
		const old = object.kind === 'enum' ? before(objectKey(object)) : undefined;
		if (old?.kind !== 'enum' || object.kind !== 'enum' || from === to) return false;
		const known = new Set(old.properties.values as readonly string[]);
		return (object.properties.values as readonly string[]).some(
			(value) => !known.has(value) && body.includes(literal(value))
		);
	});
}

/** Whether CREATE OR REPLACE makes one of the other. */
export function isReplaceable(from: Definition, to: Definition): boolean {
	const inputs = (to.properties.inputs ?? []) as readonly string[];
	const namesStay = ((from.properties.inputs ?? []) as readonly string[]).every(
		(name, at) => name === '' || name === inputs[at]
	);
	return (
		namesStay &&
		from.properties.window === to.properties.window &&
		text(from, 'returns') === text(to, 'returns') &&
		JSON.stringify(from.properties.outputs) === JSON.stringify(to.properties.outputs) &&
		Number(from.properties.defaults) <= Number(to.properties.defaults)
	);
}

function extensionsOf(routine: Definition): readonly string[] {
	return (routine.properties.extensions ?? []) as readonly string[];
}

function extensionSteps(to: Definition, before: readonly string[]): readonly Step[] {
	const now = extensionsOf(to);
	const step = (no: string, name: string) =>
		finishing(to, `ALTER ${address(to)} ${no}DEPENDS ON EXTENSION ${name}`);
	return [
		...before.filter((name) => !now.includes(name)).map((name) => step('NO ', name)),
		...now.filter((name) => !before.includes(name)).map((name) => step('', name))
	];
}
