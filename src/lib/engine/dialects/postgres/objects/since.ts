import { literal } from '../identifier.ts';
import type { PlanContext } from './kind.ts';

/**
 * A statement that databases before `version` have no use for and would refuse.
 * It is run from a text: PostgreSQL reads the whole block first, and may not know the statement's words.
 */
export function since(version: number, statement: string, { target }: Pick<PlanContext, 'target'>): string {
	if (target >= version) return statement;
	const body = [
		'',
		'BEGIN',
		`\tIF current_setting('server_version_num')::integer >= ${version}0000 THEN`,
		`\t\tEXECUTE ${literal(statement)};`,
		'\tEND IF;',
		'END',
		''
	].join('\n');
	return `DO ${body.includes('$$') ? literal(body) : `$$${body}$$`}`;
}
