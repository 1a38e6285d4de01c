/** What a step's text may hold, by which rows come, go or move without SQLite telling of it: more rather than less. */
export interface StepText {
	/** A conflict clause that replaces rows. */
	readonly replaces: boolean;
	/** A table that takes the place of another, or is filled as it is made. */
	readonly rebuilds: boolean;
	/** The tables that are dropped, in lower case; undefined where a name is not plain to read. */
	readonly drops: readonly (string | undefined)[];
	/** How many tables get another name. */
	readonly renames: number;
	/** Something by which rows are written or go without the update hook being told: it does not tell of all tables. */
	readonly silences: boolean;
	/** Something by which rows that were written are not there in the end. */
	readonly undoes: boolean;
}

const space = String.raw`(?:\s|--[^\n]*(?:\n|$)|/\*[\s\S]*?\*/)`;
const dropsTable = new RegExp(
	String.raw`\bdrop\b${space}+table\b(?:${space}+if${space}+exists\b)?(?:${space}+([a-z_]\w*)(?![\w$]|${space}*\.))?`,
	'gi'
);

/** Tells whether a text may name a table: more rather than less. */
export function mayName(sql: string): (table: string) => boolean {
	const text = sql.toLowerCase();
	return (table) => text.includes(table.toLowerCase()) || /["`[]/.test(table);
}

/** The words that are looked for; most texts have none of them. */
const telling = /\b(?:replace|drop|as|delete|rowid|virtual|rollback|savepoint|rename)\b/i;

const tellsNothing: StepText = {
	replaces: false,
	rebuilds: false,
	silences: false,
	undoes: false,
	drops: [],
	renames: 0
};

/** Reads a text for words alone: what stands in strings and comments counts too. */
export function readStepText(sql: string): StepText {
	if (!telling.test(sql)) return tellsNothing;
	return {
		replaces: /\breplace\b(?!\s*\()/i.test(sql),
		rebuilds: /\bdrop\b|\bas\b\s*(?:--|\/\*|\(|select|with|values)/i.test(sql),
		silences: /\b(?:delete|rowid|virtual)\b/i.test(sql),
		undoes: /\b(?:rollback|savepoint)\b/i.test(sql),
		drops: [...sql.matchAll(dropsTable)].map(([, name]) => name?.toLowerCase()),
		renames: sql.match(/\brename\b\s*(?:--[^\n]*\s*|\/\*[\s\S]*?\*\/\s*)*to\b/gi)?.length ?? 0
	};
}
