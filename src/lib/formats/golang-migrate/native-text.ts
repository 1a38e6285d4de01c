import { directiveLines } from '../../engine/migration/directive.ts';
import { messageLines } from '../../engine/migration/template.ts';
import { quotedStretches } from '../../engine/text/quoted.ts';

/** One file of a pair: its SQL and whether it runs in a transaction. */
export interface PairText {
	readonly sql: string;
	readonly transaction: boolean;
}

/** A pair as one native file. The SQL is kept byte for byte, but for what `guarded` says. */
export function nativeText(migration: {
	readonly message: string;
	/** Set where the file name does not give the revision. */
	readonly revision: string | undefined;
	readonly up: PairText;
	readonly down: PairText | undefined;
}): string {
	const { message, revision, up, down } = migration;
	const headers = [...messageLines(message), ...(revision === undefined ? [] : [`-- revision: ${revision}`])];
	const upText = guarded(up.sql).sql;
	return [
		...headers.map((line) => `${line}\n`),
		`-- migrate:up${options(up)}\n`,
		down === undefined || upText === '' || upText.endsWith('\n') ? upText : `${upText}\n`,
		...(down ? [`-- migrate:down${options(down)}\n`, guarded(down.sql).sql] : [])
	].join('');
}

function options(text: PairText): string {
	return text.transaction ? '' : ' transaction:false';
}

/**
 * SQL in which no comment can be taken for a directive: `-- migrate:down` as a comment becomes `--- migrate:down`,
 * still a comment. Inside a string nothing may be changed and nothing need be, since no directive is read there.
 */
export function guarded(sql: string): { readonly sql: string; readonly changed: number } {
	const stretches = quotedStretches(sql);
	let text = '';
	let from = 0;
	let changed = 0;
	let next = 0;
	for (const line of directiveLines(sql)) {
		while (next < stretches.length && (stretches[next]?.end ?? 0) <= line.start) next++;
		const around = stretches[next];
		if (around && around.start < line.start && around.closed) continue;
		const dashes = sql.indexOf('--', line.start);
		text += `${sql.slice(from, dashes)}-`;
		from = dashes;
		changed++;
	}
	return { sql: text + sql.slice(from), changed };
}
