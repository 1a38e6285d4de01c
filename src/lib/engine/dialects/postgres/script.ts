import type { Step } from './step.ts';

/**
 * The steps as text, one statement a line group. A step that can be a clause of the statement that makes its table
 * becomes one, where all it needs is there by then.
 */
export function scriptOf(steps: readonly Step[]): string {
	const folded = withClauses(steps);
	const head = looksTooEarly(steps) ? ['SET LOCAL check_function_bodies = off'] : [];
	return combined([...head, ...folded].filter((sql) => sql !== ''))
		.map((sql) => `${sql};\n`)
		.join('\n');
}

/**
 * Whether a function is made before something that PostgreSQL would look for in its body, as where two functions call each
 * other, or where it may not find it at all.
 */
function looksTooEarly(steps: readonly Step[]): boolean {
	const made = new Map<string, number>();
	for (const [at, { creates = [], changes = [] }] of steps.entries())
		for (const node of [...creates, ...changes]) made.set(node, at);
	return steps.some(
		({ checks = [], unchecked }, at) =>
			unchecked === true || checks.some((node) => (made.get(node) ?? -1) > at)
	);
}

function withClauses(steps: readonly Step[]): readonly string[] {
	const made = new Map<string, number>();
	const makers = new Map<string, number>();
	for (const [at, { creates = [], changes = [], breaks = [] }] of steps.entries()) {
		for (const node of [...creates, ...changes, ...breaks]) made.set(node, at);
		for (const node of creates) if (!makers.has(node)) makers.set(node, at);
	}
	const clauses = new Map<number, string[]>();
	const left = [...steps.entries()].filter(([, { clauseOf, after = [], rather = [], creates = [] }]) => {
		const place = clauseOf && makers.get(clauseOf.node);
		if (clauseOf === undefined || place === undefined || !takesClauses(steps[place])) return true;
		if (!after.every((node) => (made.get(node) ?? -1) <= place || creates.includes(node))) return true;
		if (rather.some((node) => (made.get(node) ?? -1) > place)) return true;
		clauses.set(place, [...(clauses.get(place) ?? []), clauseOf.clause]);
		// What can be a clause because of this one finds it where it now stands.
		for (const node of creates) if (steps[made.get(node) ?? -1]?.clauseOf) made.set(node, place);
		return false;
	});
	return left.map(([at, step]) => withClausesIn(step.sql, clauses.get(at) ?? []));
}

function takesClauses(step: Step | undefined): boolean {
	return step !== undefined && [clausePlace, listPlace].some((place) => step.sql.includes(place));
}

/** Where a CREATE TABLE takes further clauses: at the end of its list. */
export const clausePlace = '\n/*clauses*/';

/** Where a CREATE TABLE takes clauses, and has no list without any. */
export const listPlace = ' /*clauses*/';

function withClausesIn(sql: string, clauses: readonly string[]): string {
	if (sql.includes(listPlace)) {
		const list = clauses.length === 0 ? '' : ` (${clauses.map((clause) => `\n\t${clause}`).join(',')}\n)`;
		return sql.replace(listPlace, () => list);
	}
	const empty = sql.includes(`(${clausePlace}`);
	const text = clauses.map((clause, at) => `${empty && at === 0 ? '' : ','}\n\t${clause}`).join('');
	return sql.replace(empty && clauses.length === 0 ? `${clausePlace}\n` : clausePlace, () => text);
}

const name = String.raw`(?:"(?:[^"]|"")*"|[^\s".]+)`;

/** One change to the columns of a table: the table, what is done, and all of the action. */
const columnChange = new RegExp(
	String.raw`^ALTER TABLE ((?:ONLY )?${name}(?:\.${name})?) ((ADD|DROP|ALTER) COLUMN [^]*)$`
);

/** What PostgreSQL must have done before it looks at another type for the column, which it does at the start of a statement. */
const beforeType =
	/ (?:DROP (?:IDENTITY|EXPRESSION)$|SET (?:GENERATED|INCREMENT|MINVALUE|MAXVALUE|START|CACHE|CYCLE|NO CYCLE)\b)/;

/** Changes of one sort to the columns of one table that follow each other are one statement, which goes over the rows once. */
function combined(statements: readonly string[]): readonly string[] {
	const done: string[] = [];
	let open: { readonly table: string; readonly verb: string; readonly actions: string[] } | undefined;
	const close = () => {
		if (open === undefined) return;
		const { table, actions } = open;
		const list =
			actions.length === 1 ? ` ${actions.join('')}` : actions.map((action) => `\n\t${action}`).join(',');
		done.push(`ALTER TABLE ${table}${list}`);
		open = undefined;
	};
	for (const sql of statements) {
		const [, table, action, verb] = (sql.includes(';\n') ? undefined : columnChange.exec(sql)) ?? [];
		if (table === undefined || action === undefined || verb === undefined) {
			close();
			done.push(sql);
		} else if (open?.table === table && open.verb === verb && !waits(action, open.actions)) {
			open.actions.push(action);
		} else {
			close();
			open = { table, verb, actions: [action] };
		}
	}
	close();
	return done;
}

function waits(action: string, actions: readonly string[]): boolean {
	return action.includes(' TYPE ') && actions.some((done) => beforeType.test(done));
}
