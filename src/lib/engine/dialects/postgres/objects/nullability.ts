import type { Column, Table } from '../../../schema/model.ts';
import { identifier } from '../identifier.ts';
import { commentOn } from '../comments.ts';
import { columnNode, constraintNode } from '../nodes.ts';
import { inBetween } from '../object-names.ts';
import type { Step } from '../step.ts';
import { alterText, type Action, type Place } from './column-place.ts';
import { keylessNode } from './constraint-steps.ts';
import { columnIn, descendantsOf } from './family.ts';
import { hasOwnNotNull } from './locality.ts';
import { filledNulls } from './missing-values.ts';
import { notNullName, notNullRenamed } from './not-null-name.ts';
import { saidName } from './not-null-taken.ts';
import { since } from './since.ts';
import { lastingParents } from './ties.ts';

/** What lets a column be NULL, or no longer. */
export function nullability(from: Column, to: Column, place: Place): readonly Action[] {
	const heirs = ownBelow(to, place);
	const actions = changes(from, to, place).map((action) => action && besideAbove(action, to, place));
	return heirs.length === 0
		? actions
		: actions.map((action) => action && { ...action, after: [...(action.after ?? []), ...heirs] });
}

/**
 * What is done to the NOT NULL of a column while a parent gets one or loses it: PostgreSQL takes it while it does not come from
 * above as well.
 */
function besideAbove(action: NonNullable<Action>, to: Column, place: Place): Action {
	const own = ownNode(place.to.name, to.name);
	if (place.fresh === true || action.creates?.includes(own) === true) return action;
	const above = lastingParents(place.from, place.to, place.context).map((pair) => ({
		name: pair.to.name,
		before: columnIn(pair.from, to.name)?.nullable === false,
		later: columnIn(pair.to, to.name)?.nullable === false
	}));
	if (above.some(({ before, later }) => !before && later))
		return { ...action, creates: [...(action.creates ?? []), own] };
	const freed = above
		.filter(({ before, later }) => before && !later)
		.map(({ name }) => columnNode(name, to.name));
	return freed.length === 0 ? action : { ...action, after: [...(action.after ?? []), ...freed] };
}

/** Says that a column is NOT NULL by itself. */
function ownNode(table: string, column: string): string {
	return `own not null ${columnNode(table, column)}`;
}

/** Columns below that are NOT NULL by themselves as well, which they must be before they are it from above. */
function ownBelow({ name }: Column, { to: table, context }: Place): readonly string[] {
	return descendantsOf(context.to, table.name).map((heir) => ownNode(heir.name, name));
}

function changes(from: Column, to: Column, place: Place): readonly Action[] {
	if (place.covered?.notNull === true && !hasOwnNotNull(to.nullable ? from : to)) return [];
	if (from.nullable === to.nullable) {
		if (to.nullable) return [];
		const { notNullNotValid: doubted, notNullNoInherit: alone } = to.options;
		if (isDoubted(from, to)) {
			return [{ sql: alterText(place, to.name, 'DROP NOT NULL') }, ...notNullAdded(to, place)];
		}
		const name = identifier(notNullName(to, place.to));
		const alter = (action: string) => ({ sql: `ALTER TABLE ${place.to.name} ${action}` });
		return [
			...madeOwn(from, to, place),
			...notNullRenaming(from, to, place),
			...(from.options.notNullNoInherit === alone
				? []
				: [alter(`ALTER CONSTRAINT ${name} ${alone === true ? 'NO INHERIT' : 'INHERIT'}`)]),
			...(from.options.notNullNotValid === doubted ? [] : [alter(`VALIDATE CONSTRAINT ${name}`)])
		];
	}
	if (to.nullable) {
		const wasKey = place.from.constraints.some((constraint) => constraint.kind === 'primaryKey');
		return [
			{
				sql: alterText(place, to.name, 'DROP NOT NULL'),
				creates: [nameNode(place.from, notNullName(from, place.from))],
				...(wasKey && { after: [keylessNode(place.to.name)] })
			}
		];
	}
	return [...filledNulls(from, to, place), ...notNullAdded(to, place)];
}

/** A NOT NULL that comes from above is made the column's own as well by being set once more. */
function madeOwn(from: Column, to: Column, place: Place): readonly Action[] {
	const kept = lastingParents(place.from, place.to, place.context).length > 0;
	return kept && place.fresh !== true && hasOwnNotNull(to) && !hasOwnNotNull(from)
		? [{ sql: alterText(place, to.name, 'SET NOT NULL', true), creates: [ownNode(place.to.name, to.name)] }]
		: [];
}

/** A NOT NULL that stays gets the name it is to have; one that comes from a parent is renamed there. */
function notNullRenaming(from: Column, to: Column, place: Place): readonly Action[] {
	const [old, now] = [notNullName(from, place.from), notNullName(to, place.to)];
	const { fresh, context, from: before, to: later } = place;
	const kept = lastingParents(before, later, context).some(
		(pair) =>
			columnIn(pair.from, to.name)?.nullable === false && columnIn(pair.to, to.name)?.nullable === false
	);
	if (old === now || fresh === true || kept) return [];
	const freed = { creates: [nameNode(before, old)] };
	const isTaken = before.columns.some(
		(column) => column.name !== from.name && !column.nullable && notNullName(column, before) === now
	);
	// A type that a table comes to or leaves is not there meanwhile.
	const table = later.options.ofType === undefined ? later : before;
	if (!isTaken) return [{ ...notNullRenamed(table, old, now, context), ...freed }];
	const passing = inBetween(old);
	return [
		{ ...notNullRenamed(table, old, passing, context), ...freed },
		{ ...notNullRenamed(table, passing, now, context), after: [nameNode(before, now)] }
	];
}

/** Says that a NOT NULL of a table no longer has this name. */
function nameNode(table: Table, name: string): string {
	return `free ${constraintNode(table.name, name)}`;
}

/** The step that says what a NOT NULL is for, or no longer says it; `from` is what the column was before. */
export function notNullComments(from: Column | undefined, to: Column, table: Table): readonly Step[] {
	const stays = from !== undefined && !from.nullable && !isDoubted(from, to);
	const said = stays ? from.options.notNullComment : undefined;
	const { notNullComment: comment } = to.options;
	if (to.nullable || said === comment) return [];
	return [
		commentOn(
			`CONSTRAINT ${identifier(notNullName(to, table))} ON ${table.name}`,
			typeof comment === 'string' ? comment : undefined,
			columnNode(table.name, to.name)
		)
	];
}

/** Whether a NOT NULL that was proved need not hold for all rows any more, for which it has to be made anew. */
function isDoubted(from: Column, to: Column): boolean {
	return to.options.notNullNotValid === true && from.options.notNullNotValid !== true;
}

/** The statements that make a column NOT NULL, with the name and the words it is to have. */
export function notNullAdded(to: Column, place: Place): readonly { readonly sql: string }[] {
	const { options } = to;
	if (options.notNullNoInherit === true || options.notNullNotValid === true) {
		const words = `${options.notNullNoInherit === true ? ' NO INHERIT' : ''}${options.notNullNotValid === true ? ' NOT VALID' : ''}`;
		const name = identifier(notNullName(to, place.to));
		return [
			{
				sql: `ALTER TABLE ${place.to.name} ADD CONSTRAINT ${name} NOT NULL ${identifier(to.name)}${words}`
			}
		];
	}
	const set = { sql: alterText(place, to.name, 'SET NOT NULL') };
	const { name } = place.to;
	const { usualNotNull: said } = saidName(place.to, to, place.context);
	const wanted = options.notNullName ?? said;
	if (typeof wanted !== 'string') return [set];
	// Renaming it would come too late: tables below may be NOT NULL there by other names, and the usual name may be taken.
	const add = `ALTER TABLE ${name} ADD CONSTRAINT ${identifier(wanted)} NOT NULL ${identifier(to.name)}`;
	const first = since(18, add, place.context);
	return first === add ? [{ sql: add }] : [{ sql: first }, set];
}
