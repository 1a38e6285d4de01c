import { TokenReader } from './token-reader.ts';

/** What an ALTER TABLE asks of the rows that are there. */
export type NewRule =
	| { readonly kind: 'notNull'; readonly column: string }
	| { readonly kind: 'check'; readonly name?: string; readonly expression: string };

/** The rule that an ALTER TABLE gives a table or a column of it; undefined where the statement is something else. */
export function newRuleIn(sql: string): NewRule | undefined {
	const reader = new TokenReader(sql);
	if (!reader.accept('ALTER', 'TABLE')) return undefined;
	reader.lastName();
	if (reader.accept('ALTER')) {
		reader.accept('COLUMN');
		const column = reader.name();
		return reader.accept('SET', 'NOT', 'NULL') ? { kind: 'notNull', column } : undefined;
	}
	if (!reader.accept('ADD')) return undefined;
	const name = reader.accept('CONSTRAINT') ? reader.name() : undefined;
	if (!reader.accept('CHECK')) return undefined;
	return { kind: 'check', ...(name !== undefined && { name }), expression: reader.parentheses() };
}
