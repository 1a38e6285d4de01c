import { identifier, literal } from '../identifier.ts';
import type { Definition } from '../../../schema/model.ts';
import type { Step } from '../step.ts';
import type { ObjectKind } from './kind.ts';
import {
	changing,
	commented,
	dropping,
	given,
	making,
	ofNoExtension,
	records,
	standsFor,
	text
} from './records.ts';

type Options = Readonly<Record<string, string>>;

const optionsIn = (column: string) =>
	`(SELECT json_object_agg(option_name, option_value ORDER BY option_name) FROM pg_options_to_table(${column}))`;

interface WrapperRow {
	readonly oid: number;
	readonly name: string;
	readonly handler: string | null;
	readonly validator: string | null;
	readonly options: Options | null;
	readonly comment: string | null;
}

const wrapperQuery = `
	SELECT w.oid::int8 AS oid, quote_ident(w.fdwname) AS name, NULLIF(w.fdwhandler::regproc::text, '-') AS handler,
		NULLIF(w.fdwvalidator::regproc::text, '-') AS validator, ${optionsIn('w.fdwoptions')} AS options,
		obj_description(w.oid, 'pg_foreign_data_wrapper') AS comment
	FROM pg_catalog.pg_foreign_data_wrapper w
	WHERE ${ofNoExtension('pg_foreign_data_wrapper', 'w.oid')}`;

/** What brings data in from elsewhere. */
export const foreignDataWrappers: ObjectKind<'foreignDataWrapper'> = {
	kinds: ['foreignDataWrapper'],
	rowsIn: 'pg_foreign_data_wrapper',

	async read(database) {
		return (await records<WrapperRow>(database, wrapperQuery)).map((row) => {
			const { name, handler, validator, options } = row;
			const object: Definition = {
				kind: 'foreignDataWrapper',
				name,
				properties: given({
					handler: handler ?? undefined,
					validator: validator ?? undefined,
					options: options ?? undefined
				}),
				...commented(row.comment),
				sql: [
					`CREATE FOREIGN DATA WRAPPER ${name}`,
					handler === null ? '' : ` HANDLER ${handler}`,
					validator === null ? '' : ` VALIDATOR ${validator}`,
					optionList(options)
				].join('')
			};
			return { object, nodes: standsFor(object, 'pg_foreign_data_wrapper', [row.oid]) };
		});
	},

	create: (wrapper) => [making(wrapper)],
	drop: (wrapper) => [dropping(wrapper, `DROP FOREIGN DATA WRAPPER ${wrapper.name}`)],

	alter(from, to) {
		const clauses = ['handler', 'validator'].map((part) => {
			if (text(from, part) === text(to, part)) return '';
			const now = text(to, part);
			return now === undefined ? ` NO ${part.toUpperCase()}` : ` ${part.toUpperCase()} ${now}`;
		});
		return altered(from, to, 'FOREIGN DATA WRAPPER', clauses.join('') + optionChanges(from, to));
	},

	address: (wrapper) => `FOREIGN DATA WRAPPER ${wrapper.name}`
};

interface ServerRow {
	readonly oid: number;
	readonly name: string;
	readonly wrapper: string;
	readonly type: string | null;
	readonly version: string | null;
	readonly options: Options | null;
	readonly comment: string | null;
}

const serverQuery = `
	SELECT s.oid::int8 AS oid, quote_ident(s.srvname) AS name, quote_ident(w.fdwname) AS wrapper, s.srvtype AS type,
		s.srvversion AS version, ${optionsIn('s.srvoptions')} AS options, obj_description(s.oid, 'pg_foreign_server') AS comment
	FROM pg_catalog.pg_foreign_server s JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
	WHERE ${ofNoExtension('pg_foreign_server', 's.oid')}`;

/** Places elsewhere that foreign tables come from. */
export const servers: ObjectKind<'server'> = {
	kinds: ['server'],
	rowsIn: 'pg_foreign_server',

	async read(database) {
		return (await records<ServerRow>(database, serverQuery)).map((row) => {
			const { name, wrapper, type, version, options } = row;
			const object: Definition = {
				kind: 'server',
				name,
				properties: given({
					wrapper,
					type: type ?? undefined,
					version: version ?? undefined,
					options: options ?? undefined
				}),
				...commented(row.comment),
				sql: [
					`CREATE SERVER ${name}`,
					type === null ? '' : ` TYPE ${literal(type)}`,
					version === null ? '' : ` VERSION ${literal(version)}`,
					` FOREIGN DATA WRAPPER ${wrapper}`,
					optionList(options)
				].join('')
			};
			return { object, nodes: standsFor(object, 'pg_foreign_server', [row.oid]) };
		});
	},

	create: (server) => [making(server)],
	drop: (server) => [dropping(server, `DROP SERVER ${server.name}`)],

	alter(from, to) {
		if (['wrapper', 'type'].some((name) => text(from, name) !== text(to, name))) return undefined;
		const version = text(to, 'version');
		const clause =
			text(from, 'version') === version
				? ''
				: ` VERSION ${version === undefined ? 'NULL' : literal(version)}`;
		return altered(from, to, 'SERVER', clause + optionChanges(from, to));
	},

	address: (server) => `SERVER ${server.name}`
};

interface MappingRow {
	readonly oid: number;
	readonly role: string;
	readonly server: string;
	readonly options: Options | null;
}

const mappingQuery = `
	SELECT u.oid::int8 AS oid, CASE u.umuser WHEN 0 THEN 'PUBLIC' ELSE u.umuser::regrole::text END AS role,
		quote_ident(s.srvname) AS server, ${optionsIn('u.umoptions')} AS options
	FROM pg_catalog.pg_user_mapping u JOIN pg_catalog.pg_foreign_server s ON s.oid = u.umserver
	WHERE ${ofNoExtension('pg_foreign_server', 's.oid')}`;

/** Who somebody is elsewhere. */
export const userMappings: ObjectKind<'userMapping'> = {
	kinds: ['userMapping'],
	rowsIn: 'pg_user_mapping',

	async read(database) {
		return (await records<MappingRow>(database, mappingQuery)).map(({ oid, role, server, options }) => {
			const name = `${role} SERVER ${server}`;
			const object: Definition = {
				kind: 'userMapping',
				name,
				properties: given({ options: options ?? undefined }),
				sql: `CREATE USER MAPPING FOR ${name}${optionList(options)}`
			};
			return { object, nodes: standsFor(object, 'pg_user_mapping', [oid]) };
		});
	},

	create: (mapping) => [making(mapping)],
	drop: (mapping) => [dropping(mapping, `DROP USER MAPPING FOR ${mapping.name}`)],
	alter: (from, to) => altered(from, to, 'USER MAPPING FOR', optionChanges(from, to)),
	address: (mapping) => `USER MAPPING FOR ${mapping.name}`
};

function altered(from: Definition, to: Definition, word: string, clauses: string): readonly Step[] {
	return clauses === '' ? [] : [changing(from, to, `ALTER ${word} ${to.name}${clauses}`)];
}

function optionList(options: Options | null): string {
	const listed = Object.entries(options ?? {}).map(
		([name, value]) => `${identifier(name)} ${literal(value)}`
	);
	return listed.length === 0 ? '' : ` OPTIONS (${listed.join(', ')})`;
}

/** The clause that turns the options of one into those of the other. */
function optionChanges(from: Definition, to: Definition): string {
	const [before, now] = [from, to].map(({ properties }) => (properties.options ?? {}) as Options);
	const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(now ?? {})])].sort();
	const clauses = names.flatMap((name) => {
		const [old, value] = [before?.[name], now?.[name]];
		if (old === value) return [];
		if (value === undefined) return [`DROP ${identifier(name)}`];
		return [`${old === undefined ? 'ADD' : 'SET'} ${identifier(name)} ${literal(value)}`];
	});
	return clauses.length === 0 ? '' : ` OPTIONS (${clauses.join(', ')})`;
}
