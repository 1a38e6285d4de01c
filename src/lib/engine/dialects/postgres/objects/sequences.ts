import { objectKey, type Definition } from '../../../schema/model.ts';
import { literal } from '../identifier.ts';
import { columnNode } from '../nodes.ts';
import { parameterChanges, parametersIn, parametersOf, raisedMinimum } from '../sequence-parameters.ts';
import { rankOf, type Step } from '../step.ts';
import { columnIn, tableIn } from './family.ts';
import { relationName } from './fallen.ts';
import { goOn, isMadeByColumn, raiseText } from './identity.ts';
import type { ObjectKind, PlanContext } from './kind.ts';
import { records } from './records.ts';
import { isMadeAnew } from './remade.ts';
import {
	countAlike,
	drawingFrom,
	fallingSequences,
	nextOf,
	ownerOf,
	owning,
	serialOf,
	type DrawingColumn
} from './serial.ts';
import { sequenceQuery, type SequenceRow } from './sequence-rows.ts';
import { isUnlogged, keptAsTable } from './sequence-persistence.ts';
import { sequenceText } from './sequence-text.ts';
import { saidIn } from './table-model.ts';
import { isRebuilt } from './ties.ts';

/** Sequences but those behind identity columns, which are part of their column. Where one stands is never compared. */
export const sequences: ObjectKind<'sequence'> = {
	kinds: ['sequence'],

	async read(database) {
		const rows = await records<SequenceRow>(database, sequenceQuery);
		return rows
			.filter(({ owned }) => owned !== 'i')
			.map((row) => {
				const { name, oid, comment } = row;
				const object: Omit<Definition, 'sql'> = {
					kind: 'sequence',
					name,
					properties: saidIn({
						type: row.type === 'bigint' ? null : row.type,
						...parametersOf(row, row.type),
						unlogged: row.unlogged && row.ownerUnlogged !== true,
						logged: !row.unlogged && row.ownerUnlogged === true,
						ownedBy: row.ownerName !== null && row.column !== null ? owning(row.ownerName, row.column) : null
					}),
					...(comment !== null && { comment })
				};
				const { ownedBy } = object.properties;
				const owned = typeof ownedBy === 'string' ? ` OWNED BY ${ownedBy}` : '';
				return {
					object: { ...object, sql: `${sequenceText(object)}${owned}` },
					nodes: [{ catalog: 'pg_class', oid, node: objectKey({ kind: 'sequence', name }) }]
				};
			});
	},

	create(sequence, context) {
		const owner = ownerOf(sequence);
		const table = owner && tableIn(context.to, owner.table);
		const column = owner && columnIn(table, owner.column);
		if (table && column && serialOf(table, column, context)?.sequence === sequence.name) return [];
		if (isMadeByColumn(sequence, 'to', context)) return [];
		const made: Step = {
			sql: sequenceText(sequence),
			rank: rankOf.create - 5,
			creates: [objectKey(sequence)],
			after: sequence.needs ?? [],
			takes: [relationName(sequence.name)]
		};
		if (owner === undefined) return [made, ...goingOn(sequence, context)];
		const kept = keptAsTable(sequence, context);
		const asTable: readonly Step[] =
			kept === undefined ? [] : [{ sql: kept, rank: rankOf.create - 4, after: [objectKey(sequence)] }];
		const old = tableIn(context.from, owner.table);
		// A column with rows that begins to count goes on behind them.
		const counts = columnIn(old, owner.column) !== undefined && context.rows?.[owner.table] !== 0;
		return [
			made,
			...asTable,
			{
				...ownedStep(sequence),
				...(counts && {
					sql: `${ownedStep(sequence).sql};\n${goOn(owner.table, owner.column, sequence.name, sequence.properties, '')}`
				})
			}
		];
	},

	drop(sequence, context) {
		const owner = ownerOf(sequence);
		if (isMadeByColumn(sequence, 'from', context)) return [];
		if (owner && isRebuilt(owner.table, context)) return [];
		if (
			owner &&
			isGone(owner, context) &&
			fallingSequences(context, owner.table, [owner.column]).includes(sequence.name)
		) {
			return [];
		}
		return [
			{
				sql: `DROP SEQUENCE ${sequence.name}`,
				rank: rankOf.drop,
				drops: [objectKey(sequence)],
				before: sequence.needs ?? [],
				frees: [relationName(sequence.name)]
			}
		];
	},

	alter(from, to, context) {
		const [old, now] = [from.properties, to.properties];
		const type = typeof now.type === 'string' ? now.type : 'bigint';
		const words = [
			...(old.type === now.type ? [] : [`AS ${type}`]),
			...parameterChanges(parametersIn(old), parametersIn(now), type)
		];
		const alter = (text: string): Step => ({
			sql: `ALTER SEQUENCE ${to.name} ${text}`,
			rank: rankOf.change,
			changes: [objectKey(to)]
		});
		const raised = raisedMinimum(parametersIn(old), parametersIn(now), type);
		const raise = raised === undefined ? '' : `${raiseText(to.name, raised)};\n`;
		const steps =
			words.length === 0 ? [] : [alter(words.join(' '))].map((step) => ({ ...step, sql: raise + step.sql }));
		if (old.unlogged !== now.unlogged || old.logged !== now.logged) {
			steps.push(alter(isUnlogged(to, context.to) ? 'SET UNLOGGED' : 'SET LOGGED'));
		}
		return [...steps, ...ownerSteps(from, to, context)];
	},

	address: ({ name }) => `SEQUENCE ${name}`
};

/** A sequence that fills columns with rows goes on where those stand: at what they drew from before, or behind their highest number. */
function goingOn(sequence: Definition, { from, to, rows }: PlanContext): readonly Step[] {
	const before = ({ table, column }: DrawingColumn) => columnIn(tableIn(from, table.name), column.name);
	const place = drawingFrom(sequence.name, to).find(
		(one) => rows?.[one.table.name] !== 0 && before(one) !== undefined
	);
	if (place === undefined) return [];
	const drawn = from.objects.find(
		(object): object is Definition =>
			object.kind === 'sequence' && nextOf(object.name) === before(place)?.default
	);
	const step = { rank: rankOf.create - 4, after: [objectKey(sequence)] };
	if (drawn && countAlike(drawn, sequence)) {
		const sql = `SELECT setval(${literal(sequence.name)}, last_value, is_called) FROM ${drawn.name}`;
		return [{ ...step, sql, before: [objectKey(drawn)] }];
	}
	const { table, column } = place;
	return [{ ...step, sql: goOn(table.name, column.name, sequence.name, sequence.properties, '') }];
}

type Owner = NonNullable<ReturnType<typeof ownerOf>>;

/** Whether the column that owns it goes, be it to come back. */
function isGone({ table, column }: Owner, context: PlanContext): boolean {
	const to = tableIn(context.to, table);
	const [old, now] = [columnIn(tableIn(context.from, table), column), columnIn(to, column)];
	if (to === undefined || now === undefined) return true;
	return old !== undefined && isMadeAnew(old, now, to, context);
}

function ownedStep(sequence: Definition): Step {
	const owner = ownerOf(sequence);
	const name = owner === undefined ? 'NONE' : owning(owner.table, owner.column);
	return {
		sql: `ALTER SEQUENCE ${sequence.name} OWNED BY ${name}`,
		rank: rankOf.create + 15,
		after: [objectKey(sequence), ...(owner === undefined ? [] : [columnNode(owner.table, owner.column)])]
	};
}

function ownerSteps(from: Definition, to: Definition, context: PlanContext): readonly Step[] {
	const old = ownerOf(from);
	if (from.properties.ownedBy === to.properties.ownedBy) return [];
	const steps = ownerOf(to) === undefined ? [] : [ownedStep(to)];
	if (old === undefined) return steps;
	const needed = ownerOf(to) === undefined || isGone(old, context);
	const free: Step = {
		sql: `ALTER SEQUENCE ${to.name} OWNED BY NONE`,
		rank: rankOf.drop - 10,
		before: [columnNode(old.table, old.column), `table ${old.table}`],
		creates: [`unowned ${to.name}`]
	};
	return needed
		? [free, ...steps.map((step) => ({ ...step, after: [...(step.after ?? []), `unowned ${to.name}`] }))]
		: steps;
}
