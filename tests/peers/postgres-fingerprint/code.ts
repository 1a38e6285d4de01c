import { flag, options, own, said, type Section } from './section.ts';

const functions: Section = {
	catalog: 'pg_proc',
	where: `prokind <> 'a'`,
	sql: `
		SELECT 'routine ' || p.oid::regprocedure || ' ' || p.prokind::text || ' ' || pg_get_functiondef(p.oid) AS fact
		FROM pg_proc p
		WHERE p.prokind <> 'a' AND p.pronamespace <> pg_my_temp_schema() AND ${own('pg_proc', 'p.oid')}
			AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')`
};

const aggregates: Section = {
	catalog: 'pg_proc',
	where: `prokind = 'a'`,
	sql: `
		SELECT 'aggregate ' || p.oid::regprocedure || ' (' || pg_get_function_arguments(p.oid) || ') '
			|| pg_get_function_result(p.oid) || ' ' || a.aggkind::text || p.proparallel::text || ' direct ' || a.aggnumdirectargs
			|| ' state ' || format_type(a.aggtranstype, NULL) || ' ' || a.aggtransspace
			${[
				['moving', `format_type(nullif(a.aggmtranstype, 0), NULL) || ' ' || a.aggmtransspace`],
				['start', 'quote_literal(a.agginitval)'],
				['moving start', 'quote_literal(a.aggminitval)'],
				['step', `nullif(a.aggtransfn, 0)::regprocedure`],
				[
					'final',
					`nullif(a.aggfinalfn, 0)::regprocedure || ' ' || a.aggfinalextra || a.aggfinalmodify::text`
				],
				['combine', `nullif(a.aggcombinefn, 0)::regprocedure`],
				['write', `nullif(a.aggserialfn, 0)::regprocedure`],
				['read', `nullif(a.aggdeserialfn, 0)::regprocedure`],
				['moving step', `nullif(a.aggmtransfn, 0)::regprocedure`],
				['moving back', `nullif(a.aggminvtransfn, 0)::regprocedure`],
				[
					'moving final',
					`nullif(a.aggmfinalfn, 0)::regprocedure || ' ' || a.aggmfinalextra || a.aggmfinalmodify::text`
				],
				['sort', `nullif(a.aggsortop, 0)::regoperator`]
			]
				.map(([word, value]) => `|| ${said(word!, value!)}`)
				.join('\n')} AS fact
		FROM pg_proc p JOIN pg_aggregate a ON a.aggfnoid = p.oid
		WHERE ${own('pg_proc', 'p.oid')}`
};

const eventTriggers: Section = {
	catalog: 'pg_event_trigger',
	sql: `
		SELECT 'event trigger ' || quote_ident(t.evtname) || ' on ' || t.evtevent || ' ' || t.evtenabled::text
			|| ' ' || t.evtfoid::regprocedure || ${said('tags', options('t.evttags'))} AS fact
		FROM pg_event_trigger t WHERE ${own('pg_event_trigger', 't.oid')}`
};

const languages: Section = {
	catalog: 'pg_language',
	sql: `
		SELECT 'language ' || quote_ident(l.lanname) || ${flag('trusted', 'l.lanpltrusted')}
			|| ${said('handler', 'nullif(l.lanplcallfoid, 0)::regprocedure')}
			|| ${said('inline', 'nullif(l.laninline, 0)::regprocedure')}
			|| ${said('validator', 'nullif(l.lanvalidator, 0)::regprocedure')} AS fact
		FROM pg_language l WHERE ${own('pg_language', 'l.oid')}`
};

const transforms: Section = {
	catalog: 'pg_transform',
	sql: `
		SELECT 'transform ' || format_type(t.trftype, NULL) || ' '
			|| (SELECT quote_ident(lanname) FROM pg_language WHERE oid = t.trflang)
			|| ${said('from', 'nullif(t.trffromsql, 0)::regprocedure')}
			|| ${said('to', 'nullif(t.trftosql, 0)::regprocedure')} AS fact
		FROM pg_transform t WHERE ${own('pg_transform', 't.oid')}`
};

const conversions: Section = {
	catalog: 'pg_conversion',
	sql: `
		SELECT 'conversion ' || (pg_identify_object('pg_conversion'::regclass, c.oid, 0)).identity
			|| ' ' || c.conforencoding || ' ' || c.contoencoding || ' ' || c.conproc || ' ' || c.condefault AS fact
		FROM pg_conversion c WHERE ${own('pg_conversion', 'c.oid')}`
};

/** What runs: functions, triggers on events and what they are written in. */
export const codeSections = [
	functions,
	aggregates,
	eventTriggers,
	languages,
	transforms,
	conversions
] as const;
