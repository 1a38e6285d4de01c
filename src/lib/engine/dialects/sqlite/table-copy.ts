import { codeStart } from './split.ts';
import { TokenReader } from './token-reader.ts';

/** Rows that were put into a table from another one, by columns of the same value. */
export interface Copy {
	readonly from: string;
	readonly to: string;
	readonly columns: readonly (readonly [from: string, to: string])[];
}

const inserts = /insert\b/iy;

/** `INSERT INTO to (…) SELECT … FROM from`, by which a table is made anew; undefined where a statement is anything else. */
export function copyOf(sql: string): Copy | undefined {
	inserts.lastIndex = codeStart(sql, 0);
	if (!inserts.test(sql)) return undefined;
	const reader = new TokenReader(sql);
	if (!reader.accept('INSERT', 'INTO')) return undefined;
	const to = reader.lastName();
	if (!reader.acceptOperator('(')) return undefined;
	const targets: string[] = [];
	do targets.push(reader.name());
	while (reader.acceptOperator(','));
	if (!reader.acceptOperator(')') || !reader.accept('SELECT')) return undefined;
	const sources: (string | undefined)[] = [];
	do sources.push(sourceOf(reader));
	while (reader.acceptOperator(','));
	if (!reader.accept('FROM') || sources.length !== targets.length) return undefined;
	const from = reader.lastName();
	reader.acceptOperator(';');
	if (!reader.done) return undefined;
	const columns = targets.flatMap((target, at): [string, string][] => {
		const source = sources[at];
		return source === undefined ? [] : [[source, target]];
	});
	return { from, to, columns };
}

/** The column that is an item of a SELECT, also in another type; undefined where it is anything else. */
function sourceOf(reader: TokenReader): string | undefined {
	const isCast = reader.accept('CAST');
	if (isCast) reader.acceptOperator('(');
	const name = reader.lastName();
	if (isCast && reader.word() === 'AS') reader.listItem();
	const isWhole = !isCast || reader.acceptOperator(')');
	if (reader.accept('AS')) reader.name();
	if (name !== '' && isWhole && (reader.isOperator(',') || reader.word() === 'FROM')) return name;
	while (!reader.done && !reader.isOperator(',') && reader.word() !== 'FROM') {
		if (reader.isOperator('(')) reader.parentheses();
		else reader.at++;
	}
	return undefined;
}
