import type { Table } from '../../../schema/model.ts';
import { splitList } from '../expression-text.ts';
import { bareName } from '../object-names.ts';
import { rankOf, type Step } from '../step.ts';
import { clusterStep, indexNodes } from './cluster.ts';
import { tableIn } from './family.ts';
import type { PlanContext } from './kind.ts';
import { persistenceNode, turnedBefore } from './persistence.ts';
import { isRebuilt } from './ties.ts';

type Options = Table['options'];

/** What CREATE TABLE itself says. */
const saidAtOnce = ['unlogged', 'with', 'tablespace', 'accessMethod', 'server', 'foreignOptions'] as const;

/** Steps that set what is set on a table as a whole. Without `from` the table has just been made. */
export function tableSettings(from: Table | undefined, to: Table, context: PlanContext): readonly Step[] {
	const old: Options =
		from?.options ?? Object.fromEntries(saidAtOnce.map((name) => [name, to.options[name] ?? '']));
	const now = to.options;
	const actions: string[] = [];
	const differs = (name: string) =>
		(from !== undefined || !(saidAtOnce as readonly string[]).includes(name)) && old[name] !== now[name];
	if (differs('accessMethod')) actions.push(`SET ACCESS METHOD ${String(now.accessMethod ?? 'heap')}`);
	if (differs('tablespace')) actions.push(`SET TABLESPACE ${String(now.tablespace ?? 'pg_default')}`);
	if (differs('with')) actions.push(...settingChanges(old.with, now.with));
	if (differs('rowSecurity'))
		actions.push(`${now.rowSecurity === true ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`);
	if (differs('forceRowSecurity')) {
		actions.push(`${now.forceRowSecurity === true ? 'FORCE' : 'NO FORCE'} ROW LEVEL SECURITY`);
	}
	if (differs('foreignOptions'))
		actions.push(`OPTIONS (${optionChanges(old.foreignOptions, now.foreignOptions)})`);
	const step = (action: string): Step => ({
		sql: `ALTER TABLE ${to.name} ${action}`,
		rank: rankOf.create + 60,
		...(action.startsWith('SET ACCESS METHOD') && { rewrites: [to.name] }),
		after: [`table ${to.name}`]
	});
	return [
		...(differs('unlogged') ? [turned(to, context)] : []),
		...actions.map((action) => step(action)),
		...(differs('replicaIdentity') ? [identityStep(to)] : []),
		...(differs('cluster') ? [clusterStep(to)] : [])
	];
}

function turned(table: Table, context: PlanContext): Step {
	return {
		sql: `ALTER TABLE ${table.name} SET ${table.options.unlogged === true ? 'UNLOGGED' : 'LOGGED'}`,
		rank: rankOf.create + 60,
		creates: [persistenceNode(table.name)],
		rewrites: [table.name],
		after: [`table ${table.name}`, ...turnedBefore(table, context).map(persistenceNode)]
	};
}

function identityStep(table: Table): Step {
	const { replicaIdentity: identity } = table.options;
	return {
		sql: `ALTER TABLE ${table.name} REPLICA IDENTITY ${String(identity ?? 'DEFAULT')}`,
		rank: rankOf.create + 60,
		after: [`table ${table.name}`, ...indexNodes(table.name, identity)]
	};
}

/** Steps that mark an index once more, where it is made anew and its table stays. */
export function indexMarks(relation: string, index: string, context: PlanContext): readonly Step[] {
	const name = bareName(index);
	const view = `materializedView ${relation}`;
	const [old, now] = [context.before(view), context.later(view)];
	if (old?.kind === 'materializedView' && now?.kind === 'materializedView') {
		const keeps = old.options.cluster === name && now.options.cluster === name;
		return keeps ? [clusterStep(now)] : [];
	}
	const [from, to] = [tableIn(context.from, relation), tableIn(context.to, relation)];
	if (from === undefined || to === undefined || isRebuilt(relation, context)) return [];
	const keeps = (option: 'replicaIdentity' | 'cluster', text: string) =>
		from.options[option] === text && to.options[option] === text;
	return [
		...(keeps('replicaIdentity', `USING INDEX ${name}`) ? [identityStep(to)] : []),
		...(keeps('cluster', name) ? [clusterStep(to)] : [])
	];
}

type Option = string | boolean | undefined;

function pairsOf(option: Option, separator: RegExp): ReadonlyMap<string, string> {
	return new Map(
		splitList(typeof option === 'string' ? option : '').map((item) => {
			const at = item.search(separator);
			return at < 0 ? [item, ''] : [item.slice(0, at), item.slice(at + 1)];
		})
	);
}

/** `SET (…)` and `RESET (…)` that turn some storage parameters into others. */
export function settingChanges(from: Option, to: Option): readonly string[] {
	const [old, now] = [pairsOf(from, /=/), pairsOf(to, /=/)];
	const set = [...now]
		.filter(([name, value]) => old.get(name) !== value)
		.map(([name, value]) => `${name}=${value}`);
	const reset = [...old.keys()].filter((name) => !now.has(name));
	return [
		...(set.length === 0 ? [] : [`SET (${set.join(', ')})`]),
		...(reset.length === 0 ? [] : [`RESET (${reset.join(', ')})`])
	];
}

/** What stands between the parentheses of OPTIONS. */
export function optionChanges(from: Option, to: Option): string {
	const [old, now] = [pairsOf(from, / /), pairsOf(to, / /)];
	return [
		...[...now]
			.filter(([name, value]) => old.get(name) !== value)
			.map(([name, value]) => `${old.has(name) ? 'SET' : 'ADD'} ${name} ${value}`),
		...[...old.keys()].filter((name) => !now.has(name)).map((name) => `DROP ${name}`)
	].join(', ');
}
