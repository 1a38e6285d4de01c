import { flag, own, said, type Section } from './section.ts';

const identity = (catalog: string, oid: string) =>
	`(pg_identify_object('${catalog}'::regclass, ${oid}, 0)).identity`;

const casts: Section = {
	catalog: 'pg_cast',
	sql: `
		SELECT 'cast ' || format_type(c.castsource, NULL) || ' to ' || format_type(c.casttarget, NULL)
			|| ' ' || c.castcontext::text || c.castmethod::text || ${said('by', 'nullif(c.castfunc, 0)::regprocedure')} AS fact
		FROM pg_cast c WHERE ${own('pg_cast', 'c.oid')}`
};

const operators: Section = {
	catalog: 'pg_operator',
	sql: `
		SELECT 'operator ' || o.oid::regoperator || ' ' || o.oprkind::text
			|| ${said('gives', `CASE WHEN o.oprresult <> 0 THEN format_type(o.oprresult, NULL) END`)}
			|| ${said('by', 'nullif(o.oprcode, 0)::regprocedure')}
			|| ${said('commutator', 'nullif(o.oprcom, 0)::regoperator')}
			|| ${said('negator', 'nullif(o.oprnegate, 0)::regoperator')}
			|| ${said('restrict', 'nullif(o.oprrest, 0)::regprocedure')}
			|| ${said('join', 'nullif(o.oprjoin, 0)::regprocedure')}
			|| ${flag('merges', 'o.oprcanmerge')} || ${flag('hashes', 'o.oprcanhash')} AS fact
		FROM pg_operator o WHERE ${own('pg_operator', 'o.oid')}`
};

const families: Section = {
	catalog: 'pg_opfamily',
	sql: `
		SELECT 'operator family ' || ${identity('pg_opfamily', 'f.oid')} AS fact
		FROM pg_opfamily f WHERE ${own('pg_opfamily', 'f.oid')}`
};

const classes: Section = {
	catalog: 'pg_opclass',
	sql: `
		SELECT 'operator class ' || ${identity('pg_opclass', 'c.oid')} || ' for ' || format_type(c.opcintype, NULL)
			|| ' in ' || ${identity('pg_opfamily', 'c.opcfamily')} || ${flag('default', 'c.opcdefault')}
			|| ${said('stores', `CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END`)} AS fact
		FROM pg_opclass c WHERE ${own('pg_opclass', 'c.oid')}`
};

const familyOperators: Section = {
	catalog: 'pg_amop',
	sql: `
		SELECT 'family operator ' || ${identity('pg_opfamily', 'a.amopfamily')} || ' ' || a.amopstrategy || a.amoppurpose::text
			|| ' ' || format_type(a.amoplefttype, NULL) || ', ' || format_type(a.amoprighttype, NULL)
			|| ' ' || a.amopopr::regoperator
			|| ${said('sort', `CASE WHEN a.amopsortfamily <> 0 THEN ${identity('pg_opfamily', 'a.amopsortfamily')} END`)} AS fact
		FROM pg_amop a WHERE ${own('pg_amop', 'a.oid')} AND NOT EXISTS (SELECT FROM pg_depend e
			WHERE e.classid = 'pg_opfamily'::regclass AND e.objid = a.amopfamily AND e.deptype = 'e')`
};

const familyFunctions: Section = {
	catalog: 'pg_amproc',
	sql: `
		SELECT 'family function ' || ${identity('pg_opfamily', 'a.amprocfamily')} || ' ' || a.amprocnum
			|| ' ' || format_type(a.amproclefttype, NULL) || ', ' || format_type(a.amprocrighttype, NULL)
			|| ' ' || a.amproc::regprocedure AS fact
		FROM pg_amproc a WHERE ${own('pg_amproc', 'a.oid')} AND NOT EXISTS (SELECT FROM pg_depend e
			WHERE e.classid = 'pg_opfamily'::regclass AND e.objid = a.amprocfamily AND e.deptype = 'e')`
};

const accessMethods: Section = {
	catalog: 'pg_am',
	sql: `
		SELECT 'access method ' || quote_ident(a.amname) || ' ' || a.amtype::text || ' ' || a.amhandler AS fact
		FROM pg_am a WHERE ${own('pg_am', 'a.oid')}`
};

/** How types are cast, compared and found again. */
export const operatorSections = [
	casts,
	operators,
	families,
	classes,
	familyOperators,
	familyFunctions,
	accessMethods
] as const;
