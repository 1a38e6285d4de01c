import { DatabaseError } from '../../database.ts';
import type { StatementFailure } from '../../database.ts';
import { cutName, nameIn } from './cut-names.ts';
import type { Fields } from './protocol.ts';
import { nextCode } from './tokens.ts';
import { characterOffset } from '../../text/utf8.ts';

/** A statement and where it stands. */
export type Where = Pick<StatementFailure, 'sql' | 'start' | 'end'>;

/** What PostgreSQL refused, as the engine expects it. The text of `where` is what was sent. */
export function refused(fields: Fields, where: Where): DatabaseError {
	const { M: message = '', C: code, D: detail, H: databaseHint } = fields;
	const at = placeInStatement(fields, where.sql);
	return new DatabaseError({
		message,
		...(code !== undefined && { code }),
		...(detail !== undefined && { detail }),
		...(databaseHint !== undefined && { databaseHint }),
		...where,
		...(at !== undefined && { at: where.start + at })
	});
}

/** The errors that are about a name in the statement: names missing or taken, things in use, features. */
const aboutNames = /^(?:42|3F|2B|0A)/;

/**
 * The offset of the token a refusal is about. The parser and the planner tell it; what a command of DDL says while
 * it runs comes without, but names the thing, which then is looked for.
 */
function placeInStatement(
	{ M: message = '', C: code = '', P: position }: Fields,
	sql: string
): number | undefined {
	// A character, counted from 1.
	if (position !== undefined) return characterOffset(sql, Number(position) - 1);
	if (!aboutNames.test(code)) return undefined;
	const names = [...message.matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? '');
	for (const name of names) {
		const last = name.split('.').at(-1) ?? name;
		for (let token = nextCode(sql, 0); token; token = nextCode(sql, token.end)) {
			if (cutName(nameIn(sql.slice(token.start, token.end))) === last) return token.start;
		}
	}
	return undefined;
}
