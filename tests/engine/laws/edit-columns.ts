import type { Dice } from './dice.ts';
import { freeName, type Edit } from './edit.ts';
import { withTable, type Model, type ModelColumn, type ModelTable } from './model.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A column for the table, undefined where there is no name left. */
export function newColumn(
	table: ModelTable,
	id: number,
	model: Model,
	dice: Dice,
	words: Vocabulary,
	name = freeName(
		words.columnNames,
		table.columns.map((column) => column.name),
		dice,
		words
	)
): ModelColumn | undefined {
	if (name === undefined) return undefined;
	const type = dice.pick(words.types(table, model));
	const notNull = dice.once(3);
	const plain: ModelColumn = { id, name, type, notNull };
	switch (dice.below(8)) {
		case 4:
		case 5:
			return { ...plain, default: dice.pick(words.defaults(type, table, model)) };
		case 6: {
			const bases = table.columns.filter(({ computed }) => computed === undefined);
			return bases.length === 0 ? plain : computedFrom(plain, dice.pick(bases), dice, words);
		}
		case 7:
			return words.counted.length === 0 ? plain : counted(plain, dice, words);
		default: {
			const collations = words.collations(type);
			return collations.length > 0 && dice.once(5) ? { ...plain, collation: dice.pick(collations) } : plain;
		}
	}
}

function computedFrom(column: ModelColumn, base: ModelColumn, dice: Dice, words: Vocabulary): ModelColumn {
	const { default: _, counted: __, collation: ___, ...rest } = column;
	const ways = words.ways(base.type);
	if (ways.length === 0) return column;
	const way = dice.below(ways.length);
	const computed = { of: base.id, way, stored: dice.pick(words.computedStored) };
	return { ...rest, type: ways[way]?.type || column.type, notNull: false, computed };
}

function counted(column: ModelColumn, dice: Dice, words: Vocabulary): ModelColumn {
	const { default: _, computed: __, collation: ___, ...rest } = column;
	return {
		...rest,
		type: dice.pick(['integer', 'bigint', 'smallint']),
		notNull: true,
		counted: dice.pick(words.counted)
	};
}

/** An edit of one column of one table. */
function ofColumn(
	change: (
		column: ModelColumn,
		table: ModelTable,
		...rest: [model: Model, dice: Dice, words: Vocabulary]
	) => ModelColumn | undefined
): Edit {
	return (model, dice, words) => {
		if (model.tables.length === 0) return undefined;
		const table = dice.pick(model.tables);
		const column = dice.pick(table.columns);
		const changed = change(column, table, model, dice, words);
		if (changed === undefined) return undefined;
		return withTable(model, {
			...table,
			columns: table.columns.map((other) => (other === column ? changed : other))
		});
	};
}

const addColumn: Edit = (model, dice, words) => {
	if (model.tables.length === 0) return undefined;
	const table = dice.pick(model.tables);
	const column = newColumn(table, model.next, model, dice, words);
	if (column === undefined) return undefined;
	const at = dice.once(3) ? dice.below(table.columns.length) : table.columns.length;
	const changed = withTable(model, { ...table, columns: table.columns.toSpliced(at, 0, column) });
	return { ...changed, next: model.next + 1 };
};

const dropColumn: Edit = (model, dice) => {
	if (model.tables.length === 0) return undefined;
	const table = dice.pick(model.tables);
	const gone = dice.pick(table.columns);
	return withTable(model, { ...table, columns: table.columns.filter((column) => column !== gone) });
};

/** One goes, and another of its name comes. */
const replaceColumn: Edit = (model, dice, words) => {
	if (model.tables.length === 0) return undefined;
	const table = dice.pick(model.tables);
	const gone = dice.pick(table.columns);
	const rest = { ...table, columns: table.columns.filter((column) => column !== gone) };
	const column = newColumn(rest, model.next, model, dice, words, gone.name);
	if (column === undefined) return undefined;
	return { ...withTable(model, { ...rest, columns: [...rest.columns, column] }), next: model.next + 1 };
};

const renameColumn = ofColumn((column, table, _, dice, words) => {
	const others = table.columns.filter((other) => other !== column).map(({ name }) => name);
	const name = freeName(words.columnNames, others, dice, words);
	return name === undefined ? undefined : { ...column, name };
});

const swapColumns: Edit = (model, dice) => {
	if (model.tables.length === 0) return undefined;
	const table = dice.pick(model.tables);
	const [a, b] = dice.some(table.columns, 2);
	if (a === undefined || b === undefined) return undefined;
	const swapped = new Map([
		[a, b.name],
		[b, a.name]
	]);
	return withTable(model, {
		...table,
		columns: table.columns.map((column) => ({ ...column, name: swapped.get(column) ?? column.name }))
	});
};

const moveColumn: Edit = (model, dice) => {
	if (model.tables.length === 0) return undefined;
	const table = dice.pick(model.tables);
	const column = dice.pick(table.columns);
	const rest = table.columns.filter((other) => other !== column);
	return withTable(model, { ...table, columns: rest.toSpliced(dice.below(rest.length + 1), 0, column) });
};

const retype = ofColumn((column, table, model, dice, words) => {
	if (column.computed !== undefined) return undefined;
	const { default: _, collation: __, ...rest } = column;
	const type = dice.pick(words.types(table, model));
	if (column.counted !== undefined) return { ...rest, type: dice.pick(['bigint', 'integer', 'smallint']) };
	const again = column.default !== undefined && dice.once(2);
	return { ...rest, type, ...(again && { default: dice.pick(words.defaults(type, table, model)) }) };
});

const changeNull = ofColumn((column) =>
	column.computed !== undefined || column.counted !== undefined
		? undefined
		: { ...column, notNull: !column.notNull }
);

const changeDefault = ofColumn((column, table, model, dice, words) => {
	if (column.computed !== undefined || column.counted !== undefined) return undefined;
	const { default: was, ...rest } = column;
	if (was !== undefined && dice.once(3)) return rest;
	return { ...rest, default: dice.pick(words.defaults(column.type, table, model)) };
});

const changeCollation = ofColumn((column, _, __, dice, words) => {
	const collations = words.collations(column.type);
	if (collations.length === 0 || column.computed !== undefined) return undefined;
	const { collation: was, ...rest } = column;
	return was !== undefined && dice.once(2) ? rest : { ...rest, collation: dice.pick(collations) };
});

/** What is kept is computed from now on, or the other way round. */
const changeComputed = ofColumn((column, table, _, dice, words) => {
	if (column.computed !== undefined) {
		const { computed, ...rest } = column;
		if (!dice.once(3)) return rest;
		return { ...rest, computed: { ...computed, stored: dice.pick(words.computedStored) } };
	}
	const bases = table.columns.filter((other) => other !== column && other.computed === undefined);
	return bases.length === 0 ? undefined : computedFrom(column, dice.pick(bases), dice, words);
});

const changeCounted = ofColumn((column, _, __, dice, words) => {
	if (words.counted.length === 0 || column.computed !== undefined) return undefined;
	if (column.counted === undefined) return counted(column, dice, words);
	const { counted: ___, ...rest } = column;
	return dice.once(2) ? rest : { ...rest, counted: dice.pick(words.counted) };
});

const commentColumn = ofColumn((column, _, __, dice, words) => {
	if (!words.comments) return undefined;
	const { comment: ___, ...rest } = column;
	return dice.once(3) ? rest : { ...rest, comment: dice.pick(words.otherNames) };
});

export const columnEdits = {
	addColumn,
	dropColumn,
	replaceColumn,
	renameColumn,
	swapColumns,
	moveColumn,
	retype,
	changeNull,
	changeDefault,
	changeCollation,
	changeComputed,
	changeCounted,
	commentColumn
};
