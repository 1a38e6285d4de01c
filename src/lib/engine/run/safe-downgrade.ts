import type { FolderFile } from '../migration/migration.ts';
import { findMigration } from '../migration/revisions.ts';
import type { Problem } from '../problem.ts';
import { differs, type TableFates } from '../rows/table-fates.ts';
import type { TableStash } from '../schema/stash.ts';
import type { RunContext } from './context.ts';
import { planStash } from './stash-plan.ts';
import { sqlStashEditor, type StashEditor } from './stash-editor.ts';
import { thereAndBack, type ThereAndBack } from './there-and-back.ts';
import { trialLedger } from './vehicle.ts';

/** What came of making the downgrade of a migration safe for the rows that are there. */
export type SafeDowngrade =
	/** The upgrade brings back by itself whatever the downgrade loses. */
	| { readonly kind: 'safe' }
	| {
			readonly kind: 'written';
			/** The file with what puts aside and brings back; it was tried on the rows. */
			readonly file: FolderFile;
			/** Whether the ledger must accept the text, as the migration is applied and its text noted there. */
			readonly applied: boolean;
			/** What is put aside, a sentence a table. */
			readonly words: readonly string[];
			/** What to keep in mind, as no key can tell it, in sentences. */
			readonly cautions: readonly string[];
			/** What could not be put aside, in sentences. */
			readonly notes: readonly string[];
			/** Tables of which nobody could see whether their rows come back, in sentences: nothing is promised of these. */
			readonly unseen: readonly string[];
			/** What going down and up again changes as the file is. */
			readonly lost: readonly TableFates[];
			/** What it still changes with the new text; `[]` where every value comes back. */
			readonly left: readonly TableFates[];
	  }
	| { readonly kind: 'failed'; readonly problem: Problem };

/**
 * Writes into a migration's down section what puts aside the values and rows that it would lose, and into its up section what
 * brings them back, and tries both on the rows that are there. The database is afterwards as it was, and no file is written. The files
 * are SQL unless another editor takes them. Must be called outside a transaction.
 */
export async function safeDowngrade(
	context: RunContext,
	files: readonly FolderFile[],
	revision: string,
	editor: StashEditor = sqlStashEditor(context, files)
): Promise<SafeDowngrade> {
	const { dialect } = context.database;
	const ledger = await trialLedger(editor.vehicle, context);
	if (!ledger.ok) return { kind: 'failed', problem: ledger.problems[0]! };
	const migration = findMigration(context.graph, revision);
	const file = files.find(({ name }) => name === migration?.file);
	if (!migration || !file) return { kind: 'failed', problem: unknown(revision) };
	if (!migration.down) return { kind: 'failed', problem: noDown(migration.file) };
	const trip = (text: FolderFile) => {
		const { graph, vehicle } = editor.withFile(text);
		return thereAndBack({ ...context, graph }, vehicle, ledger.value, revision);
	};

	const asIs = await trip(file);
	if (!('both' in asIs || 'below' in asIs)) return { kind: 'failed', problem: asIs.problem };
	if (asIs.both && !asIs.both.some(differs) && unseenIn(asIs).length === 0) return { kind: 'safe' };
	const bare = editor.withoutStash(file);
	const seen = bare === file ? asIs : await trip(bare);
	if (!('below' in seen)) return { kind: 'failed', problem: seen.problem };
	const { stashes, notes } = planStash(revision, seen);
	const hidden = unseenIn(seen);
	if (stashes.length === 0 && hidden.length > 0 && notes.length === 0)
		return { kind: 'failed', problem: notSeen(migration.file, hidden) };
	if (stashes.length === 0) return { kind: 'failed', problem: nothingToStash(migration.file, notes, seen) };
	const safe = await editor.withStash(bare, dialect.stashScript(stashes));
	if (!safe.ok) return { kind: 'failed', problem: safe.problems[0]! };
	const tried = await trip(safe.value);
	if (!('below' in tried)) return { kind: 'failed', problem: refused(migration.file, tried.problem) };
	if (!tried.both) return { kind: 'failed', problem: refused(migration.file, tried.problem!, seen.problem) };
	return {
		kind: 'written',
		file: safe.value,
		applied: editor.isNoted && ledger.value.some((entry) => entry.revision === revision),
		words: stashes.map(wordsOf),
		cautions: stashes.flatMap(cautionOf),
		notes,
		unseen: unseenIn(tried),
		lost: seen.both ?? seen.down,
		left: tried.both.filter(differs)
	};
}

/** The tables whose rows before could not be kept to be compared, in sentences. */
function unseenIn({ down, both = [] }: ThereAndBack): readonly string[] {
	const found = new Map<string, string>();
	for (const { table, was = table, fate, notKept } of [...down, ...both]) {
		if (notKept === undefined || fate === 'added') continue;
		found.set(was, `Whether every row of ${was} comes back could not be seen. ${notKept}`);
	}
	return [...found.values()];
}

function notSeen(file: string, hidden: readonly string[]): Problem {
	return {
		code: 'not-seen',
		severity: 'error',
		message: `It could not be seen whether the downgrade of ${file} loses anything. ${hidden.join(' ')}`,
		hint: 'Read its down section, and try it on fewer rows. What changes values of columns that stay is not put aside for such a table.',
		file
	};
}

function wordsOf(stash: TableStash): string {
	const { table, columns, key } = stash;
	const names = columns.map(({ name }) => `\`${name}\``).join(', ');
	const by = key.map(({ name }) => `\`${name}\``).join(', ');
	switch (stash.kind) {
		case 'table':
			return `All rows of ${table.name} are put aside in \`${stash.stash}\`.`;
		case 'rows':
			return `Rows of ${table.name} that the downgrade deletes are put aside in \`${stash.stash}\`.`;
		case 'columns':
			return `The values of ${names} of ${table.name} are put aside in \`${stash.stash}\`, and found again by ${by}.`;
		case 'changed':
			return `What ${names} of ${table.name} held is put aside in \`${stash.stash}\`, and comes back where nobody has changed it since; rows are found again by ${by}.`;
	}
}

/** A key says which row is which, and not whether it is still the same row. */
function cautionOf(stash: TableStash): readonly string[] {
	const by = stash.key.map(({ name }) => `\`${name}\``).join(', ');
	if (stash.kind === 'columns') {
		return [
			`Rows of ${stash.table.name} are known by ${by} alone: a new row that takes the key of a deleted one while the database is below gets the values of that one.`
		];
	}
	if (stash.kind === 'table' && stash.isSeeded && stash.key.length > 0) {
		return [
			`The upgrade makes rows of ${stash.table.name} itself: one that somebody has deleted before the downgrade is there again after the upgrade.`
		];
	}
	if (stash.kind !== 'rows') return [];
	return [
		`Rows of ${stash.table.name} are known by ${by} alone: where a new row has taken the key of one that was put aside, the new one stays and the old one is given up.`
	];
}

function unknown(revision: string): Problem {
	return {
		code: 'no-such-revision',
		severity: 'error',
		message: `The folder has no migration ${revision}.`,
		hint: 'Name one that `history` lists.'
	};
}

function noDown(file: string): Problem {
	return {
		code: 'no-down',
		severity: 'error',
		message: `${file} has no way down, so there is no downgrade to make safe.`,
		hint: 'Write one first.',
		file
	};
}

function nothingToStash(file: string, notes: readonly string[], { problem }: ThereAndBack): Problem {
	return {
		code: 'nothing-to-stash',
		severity: 'error',
		message:
			`Nothing that the downgrade of ${file} loses can be put aside by itself. ${problem?.message ?? notes.join(' ')}`.trimEnd(),
		hint:
			problem?.hint ??
			'Copy what you need into a table of your own in the down section, and back in the up section.',
		file
	};
}

function refused(file: string, problem: Problem, before?: Problem): Problem {
	const why = before ? ' It is refused after the downgrade without them, too.' : '';
	return {
		...problem,
		code: 'stash-refused',
		message: `With statements that put aside and bring back, ${file} does not go down and up again on your rows.${why} ${problem.message}`,
		file
	};
}
