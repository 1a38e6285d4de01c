import type { Dice } from './dice.ts';
import { freeName, type Edit } from './edit.ts';
import { newColumn, columnEdits } from './edit-columns.ts';
import { ruleEdits } from './edit-rules.ts';
import { standingEdits } from './edit-standing.ts';
import { tidied, withTable, type Model, type ModelColumn, type ModelTable } from './model.ts';
import { quoted, type Vocabulary } from './vocabulary.ts';

/** Names that relations have: tables, indexes and views share them. */
function relationNames(model: Model): readonly string[] {
	return [...model.tables, ...model.standing].map(({ name }) => name);
}

const addTable: Edit = (model, dice, words) => {
	const name = freeName(words.tableNames, relationNames(model), dice, words);
	if (name === undefined) return undefined;
	const options = dice.once(4) ? dice.pick(words.options) : [];
	let table: ModelTable = { id: model.next, name, columns: [], rules: [], options };
	let next = model.next + 1;
	for (let left = 1 + dice.below(5); left > 0; left--) {
		const column = newColumn(table, next++, model, dice, words);
		if (column) table = { ...table, columns: [...table.columns, column] };
	}
	const [first] = table.columns;
	if (first === undefined) return undefined;
	if (!dice.once(3) || options.length > 0) {
		const keyWords = words.keyWords(true, [first], table);
		table = {
			...table,
			rules: [{ kind: 'key', id: next++, primary: true, columns: [first.id], words: dice.pick(keyWords) }]
		};
	}
	return { ...model, next, tables: [...model.tables, table] };
};

const dropTable: Edit = (model, dice) => {
	if (model.tables.length === 0) return undefined;
	const gone = dice.pick(model.tables);
	return { ...model, tables: model.tables.filter((table) => table !== gone) };
};

const renameTable: Edit = (model, dice, words) => {
	if (model.tables.length === 0) return undefined;
	const table = dice.pick(model.tables);
	const others = relationNames(model).filter((name) => name !== table.name);
	const name = freeName(words.tableNames, others, dice, words);
	return name === undefined ? undefined : withTable(model, { ...table, name });
};

const swapTables: Edit = (model, dice) => {
	if (model.tables.length < 2) return undefined;
	const [a, b] = dice.some(model.tables, 2);
	if (a === undefined || b === undefined) return undefined;
	return withTable(withTable(model, { ...a, name: b.name }), { ...b, name: a.name });
};

const changeOptions: Edit = (model, dice, words) => {
	if (model.tables.length === 0) return undefined;
	const table = dice.pick(model.tables);
	const changed = { ...table, options: dice.pick(words.options) };
	const fitting = words.types(changed, model);
	const columns = table.columns
		.map((column) => (fitting.includes(column.type) ? column : { ...column, type: dice.pick(fitting) }))
		.map((column) => fitted(column, words.defaults(column.type, changed, model)));
	return withTable(model, { ...changed, columns });
};

function fitted({ default: value, ...column }: ModelColumn, defaults: readonly string[]): ModelColumn {
	return value !== undefined && defaults.includes(value) ? { ...column, default: value } : column;
}

const commentTable: Edit = (model, dice, words) => {
	if (!words.comments || model.tables.length === 0) return undefined;
	const { comment: _, ...table } = dice.pick(model.tables);
	return withTable(model, { ...table, ...(dice.once(3) ? {} : { comment: dice.pick(words.otherNames) }) });
};

const changeEnum: Edit = (model, dice, words) => {
	if (words.enums.length === 0) return undefined;
	const [name = ''] = words.otherNames;
	const known = model.enums.find((one) => one.name === name);
	const enums = model.enums.filter((one) => one !== known);
	const used = model.tables.some(({ columns }) => columns.some(({ type }) => type === quoted(name)));
	if (known !== undefined && !used && dice.once(3)) return { ...model, enums };
	const changed = { id: known?.id ?? model.next, name, labels: dice.pick(words.enums) };
	return { ...model, next: model.next + 1, enums: [...enums, changed] };
};

const edits = {
	addTable,
	dropTable,
	renameTable,
	swapTables,
	changeOptions,
	commentTable,
	changeEnum,
	...columnEdits,
	...ruleEdits,
	...standingEdits
} as const satisfies Readonly<Record<string, Edit>>;

export type EditName = keyof typeof edits;

export const editNames = Object.keys(edits) as readonly EditName[];

/** The model after an edit, the same one where that could do nothing. */
export function edited(model: Model, name: EditName, dice: Dice, words: Vocabulary): Model {
	const changed = edits[name](model, dice, words);
	return changed === undefined ? model : tidied(changed);
}
