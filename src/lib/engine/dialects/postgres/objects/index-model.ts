import type { Index, KeyPart } from '../../../schema/model.ts';
import { castInside } from '../array-text.ts';
import { closing, splitList, withoutParentheses } from '../expression-text.ts';
import { identifier } from '../identifier.ts';
import { namePartsOf } from '../object-names.ts';
import type { IndexRow } from './index-rows.ts';
import { saidIn } from './table-model.ts';

/** A row of the catalog as an index. */
export function indexOf(row: IndexRow): Index {
	const { name, table, unique, where, comment } = row;
	const index: Index = {
		kind: 'index',
		name,
		table,
		unique,
		parts: partsOf(row),
		...(where !== null && { where: withoutParentheses(castInside(where)) }),
		options: saidIn({
			method: row.method === 'btree' ? null : row.method,
			include: row.include === null ? null : row.include.join(', '),
			nullsNotDistinct: row.nullsNotDistinct,
			with: row.with,
			tablespace: row.tablespace,
			invalid: !row.valid,
			partitionOf: row.partitionOf,
			statistics: row.statistics
		}),
		...(comment !== null && { comment }),
		sql: ''
	};
	return { ...index, sql: indexText(index) };
}

/** The keys with what is said about each in the definition, which PostgreSQL tells only in one text. */
function partsOf({ definition, method, keys, columns }: IndexRow): readonly KeyPart[] {
	const before = ` USING ${method} (`;
	const start = definition.indexOf(before) + before.length - 1;
	const items = splitList(definition.slice(start + 1, closing(definition, start)));
	return keys.map((key, at) => {
		const column = columns[at];
		const rest = (items[at] ?? '').slice(key.length).trim();
		return {
			...(typeof column === 'string' ? { column } : { expression: withoutParentheses(castInside(key)) }),
			...manner(rest)
		};
	});
}

/** `COLLATE "C" text_pattern_ops DESC NULLS LAST`. */
function manner(text: string): Omit<KeyPart, 'column' | 'expression'> {
	let rest = text;
	const take = (pattern: RegExp) => {
		const found = pattern.exec(rest);
		if (found) rest = rest.replace(pattern, '').trim();
		return found;
	};
	const nulls = take(/ ?NULLS (FIRST|LAST)$/)?.[1];
	const descending = take(/(^| )DESC$/) !== null;
	const collation = take(/^COLLATE ((?:"(?:[^"]|"")*"|[^\s."]+)(?:\.(?:"(?:[^"]|"")*"|[^\s."]+))?)/)?.[1];
	return {
		...(collation !== undefined && { collation }),
		...(descending && { descending }),
		...(nulls !== undefined && { nulls: nulls === 'FIRST' ? 'first' : 'last' }),
		...(rest !== '' && { operatorClass: rest })
	};
}

/** CREATE INDEX; `only` leaves out the partitions. */
export function indexText(index: Index, only = false): string {
	const { options, table, where } = index;
	const { name } = namePartsOf(index.name);
	const method = typeof options.method === 'string' ? ` USING ${options.method}` : '';
	return [
		`CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${identifier(name)} ON ${only ? 'ONLY ' : ''}${table}${method} (${index.parts.map(partText).join(', ')})`,
		...(typeof options.include === 'string' ? [`INCLUDE (${options.include})`] : []),
		...(options.nullsNotDistinct === true ? ['NULLS NOT DISTINCT'] : []),
		...(typeof options.with === 'string' ? [`WITH (${options.with})`] : []),
		...(typeof options.tablespace === 'string' ? [`TABLESPACE ${options.tablespace}`] : []),
		...(where === undefined ? [] : [`WHERE ${where}`])
	].join(' ');
}

function partText({ column, expression, collation, operatorClass, descending, nulls }: KeyPart): string {
	return [
		column === undefined ? `(${expression ?? ''})` : identifier(column),
		...(collation === undefined ? [] : [`COLLATE ${collation}`]),
		...(operatorClass === undefined ? [] : [operatorClass]),
		...(descending === true ? ['DESC'] : []),
		...(nulls === undefined ? [] : [`NULLS ${nulls.toUpperCase()}`])
	].join(' ');
}
