import type { Dice } from './dice.ts';
import { freeName, type Edit } from './edit.ts';
import { tableOf, type Model, type Standing } from './model.ts';
import type { Vocabulary } from './vocabulary.ts';

function newName(model: Model, dice: Dice, words: Vocabulary): string | undefined {
	const rules = model.tables.flatMap(({ rules }) => rules.flatMap(({ name }) => name ?? []));
	const taken = [...model.tables, ...model.standing, ...model.enums].map(({ name }) => name);
	return freeName(words.otherNames, [...rules, ...taken], dice, words);
}

function newIndex(
	model: Model,
	table: number,
	dice: Dice
): Pick<Standing & { kind: 'index' }, 'columns' | 'unique' | 'way' | 'partial'> {
	const columns = dice.some(tableOf(model, table)?.columns ?? [], 2).map(({ id }) => id);
	return { columns, unique: dice.once(3), way: dice.below(4), partial: dice.once(4) };
}

const addIndex: Edit = (model, dice, words) => {
	const name = newName(model, dice, words);
	if (model.tables.length === 0 || name === undefined) return undefined;
	const table = dice.pick(model.tables).id;
	const index: Standing = { kind: 'index', id: model.next, name, table, ...newIndex(model, table, dice) };
	return { ...model, next: model.next + 1, standing: [...model.standing, index] };
};

const addView: Edit = (model, dice, words) => {
	const name = newName(model, dice, words);
	if (model.tables.length === 0 || name === undefined) return undefined;
	const table = dice.pick(model.tables);
	const below = model.standing.filter((one) => one.kind === 'view' && one.table === table.id);
	const over = below.length > 0 && dice.once(2) ? dice.pick(below) : undefined;
	const columns =
		over?.kind === 'view' ? dice.some(over.columns, 3) : dice.some(table.columns, 3).map(({ id }) => id);
	const view: Standing = {
		kind: 'view',
		id: model.next,
		name,
		table: table.id,
		columns,
		filtered: dice.once(2),
		...(over && { over: over.id })
	};
	return { ...model, next: model.next + 1, standing: [...model.standing, view] };
};

const addTrigger: Edit = (model, dice, words) => {
	const name = newName(model, dice, words);
	if (model.tables.length === 0 || name === undefined || words.events.length === 0) return undefined;
	const table = dice.pick(model.tables).id;
	const target = dice.once(3) ? dice.pick(model.tables) : tableOf(model, table);
	const columns = target?.columns.filter(({ computed }) => computed === undefined) ?? [];
	if (target === undefined || columns.length === 0) return undefined;
	const trigger: Standing = {
		kind: 'trigger',
		id: model.next,
		name,
		table,
		event: dice.below(words.events.length),
		action: dice.below(words.actions),
		target: target.id,
		column: dice.pick(columns).id
	};
	return { ...model, next: model.next + 1, standing: [...model.standing, trigger] };
};

const dropStanding: Edit = (model, dice) => {
	if (model.standing.length === 0) return undefined;
	const gone = dice.pick(model.standing);
	return { ...model, standing: model.standing.filter((one) => one !== gone) };
};

const changeStanding: Edit = (model, dice, words) => {
	if (model.standing.length === 0) return undefined;
	const old = dice.pick(model.standing);
	const changed = ((): Standing => {
		switch (old.kind) {
			case 'index':
				return { ...old, ...newIndex(model, old.table, dice) };
			case 'view':
				return { ...old, filtered: !old.filtered };
			case 'trigger':
				return { ...old, event: dice.below(words.events.length), action: dice.below(words.actions) };
		}
	})();
	return { ...model, standing: model.standing.map((one) => (one === old ? changed : one)) };
};

export const standingEdits = { addIndex, addView, addTrigger, dropStanding, changeStanding };
