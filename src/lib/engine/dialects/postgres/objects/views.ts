import { objectKey, type MaterializedView, type View } from '../../../schema/model.ts';
import { castInside } from '../array-text.ts';
import { clusterStep } from './cluster.ts';
import { commentOn } from '../comments.ts';
import { identifier, literal } from '../identifier.ts';
import type { Step } from '../step.ts';
import { storageText } from './column-settings.ts';
import type { ObjectKind, PlanContext, ReadObject } from './kind.ts';
import { rebuiltView } from './rebuild-view.ts';
import {
	changing,
	commented,
	dropping,
	finishing,
	inUserSchema,
	making,
	ofNoExtension,
	records,
	standsFor
} from './records.ts';
import { clusteredIndex, compressionOfColumn, storageOfColumn, toastOptions } from './stored.ts';

interface Row {
	readonly oid: number;
	readonly name: string;
	readonly stored: boolean;
	readonly type: number;
	readonly arrayType: number;
	readonly rules: readonly number[];
	readonly query: string;
	readonly columns: readonly ViewColumn[];
	readonly storage: readonly string[] | null;
	readonly populated: boolean;
	readonly method: string | null;
	readonly tablespace: string | null;
	readonly cluster: string | null;
	readonly comment: string | null;
}

interface ViewColumn {
	readonly at: number;
	readonly name: string;
	readonly type: string;
	readonly comment: string | null;
	readonly filled: string | null;
	readonly fill: number | null;
	readonly statistics: number | null;
	readonly options: readonly string[] | null;
	readonly storage: string | null;
	readonly compression: string | null;
}

const query = `
	SELECT c.oid::int8 AS oid, c.oid::regclass::text AS name, c.relkind = 'm' AS stored, c.reltype::int8 AS type,
		t.typarray::int8 AS "arrayType",
		ARRAY(SELECT r.oid::int8 FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename = '_RETURN') AS rules,
		pg_get_viewdef(c.oid) AS query, c.reloptions || ${toastOptions} AS storage, c.relispopulated AS populated,
		NULLIF(m.amname, 'heap') AS method, s.spcname AS tablespace, ${clusteredIndex} AS cluster, obj_description(c.oid, 'pg_class') AS comment,
		(SELECT json_agg(json_build_object('at', a.attnum, 'name', a.attname, 'type',
				format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attcollation <> ct.typcollation
					THEN ' COLLATE ' || a.attcollation::regcollation::text ELSE '' END,
				'comment', col_description(c.oid, a.attnum), 'filled', pg_get_expr(d.adbin, d.adrelid), 'fill', d.oid::int8,
				'statistics', NULLIF(a.attstattarget, -1), 'options', a.attoptions,
				'storage', CASE c.relkind WHEN 'm' THEN ${storageOfColumn('ct')} END, 'compression', ${compressionOfColumn}) ORDER BY a.attnum)
			FROM pg_catalog.pg_attribute a
			JOIN pg_catalog.pg_type ct ON ct.oid = a.atttypid
			LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
			WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
	FROM pg_catalog.pg_class c
	JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	JOIN pg_catalog.pg_type t ON t.oid = c.reltype
	LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
	LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
	WHERE c.relkind IN ('v', 'm') AND ${inUserSchema} AND ${ofNoExtension('pg_class', 'c.oid')}`;

type AnyView = View | MaterializedView;

/** Views, and those that keep their rows. */
export const views: ObjectKind<'view' | 'materializedView'> = {
	kinds: ['view', 'materializedView'],
	rowsIn: "pg_class WHERE relkind IN ('v', 'm')",

	async read(database) {
		return (await records<Row>(database, query)).map(readView);
	},

	create: made,
	drop: (view) => [
		{ ...dropping(view, `DROP ${address(view)}`), frees: [`relation ${view.name}`, `type ${view.name}`] }
	],

	alter(from, to, context) {
		if (from.query !== to.query && !extended(from, to)) return undefined;
		if (from.kind === 'materializedView' && fixed.some((name) => from.options[name] !== to.options[name]))
			return undefined;
		const steps: Step[] = [];
		if (from.query !== to.query) steps.push(changing(from, to, statement(to, 'CREATE OR REPLACE')));
		else steps.push(...storageSteps(from, to));
		if (from.options.empty !== to.options.empty)
			steps.push(changing(from, to, `REFRESH ${address(to)}${to.options.empty ? ' WITH NO DATA' : ''}`));
		if (from.options.cluster !== to.options.cluster) steps.push(clusterStep(to));
		return [...steps, ...parts(from, to, context)];
	},

	rebuild: (from, to, context) => rebuiltView(from, to, context, made(to, context)),

	address
};

function made(view: AnyView, context: PlanContext): readonly Step[] {
	const old = context.before(objectKey(view));
	// An index that comes back with its view is marked where it comes.
	const marked = old?.kind === 'materializedView' ? old.options.cluster : undefined;
	return [
		named(making(view), view),
		...parts(undefined, view, context),
		...([undefined, marked].includes(view.options.cluster) ? [] : [clusterStep(view)])
	];
}

/** Options of a materialized view that stay as it was made. */
const fixed = ['method', 'tablespace'];

function readView(row: Row): ReadObject {
	const options: Record<string, string | boolean> = {};
	for (const option of row.storage ?? []) {
		const [name = '', value = ''] = split(option);
		options[`with ${name}`] = value;
	}
	if (row.stored && !row.populated) options.empty = true;
	if (row.stored && row.method !== null) options.method = row.method;
	if (row.stored && row.tablespace !== null) options.tablespace = row.tablespace;
	if (row.cluster !== null) options.cluster = row.cluster;
	for (const { name, comment, filled, statistics, storage, compression, options: column } of row.columns) {
		const called = identifier(name);
		if (comment !== null) options[`comment ${called}`] = comment;
		if (filled !== null) options[`default ${called}`] = castInside(filled);
		if (storage !== null) options[`storage ${called}`] = storage;
		if (compression !== null) options[`compression ${called}`] = compression;
		if (statistics !== null) options[`statistics ${called}`] = String(statistics);
		if (column !== null) options[`options ${called}`] = column.join(', ');
	}
	const view: AnyView = {
		kind: row.stored ? 'materializedView' : 'view',
		name: row.name,
		columns: row.columns.map(({ name }) => name),
		columnTypes: row.columns.map(({ type }) => type),
		query: castInside(row.query).trim().replace(/;$/, ''),
		options,
		...commented(row.comment),
		sql: ''
	};
	const node = objectKey(view);
	return {
		object: { ...view, sql: statement(view, 'CREATE') },
		nodes: [
			...standsFor(view, 'pg_class', [row.oid]),
			...standsFor(view, 'pg_type', [row.type, row.arrayType]),
			...standsFor(view, 'pg_rewrite', row.rules),
			...row.columns.flatMap(({ fill }) =>
				fill === null ? [] : [{ catalog: 'pg_attrdef' as const, oid: fill, node }]
			)
		]
	};
}

function split(option: string): readonly string[] {
	const at = option.indexOf('=');
	return [option.slice(0, at), option.slice(at + 1)];
}

function address(view: AnyView): string {
	return `${view.kind === 'view' ? '' : 'MATERIALIZED '}VIEW ${view.name}`;
}

function named(step: Step, view: AnyView): Step {
	return { ...step, takes: [`relation ${view.name}`, `type ${view.name}`] };
}

function statement(view: AnyView, verb: string): string {
	const { method, tablespace, empty } = view.options;
	const storage = [...storageOf(view)].map(([name, value]) => `${name}=${value}`).join(', ');
	return [
		`${verb} ${address(view)}`,
		typeof method === 'string' ? ` USING ${identifier(method)}` : '',
		storage === '' ? '' : ` WITH (${storage})`,
		typeof tablespace === 'string' ? ` TABLESPACE ${identifier(tablespace)}` : '',
		` AS\n${view.query}`,
		empty === true ? '\nWITH NO DATA' : ''
	].join('');
}

function storageOf(view: AnyView): ReadonlyMap<string, string> {
	const found = Object.entries(view.options).filter(([name]) => name.startsWith('with '));
	return new Map(found.map(([name, value]) => [name.slice('with '.length), stored(String(value))]));
}

/** A storage option as its value is written. */
function stored(value: string): string {
	return /^[\w.]+$/.test(value) ? value : literal(value);
}

function storageSteps(from: AnyView, to: AnyView): readonly Step[] {
	const [before, now] = [storageOf(from), storageOf(to)];
	const gone = [...before.keys()].filter((name) => !now.has(name));
	const set = [...now].filter(([name, value]) => before.get(name) !== value);
	const alter = (sql: string) => changing(from, to, `ALTER ${address(to)} ${sql}`);
	return [
		...(gone.length === 0 ? [] : [alter(`RESET (${gone.join(', ')})`)]),
		...(set.length === 0 ? [] : [alter(`SET (${set.map(([name, value]) => `${name}=${value}`).join(', ')})`)])
	];
}

/** Whether CREATE OR REPLACE makes one of the other: what it may do is add columns at the end. */
function extended(from: AnyView, to: AnyView): boolean {
	if (from.kind !== 'view') return false;
	const types = to.columnTypes ?? [];
	return (
		from.columns.every((name, at) => to.columns[at] === name) &&
		(from.columnTypes ?? []).every((type, at) => types[at] === type)
	);
}

/** What is said of single columns. */
function parts(from: AnyView | undefined, to: AnyView, context: PlanContext): readonly Step[] {
	const node = objectKey(to);
	const names = new Set([...Object.keys(from?.options ?? {}), ...Object.keys(to.options)]);
	const steps: Step[] = [];
	for (const [at, name] of to.columns.entries()) {
		const column = identifier(name);
		const differs = (what: string) =>
			names.has(`${what} ${column}`) &&
			from?.options[`${what} ${column}`] !== to.options[`${what} ${column}`];
		const now = (what: string) => {
			const value = to.options[`${what} ${column}`];
			return typeof value === 'string' ? value : undefined;
		};
		const alter = (action: string) => {
			const sql = `ALTER ${address(to)} ALTER COLUMN ${column} ${action}`;
			steps.push(from === undefined ? finishing(to, sql) : changing(from, to, sql));
		};
		if (differs('default')) {
			const value = now('default');
			alter(value === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${value}`);
		}
		if (differs('storage')) {
			const [type = ''] = (to.columnTypes?.[at] ?? '').split(' COLLATE ');
			alter(`SET STORAGE ${storageText(now('storage'), type, context)}`);
		}
		if (differs('compression')) alter(`SET COMPRESSION ${now('compression') ?? 'default'}`);
		if (differs('statistics')) alter(`SET STATISTICS ${now('statistics') ?? '-1'}`);
		if (differs('options')) {
			const [value, old] = [now('options'), from?.options[`options ${column}`]];
			if (typeof old === 'string') {
				const names = old.split(', ').map((option) => split(option)[0]);
				alter(`RESET (${names.join(', ')})`);
			}
			if (value !== undefined) alter(`SET (${value})`);
		}
		if (differs('comment')) steps.push(commentOn(`COLUMN ${to.name}.${column}`, now('comment'), node));
	}
	return steps;
}
