import type { Dice } from './dice.ts';
import { freeName, type Edit } from './edit.ts';
import { keysOf, tableOf, withTable, type Model, type Rule } from './model.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Perhaps a name for a rule. */
function ruleName(model: Model, dice: Dice, words: Vocabulary): { name?: string } {
	if (!dice.once(3)) return {};
	const taken = model.tables.flatMap(({ rules }) => rules.flatMap(({ name }) => name ?? []));
	const name = freeName(words.otherNames, [...taken, ...namesOf(model)], dice, words);
	return name === undefined ? {} : { name };
}

function namesOf(model: Model): readonly string[] {
	return [...model.tables, ...model.standing, ...model.enums].map(({ name }) => name);
}

function withRule(model: Model, table: number, rule: Rule): Model | undefined {
	const old = tableOf(model, table);
	if (old === undefined) return undefined;
	return { ...withTable(model, { ...old, rules: [...old.rules, rule] }), next: model.next + 1 };
}

const addKey: Edit = (model, dice, words) => {
	if (model.tables.length === 0) return undefined;
	const table = dice.pick(model.tables);
	const columns = dice.some(
		table.columns.filter(({ computed }) => computed?.stored !== false),
		3
	);
	if (columns.length === 0) return undefined;
	const taken = table.rules.some((rule) => rule.kind === 'key' && rule.primary);
	const primary = !taken && !dice.once(3);
	const rule: Rule = {
		kind: 'key',
		id: model.next,
		primary,
		columns: columns.map(({ id }) => id),
		words: dice.pick(words.keyWords(primary, columns, table)),
		...ruleName(model, dice, words)
	};
	return withRule(model, table.id, rule);
};

/** The primary key becomes another one. */
const movePrimaryKey: Edit = (model, dice, words) => {
	const keyed = model.tables.filter(({ rules }) => rules.some((rule) => rule.kind === 'key' && rule.primary));
	if (keyed.length === 0) return undefined;
	const table = dice.pick(keyed);
	const columns = dice.some(
		table.columns.filter(({ computed }) => computed === undefined),
		2
	);
	if (columns.length === 0) return undefined;
	const rules = table.rules.map((rule) =>
		rule.kind === 'key' && rule.primary
			? {
					...rule,
					columns: columns.map(({ id }) => id),
					words: dice.pick(words.keyWords(true, columns, table))
				}
			: rule
	);
	return withTable(model, { ...table, rules });
};

const addCheck: Edit = (model, dice, words) => {
	if (model.tables.length === 0) return undefined;
	const table = dice.pick(model.tables);
	return withRule(model, table.id, {
		kind: 'check',
		id: model.next,
		test: dice.below(words.tests.length),
		column: dice.pick(table.columns).id,
		other: dice.pick(table.columns).id,
		...ruleName(model, dice, words)
	});
};

const addForeign: Edit = (model, dice, words) => {
	const parents = model.tables.filter((table) => keysOf(table).length > 0);
	if (parents.length === 0) return undefined;
	const parent = dice.pick(parents);
	const references = dice.pick(keysOf(parent));
	const types = references.map((id) => parent.columns.find((column) => column.id === id)?.type);
	const child = dice.pick(model.tables);
	const columns: number[] = [];
	for (const type of types) {
		const fitting = child.columns.filter(
			(column) => column.computed === undefined && column.type === type && !columns.includes(column.id)
		);
		if (fitting.length === 0) return undefined;
		columns.push(dice.pick(fitting).id);
	}
	return withRule(model, child.id, {
		kind: 'foreign',
		id: model.next,
		columns,
		table: parent.id,
		references,
		words: dice.pick(words.referenceWords),
		...ruleName(model, dice, words)
	});
};

const dropRule: Edit = (model, dice) => {
	const ruled = model.tables.filter(({ rules }) => rules.length > 0);
	if (ruled.length === 0) return undefined;
	const table = dice.pick(ruled);
	const gone = dice.pick(table.rules);
	return withTable(model, { ...table, rules: table.rules.filter((rule) => rule !== gone) });
};

const changeRule: Edit = (model, dice, words) => {
	const ruled = model.tables.filter(({ rules }) => rules.length > 0);
	if (ruled.length === 0) return undefined;
	const table = dice.pick(ruled);
	const rule = dice.pick(table.rules);
	const { name: _, ...plain } = rule;
	const changed: Rule = { ...plain, ...ruleName(model, dice, words) };
	const rules = table.rules.map((other) => {
		if (other !== rule) return other;
		if (changed.kind === 'check') return { ...changed, test: dice.below(words.tests.length) };
		if (changed.kind === 'foreign') return { ...changed, words: dice.pick(words.referenceWords) };
		const columns = table.columns.filter(({ id }) => changed.columns.includes(id));
		return { ...changed, words: dice.pick(words.keyWords(changed.primary, columns, table)) };
	});
	return withTable(model, { ...table, rules });
};

export const ruleEdits = { addKey, movePrimaryKey, addCheck, addForeign, dropRule, changeRule };
