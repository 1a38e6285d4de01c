import type { Definition } from '../../../schema/model.ts';
import type { Step } from '../step.ts';
import type { CatalogNode, ObjectKind } from './kind.ts';
import {
	changing,
	commented,
	dropping,
	given,
	inUserSchema,
	making,
	ofNoExtension,
	qualified,
	records,
	standsFor,
	texts
} from './records.ts';

interface FamilyRow {
	readonly oid: number;
	readonly name: string;
	readonly members: readonly string[];
	readonly operators: readonly number[];
	readonly functions: readonly number[];
	readonly comment: string | null;
}

/** The rows of what stands in it. */
function memberRows(catalog: 'pg_amop' | 'pg_amproc', owner: string): string {
	return `ARRAY(SELECT d.objid::int8 FROM pg_catalog.pg_depend d
		WHERE d.classid = 'pg_catalog.${catalog}'::regclass AND ${owner})`;
}

/** What stands in a family or a class, as SQL; `owner` says in which. Members of neither are loose in the family. */
function members(owner: string): string {
	return `ARRAY(
		SELECT 'OPERATOR ' || a.amopstrategy || ' ' || (SELECT quote_ident(s.nspname) || '.' || o.oprname
				FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace s ON s.oid = o.oprnamespace WHERE o.oid = a.amopopr)
				|| ' (' || format_type(a.amoplefttype, NULL) || ', ' || format_type(a.amoprighttype, NULL) || ')'
				|| COALESCE(' FOR ORDER BY ' || (SELECT quote_ident(s.nspname) || '.' || quote_ident(f.opfname)
					FROM pg_catalog.pg_opfamily f JOIN pg_catalog.pg_namespace s ON s.oid = f.opfnamespace
					WHERE f.oid = a.amopsortfamily), '') AS member
			FROM pg_catalog.pg_amop a JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_amop'::regclass AND d.objid = a.oid
			WHERE ${owner}
		UNION ALL
		SELECT 'FUNCTION ' || a.amprocnum || ' (' || format_type(a.amproclefttype, NULL) || ', '
				|| format_type(a.amprocrighttype, NULL) || ') ' || a.amproc::regprocedure::text
			FROM pg_catalog.pg_amproc a JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_amproc'::regclass AND d.objid = a.oid
			WHERE ${owner}
		ORDER BY member)`;
}

const inFamily = `d.refclassid = 'pg_catalog.pg_opfamily'::regclass AND d.refobjid = f.oid`;
const inClass = `d.refclassid = 'pg_catalog.pg_opclass'::regclass AND d.refobjid = c.oid`;

const familyQuery = `
	SELECT f.oid::int8 AS oid, ${qualified('f.opfname')} || ' USING ' || quote_ident(m.amname) AS name,
		${members(inFamily)} AS members, ${memberRows('pg_amop', inFamily)} AS operators, ${memberRows('pg_amproc', inFamily)} AS functions,
		obj_description(f.oid, 'pg_opfamily') AS comment
	FROM pg_catalog.pg_opfamily f
	JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
	JOIN pg_catalog.pg_am m ON m.oid = f.opfmethod
	WHERE ${inUserSchema} AND ${ofNoExtension('pg_opfamily', 'f.oid')}`;

/** Families of operators that belong together in indexes. */
export const operatorFamilies: ObjectKind<'operatorFamily'> = {
	kinds: ['operatorFamily'],
	rowsIn: 'pg_opfamily',

	async read(database) {
		return (await records<FamilyRow>(database, familyQuery)).map((row) => {
			const { name, members, comment } = row;
			const object: Definition = {
				kind: 'operatorFamily',
				name,
				properties: given({ members }),
				...commented(comment),
				sql: `CREATE OPERATOR FAMILY ${name}`
			};
			return { object, nodes: [...standsFor(object, 'pg_opfamily', [row.oid]), ...memberNodes(object, row)] };
		});
	},

	create: (family) => [
		{ ...making(family), after: [] },
		...memberSteps(family, family, [], texts(family, 'members'))
	],
	drop: (family) => [dropping(family, `DROP OPERATOR FAMILY ${family.name}`)],
	alter: (from, to) => memberSteps(from, to, texts(from, 'members'), texts(to, 'members')),
	address: (family) => `OPERATOR FAMILY ${family.name}`
};

function memberNodes(
	object: Definition,
	{ operators, functions }: Pick<ClassRow, 'operators' | 'functions'>
): readonly CatalogNode[] {
	return [...standsFor(object, 'pg_amop', operators), ...standsFor(object, 'pg_amproc', functions)];
}

function memberSteps(
	from: Definition,
	to: Definition,
	before: readonly string[],
	now: readonly string[]
): readonly Step[] {
	const alter = (verb: string, list: readonly string[]) =>
		list.length === 0
			? []
			: [changing(from, to, `ALTER OPERATOR FAMILY ${to.name} ${verb} ${list.join(', ')}`)];
	return [
		...alter(
			'DROP',
			before
				.filter((member) => !now.includes(member))
				.map((member) => `${/^\w+ \d+/.exec(member)?.[0] ?? ''}${typesOf(member)}`)
		),
		...alter(
			'ADD',
			now.filter((member) => !before.includes(member))
		)
	];
}

/** The types by which a member is known. */
function typesOf(member: string): string {
	const types = member.startsWith('FUNCTION')
		? /^FUNCTION \d+( \(.*?\))/
		: /( \([^()]*\))(?: FOR ORDER BY|$)/;
	return types.exec(member)?.[1] ?? '';
}

interface ClassRow {
	readonly oid: number;
	readonly name: string;
	readonly bare: string;
	readonly method: string;
	readonly isDefault: boolean;
	readonly type: string;
	readonly family: string;
	readonly storage: string | null;
	readonly members: readonly string[];
	readonly operators: readonly number[];
	readonly functions: readonly number[];
	readonly comment: string | null;
}

const classQuery = `
	SELECT c.oid::int8 AS oid, ${qualified('c.opcname')} AS bare, quote_ident(m.amname) AS method, c.opcdefault AS "isDefault",
		${qualified('c.opcname')} || ' USING ' || quote_ident(m.amname) AS name, format_type(c.opcintype, NULL) AS type,
		(SELECT CASE s.nspname WHEN 'public' THEN '' ELSE quote_ident(s.nspname) || '.' END || quote_ident(f.opfname)
			FROM pg_catalog.pg_opfamily f JOIN pg_catalog.pg_namespace s ON s.oid = f.opfnamespace
			WHERE f.oid = c.opcfamily) AS family,
		CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END AS storage,
		${members(inClass)} AS members, ${memberRows('pg_amop', inClass)} AS operators, ${memberRows('pg_amproc', inClass)} AS functions,
		obj_description(c.oid, 'pg_opclass') AS comment
	FROM pg_catalog.pg_opclass c
	JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace
	JOIN pg_catalog.pg_am m ON m.oid = c.opcmethod
	WHERE ${inUserSchema} AND ${ofNoExtension('pg_opclass', 'c.oid')}`;

/** Classes of operators, by which an index knows a type. */
export const operatorClasses: ObjectKind<'operatorClass'> = {
	kinds: ['operatorClass'],
	rowsIn: 'pg_opclass',

	async read(database) {
		return (await records<ClassRow>(database, classQuery)).map((row) => {
			const { isDefault, type, family, storage, members } = row;
			const parts = [...members, ...(storage === null ? [] : [`STORAGE ${storage}`])];
			const listed = parts.length === 0 ? [`STORAGE ${type}`] : parts;
			const object: Definition = {
				kind: 'operatorClass',
				name: row.name,
				properties: given({ isDefault, type, family, members: listed }),
				...commented(row.comment),
				sql: [
					`CREATE OPERATOR CLASS ${row.bare}`,
					isDefault ? ' DEFAULT' : '',
					` FOR TYPE ${type} USING ${row.method} FAMILY ${family} AS\n\t${listed.join(',\n\t')}`
				].join('')
			};
			return { object, nodes: [...standsFor(object, 'pg_opclass', [row.oid]), ...memberNodes(object, row)] };
		});
	},

	create: (operatorClass) => [making(operatorClass)],
	drop: (operatorClass) => [dropping(operatorClass, `DROP OPERATOR CLASS ${operatorClass.name}`)],
	alter: () => undefined,
	address: (operatorClass) => `OPERATOR CLASS ${operatorClass.name}`
};
