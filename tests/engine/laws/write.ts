import { columnOf, tableOf } from './model.ts';
import type { Model, ModelColumn, ModelTable, Rule, Standing } from './model.ts';
import { literal, quoted, type Vocabulary } from './vocabulary.ts';

/** Statements, and what of the model they make. */
export interface Piece {
	readonly id: number;
	readonly sql: string;
}

/** The model as SQL, a piece for each thing in it, in an order that works. */
export function written(model: Model, words: Vocabulary): readonly Piece[] {
	const foreign = words.foreignKeysInside ? [] : foreignKeys(model, words);
	return [
		...model.enums.map(({ id, name, labels }) => ({
			id,
			sql: `CREATE TYPE ${quoted(name)} AS ENUM (${labels.map(literal).join(', ')})`
		})),
		...model.tables.flatMap((table) => [
			{ id: table.id, sql: tableText(table, model, words) },
			...comments(table)
		]),
		...foreign,
		...model.standing.flatMap((one) => standingTexts(one, model, words).map((sql) => ({ id: one.id, sql })))
	];
}

function tableText(table: ModelTable, model: Model, words: Vocabulary): string {
	const inside = table.rules.filter((rule) => rule.kind !== 'foreign' || words.foreignKeysInside);
	const beside = inside.filter((rule) => isInline(rule, words, table));
	const columns = table.columns.map((column) =>
		[
			columnText(column, table, words),
			...beside
				.filter((rule) => onlyColumn(rule) === column.id)
				.map((rule) => ruleText(rule, table, model, words, true))
		].join(' ')
	);
	const rules = inside
		.filter((rule) => !beside.includes(rule))
		.map((rule) => ruleText(rule, table, model, words, false));
	const [before, after] = words.tableWords(table.options);
	return `CREATE ${before}TABLE ${quoted(table.name)} (\n\t${[...columns, ...rules].join(',\n\t')}\n)${after}`;
}

function onlyColumn(rule: Rule): number | undefined {
	if (rule.kind === 'check') return rule.column === rule.other ? rule.column : undefined;
	return rule.columns.length === 1 ? rule.columns[0] : undefined;
}

/** Half of the rules about one column stand with it, and those that must. */
function isInline(rule: Rule, words: Vocabulary, table: ModelTable): boolean {
	if (onlyColumn(rule) === undefined) return false;
	return rule.id % 2 === 0 || (rule.kind === 'key' && wordsOf(rule, table, words).includes('AUTOINCREMENT'));
}

/** The words behind a key, as far as they still fit. */
function wordsOf(rule: Extract<Rule, { kind: 'key' }>, table: ModelTable, words: Vocabulary): string {
	const columns = rule.columns.flatMap((id) => columnOf(table, id) ?? []);
	return words.keyWords(rule.primary, columns, table).includes(rule.words) ? rule.words : '';
}

function columnText(column: ModelColumn, table: ModelTable, words: Vocabulary): string {
	const { name, type, notNull, collation, computed } = column;
	const serial = column.counted === 'serial';
	const way = computed && words.ways(columnOf(table, computed.of)?.type ?? '')[computed.way];
	const base = computed && columnOf(table, computed.of);
	return [
		quoted(name),
		serial ? type.replace('integer', 'serial').replace('int', 'serial') : type,
		collation === undefined ? '' : `COLLATE ${collation}`,
		notNull && !serial ? 'NOT NULL' : '',
		column.default === undefined ? '' : `DEFAULT ${column.default}`,
		way && base
			? `GENERATED ALWAYS AS (${way.expression(quoted(base.name))}) ${computed?.stored ? 'STORED' : 'VIRTUAL'}`
			: '',
		column.counted === undefined || serial ? '' : `GENERATED ${column.counted} AS IDENTITY`
	]
		.filter((part) => part !== '')
		.join(' ');
}

function ruleText(rule: Rule, table: ModelTable, model: Model, words: Vocabulary, inline: boolean): string {
	const name = rule.name === undefined ? '' : `CONSTRAINT ${quoted(rule.name)} `;
	const list = (of: ModelTable | undefined, ids: readonly number[]) =>
		ids.map((id) => quoted(columnOf(of, id)?.name ?? '')).join(', ');
	switch (rule.kind) {
		case 'key': {
			const kind = rule.primary ? 'PRIMARY KEY' : 'UNIQUE';
			const behind = wordsOf(rule, table, words);
			const [before, after] = behind.startsWith('NULLS') ? [` ${behind}`, ''] : ['', behind && ` ${behind}`];
			return `${name}${kind}${before}${inline ? '' : ` (${list(table, rule.columns)})`}${after}`;
		}
		case 'check': {
			const [column, other] = [rule.column, rule.other].map((id) => quoted(columnOf(table, id)?.name ?? ''));
			return `${name}CHECK (${words.tests[rule.test]?.(column ?? '', other ?? '') ?? 'true'})`;
		}
		case 'foreign': {
			const parent = tableOf(model, rule.table);
			const head = inline ? '' : `FOREIGN KEY (${list(table, rule.columns)}) `;
			const place = `${quoted(parent?.name ?? '')} (${list(parent, rule.references)})`;
			return `${name}${head}REFERENCES ${place} ${rule.words}`.trimEnd();
		}
	}
}

function foreignKeys(model: Model, words: Vocabulary): readonly Piece[] {
	return model.tables.flatMap((table) =>
		table.rules
			.filter(({ kind }) => kind === 'foreign')
			.map((rule) => ({
				id: rule.id,
				sql: `ALTER TABLE ${quoted(table.name)} ADD ${ruleText(rule, table, model, words, false)}`
			}))
	);
}

function comments({ id, name, comment, columns }: ModelTable): readonly Piece[] {
	const said = (what: string, text: string) => ({ id, sql: `COMMENT ON ${what} IS ${literal(text)}` });
	return [
		...(comment === undefined ? [] : [said(`TABLE ${quoted(name)}`, comment)]),
		...columns.flatMap((column) =>
			column.comment === undefined
				? []
				: [said(`COLUMN ${quoted(name)}.${quoted(column.name)}`, column.comment)]
		)
	];
}

function standingTexts(one: Standing, model: Model, words: Vocabulary): readonly string[] {
	const table = tableOf(model, one.table);
	const on = quoted(table?.name ?? '');
	const name = quoted(one.name);
	const columnName = (id: number) => quoted(columnOf(table, id)?.name ?? '');
	switch (one.kind) {
		case 'index': {
			const parts = one.columns.map((id, at) => {
				const ways = words.indexWays(columnOf(table, id)?.type ?? '');
				return at === 0 ? (ways[one.way % ways.length]?.(columnName(id)) ?? '') : columnName(id);
			});
			const where = one.partial ? ` WHERE ${columnName(one.columns[0] ?? 0)} IS NOT NULL` : '';
			return [`CREATE ${one.unique ? 'UNIQUE ' : ''}INDEX ${name} ON ${on} (${parts.join(', ')})${where}`];
		}
		case 'view': {
			const below = model.standing.find(({ id }) => id === one.over);
			const columns = one.columns.map(columnName);
			const where = one.filtered ? ` WHERE ${columns[0] ?? ''} IS NOT NULL` : '';
			return [
				`CREATE VIEW ${name} AS SELECT ${columns.join(', ')} FROM ${below ? quoted(below.name) : on}${where}`
			];
		}
		case 'trigger': {
			const target = tableOf(model, one.target);
			return words.trigger({
				name,
				table: on,
				event: words.events[one.event] ?? '',
				action: one.action,
				target: quoted(target?.name ?? ''),
				column: quoted(columnOf(target, one.column)?.name ?? ''),
				own: one.target === one.table
			});
		}
	}
}
