import type { Constraint, Table } from '../../../schema/model.ts';
import { definitionText } from '../constraint-text.ts';
import { identifier } from '../identifier.ts';
import { columnNode, constraintNode } from '../nodes.ts';
import { rankOf, type Step } from '../step.ts';
import { isAkin } from './casts.ts';
import { addConstraint, commentSteps, comesFrom, droppedNode, dropConstraint } from './constraint-steps.ts';
import { ancestorsOf, columnIn, columnsOf, tableIn } from './family.ts';
import { isKey } from './constraint-kind.ts';
import { goesWithAbove, isLasting, makingOf } from './index-fate.ts';
import { attach } from './index-parts.ts';
import { keyInTree } from './index-tree.ts';
import { saying } from './key-kept.ts';
import { keysThrough } from './keys-through.ts';
import { isInTheWay } from './persistence.ts';
import type { Change } from './table-change.ts';
import { isReleased, isTied } from './ties.ts';
import { baseOf } from './type-names.ts';

/** Whether PostgreSQL drops a constraint by itself together with a column. */
export function fallsWith(constraint: Constraint, column: string, to: Table): boolean {
	if (constraint.options.inherited === true || constraint.needs?.includes(column) !== true) return false;
	// What an exclusion says beside its columns holds them.
	if (constraint.kind === 'exclusion' || pointsAtGone(constraint, to)) return false;
	return !to.constraints.some(({ name }) => name === constraint.name);
}

/** Whether a foreign key points at a column of its own table that goes, of which PostgreSQL does not let it go by itself. */
function pointsAtGone(constraint: Constraint, to: Table): boolean {
	if (constraint.kind !== 'foreignKey' || constraint.table !== to.name) return false;
	const { columns, references } = constraint;
	return references.some((name) => columnIn(to, name) === undefined && !columns.includes(name));
}

/** Steps for the constraints of a table; `anew` are columns that go and come back. */
export function constraintSteps(change: Change, anew: ReadonlySet<string>): readonly Step[] {
	const { from, to, context, parents } = change;
	const columns = new Set([...anew].map((name) => columnNode(from.name, name)));
	const dropped = from.columns
		.filter(({ name }) => columnIn(to, name) === undefined)
		.map(({ name }) => columnNode(from.name, name));
	const steps: Step[] = [];
	const kept = new Set<string>();
	for (const old of from.constraints) {
		const now = to.constraints.find(({ name }) => name === old.name);
		if (isKey(old)) {
			const key = keyInTree(to.name, now ?? old);
			if (now !== undefined && isLasting(key, context)) {
				kept.add(now.name ?? '');
				const attached =
					old.options.partitionOf !== now.options.partitionOf && makingOf(key, context) === 'attached';
				steps.push(...(attached ? [attach(key, context)] : []), ...commentSteps(to, old, now));
			} else if (!goesWithAbove(keyInTree(from.name, old), context)) {
				const falls = now === undefined && dropped.some((node) => fallsWith(old, node, to));
				if (!falls) steps.push(dropConstraint(from, old, context));
			}
			continue;
		}
		const forced =
			context.forced.has(constraintNode(from.name, old.name ?? '')) ||
			old.needs?.some((node) => columns.has(node)) === true ||
			losesItsTypes(old, change) ||
			(old.kind === 'foreignKey' && isInTheWay(from.name, old, context));
		if (now !== undefined && !forced && saying(old) === saying(now)) {
			kept.add(now.name ?? '');
			steps.push(...ownCheck(old, now, change), ...commentSteps(to, old, now));
			continue;
		}
		if (now !== undefined && !forced && isAltered(old, now)) {
			kept.add(now.name ?? '');
			steps.push(...alterConstraint(to, old, now), ...commentSteps(to, old, now));
			continue;
		}
		const fromParent =
			old.options.inherited === true &&
			parents.some((pair) => pair.from.constraints.some((above) => comesFrom(old, above)));
		if (fromParent || (now === undefined && dropped.some((node) => fallsWith(old, node, to)))) continue;
		if (old.options.inherited === true && goesBeforeRelease(old, change)) continue;
		const above = parents.flatMap((pair) =>
			pair.from.constraints
				.filter((constraint) => comesFrom(old, constraint))
				.map(({ name = '' }) => droppedNode(pair.from.name, name))
		);
		const step = dropConstraint(from, old, context);
		steps.push(above.length === 0 ? step : { ...step, after: [...(step.after ?? []), ...above] });
	}
	for (const now of to.constraints) {
		if (kept.has(now.name ?? '')) continue;
		if (now.options.inherited === true && !isKey(now) && !isAwaited(now, change))
			steps.push(...commentSteps(to, undefined, now));
		else steps.push(...addConstraint(to, now, context));
	}
	return steps;
}

/** Whether a partition loses a foreign key with the table above, before it is taken off. */
function goesBeforeRelease(constraint: Constraint, { from, to, context }: Change): boolean {
	if (!isReleased(from, to, context)) return false;
	const above = ancestorsOf(context.from, from.name);
	return keysThrough(from.name, context).some(
		({ table, key }) => above.includes(table) && comesFrom(constraint, key)
	);
}

/** Whether a table must have a check before it comes under the table that the check is from. */
function isAwaited(constraint: Constraint, { to, context, parents }: Change): boolean {
	return (
		constraint.kind === 'check' &&
		isTied(to.name, context) &&
		!parents.some((pair) => pair.to.constraints.some((above) => comesFrom(constraint, above)))
	);
}

/** A check that comes from a parent is made the table's own as well by being added once more. */
function ownCheck(old: Constraint, now: Constraint, { to, context, parents }: Change): readonly Step[] {
	const becomes = old.kind === 'check' && old.options.inherited === true && now.options.inherited !== true;
	return becomes && parents.length > 0 ? addConstraint(to, now, context).slice(0, 1) : [];
}

/** Whether a foreign key is between columns that become of another sort, which PostgreSQL cannot do under it. */
function losesItsTypes(constraint: Constraint, { from, to, context }: Change): boolean {
	if (constraint.kind !== 'foreignKey') return false;
	// The index of a key with a period compares values of one type alone.
	const areAlike = constraint.options.period === true ? isSame : isAkin;
	const changes = (old: Table | undefined, now: Table | undefined, names: readonly string[]) =>
		names.some((name) => {
			const [before, later] = [columnIn(old, name), columnIn(now, name)];
			return before && later && !areAlike(before.type, later.type);
		});
	const { table, references } = constraint;
	return (
		changes(from, to, columnsOf(constraint)) ||
		changes(tableIn(context.from, table), tableIn(context.to, table), references)
	);
}

/** Whether two types differ in their length at most. */
function isSame(from: string, to: string): boolean {
	return JSON.stringify(baseOf(from)) === JSON.stringify(baseOf(to));
}

/** Whether a constraint can become the other where it is. */
function isAltered(from: Constraint, to: Constraint): boolean {
	const plain = (constraint: Constraint) => {
		const { notValid: _, deferrable: __, notEnforced: ___, ...options } = constraint.options;
		const { deferrable, notEnforced } = constraint.options;
		return saying({
			...constraint,
			options:
				constraint.kind === 'foreignKey'
					? { ...options, ...(notEnforced === true && { notEnforced }) }
					: {
							...options,
							...(deferrable !== undefined && { deferrable }),
							...(notEnforced === true && { notEnforced })
						}
		});
	};
	if (from.kind !== 'foreignKey' && from.kind !== 'check') return false;
	return plain(from) === plain(to) && (to.options.notValid !== true || from.options.notValid === true);
}

function alterConstraint(table: Table, from: Constraint, to: Constraint): readonly Step[] {
	const name = identifier(to.name ?? '');
	const node = constraintNode(table.name, to.name ?? '');
	const step = (action: string): Step => ({
		sql: `ALTER TABLE ${table.name} ${action}`,
		rank: rankOf.change + 50,
		changes: [node],
		after: to.needs ?? []
	});
	const deferrable =
		/ (NOT )?DEFERRABLE( INITIALLY DEFERRED)?/.exec(definitionText(to))?.[0] ?? ' NOT DEFERRABLE';
	return [
		...(from.options.deferrable === to.options.deferrable
			? []
			: [step(`ALTER CONSTRAINT ${name}${deferrable}`)]),
		...(from.options.notValid === true && to.options.notValid !== true
			? [step(`VALIDATE CONSTRAINT ${name}`)]
			: [])
	];
}
