import type { StatementText, TransactionConflict } from '../dialect.ts';
import { savepointConflict } from '../savepoint-conflict.ts';
import { settingOf } from './settings.ts';
import { leadingWords, split } from './split.ts';

type Finding = Omit<TransactionConflict, 'start' | 'end'>;

/**
 * Statements of a section that cannot do their work inside the step's own transaction, each explained. Only
 * whole statements are looked at, so trigger bodies, strings and comments never count. `foreignKeys` says
 * whether foreign keys are enforced while the section runs.
 */
export function transactionConflicts(
	sql: string,
	{ foreignKeys }: { readonly foreignKeys: boolean }
): readonly TransactionConflict[] {
	if (!suspicious.test(sql)) return [];
	const conflicts: TransactionConflict[] = [];
	let switchedOff = false;
	for (const statement of split(sql)) {
		const words = leadingWords(sql, statement.start, 7);
		const wanted = words[0] === 'pragma' ? foreignKeysWanted(words) : undefined;
		const finding =
			wanted === undefined
				? findingFor(words)
				: foreignKeysFinding(wanted, foreignKeys, switchedOff, statement);
		if (wanted === false) switchedOff = true;
		if (finding) conflicts.push({ start: statement.start, end: statement.end, ...finding });
	}
	return conflicts;
}

/** Statements that write another file, of which nothing would be left: the database is in memory, and no disk is near. */
export function openConflicts(sql: string): readonly TransactionConflict[] {
	if (!/\b(?:attach|detach|vacuum)\b/i.test(sql)) return [];
	return split(sql).flatMap(({ start, end }) => {
		const [first = '', ...words] = leadingWords(sql, start, 4);
		if (first === 'attach' || first === 'detach') return { start, end, ...otherFile(first) };
		return first === 'vacuum' && words.includes('into') ? { start, end, ...vacuumInto } : [];
	});
}

function otherFile(word: string): Finding {
	return {
		severity: 'error',
		code: 'attach-in-section',
		message: `${word.toUpperCase()} works on another database file, which a migration's transaction and ledger know nothing of.`,
		hint: 'Remove the statement: a migration changes one database.'
	};
}

const vacuumInto: Finding = {
	severity: 'error',
	code: 'vacuum-into-file',
	message:
		'VACUUM INTO writes another file, and there is none: the database is in memory while it is migrated.',
	hint: 'Remove the statement: a copy of the database is no part of a migration.'
};

/** Words one of which every conflict holds: most sections have none and need not be taken apart. */
const suspicious = /\b(?:begin|commit|end|rollback|savepoint|release|vacuum|attach|detach|pragma)\b/i;

function findingFor(words: readonly string[]): Finding | undefined {
	const [first = ''] = words;
	if (first === 'savepoint') return savepointConflict('SAVEPOINT');
	if (first === 'release') return savepointConflict('RELEASE');
	if (first === 'rollback' && words.includes('to')) return savepointConflict('ROLLBACK TO');
	const effect = transactionWords.get(first);
	if (effect !== undefined) {
		return {
			severity: 'error',
			code: 'transaction-in-section',
			message: `${first.toUpperCase()} ${effect}, but the step already runs in a transaction of its own.`,
			hint: 'Remove the statement: if anything in the step fails, all of it is undone anyway. To handle transactions in the file yourself, write transaction:false after the migrate directive.'
		};
	}
	if (first === 'vacuum') {
		return {
			severity: 'error',
			code: 'vacuum-in-transaction',
			message: 'VACUUM cannot run inside a transaction, and the step runs in one.',
			hint: 'Put VACUUM into a migration of its own, with transaction:false after the migrate directive.'
		};
	}
	if (first === 'attach' || first === 'detach') {
		return otherFile(first);
	}
	if (first === 'pragma') return pragmaFinding(words);
	return undefined;
}

/** Statements that handle transactions, and what each does. */
const transactionWords: ReadonlyMap<string, string> = new Map([
	['begin', 'starts a transaction'],
	['commit', 'ends a transaction'],
	['end', 'ends a transaction'],
	['rollback', 'undoes a transaction']
]);

/** What a `PRAGMA foreign_keys` asks for; undefined where the statement is not one that sets it. */
function foreignKeysWanted(words: readonly string[]): boolean | undefined {
	const { name, value } = settingOf(words);
	if (name !== 'foreign_keys' || value === undefined) return undefined;
	return value === 'on' || value === 'true' || value === 'yes' || Number(value) > 0;
}

function foreignKeysFinding(
	wanted: boolean,
	enforced: boolean,
	switchedOff: boolean,
	statement: StatementText
): Finding {
	const said = statement.sql.replace(/;$/, '').trim();
	// A file that first writes OFF merely puts back what it takes to be the state from before.
	if (wanted === enforced || (wanted && switchedOff)) {
		return {
			severity: 'warning',
			code: 'foreign-keys-pragma-without-effect',
			message: `"${said}" has no effect here: SQLite ignores it inside a transaction. Foreign keys stay ${enforced ? 'on' : 'off'}.`,
			hint: 'You can remove it. To run a step with foreign keys off, write foreign_keys:false after the migrate directive.'
		};
	}
	return {
		severity: 'error',
		code: 'foreign-keys-pragma-in-transaction',
		message: `"${said}" would do nothing: SQLite ignores it inside a transaction, so foreign keys would stay ${enforced ? 'on' : 'off'} while the step runs.`,
		hint: wanted
			? 'Remove the statement and turn foreign keys on in the project, or write transaction:false after the migrate directive.'
			: 'Remove the statement and write foreign_keys:false after the migrate directive: the step then runs with foreign keys off, and they are checked before it is committed.'
	};
}

function pragmaFinding(words: readonly string[]): Finding | undefined {
	const { name, value } = settingOf(words);
	if (value === undefined) return undefined;
	if (name === 'synchronous') {
		return {
			severity: 'error',
			code: 'pragma-in-transaction',
			message: 'PRAGMA synchronous cannot be changed inside a transaction, and the step runs in one.',
			hint: 'Remove it: it belongs to the program that opens the database, not to a migration.'
		};
	}
	if (name === 'journal_mode') {
		return {
			severity: 'warning',
			code: 'pragma-without-effect',
			message: 'PRAGMA journal_mode changes nothing inside a transaction.',
			hint: 'Remove it: it belongs to the program that opens the database, not to a migration.'
		};
	}
	return undefined;
}
