import type { Database } from '../../database.ts';
import type { Dialect } from '../dialect.ts';
import type { OpenOptions } from '../open-options.ts';
import { changeMark } from './change-mark.ts';
import { openConflicts, transactionConflicts } from './conflicts.ts';
import { openConnection } from './connection.ts';
import { convertedValues } from './converted-values.ts';
import { culprits } from './culprits.ts';
import { runnableDump } from './dump.ts';
import { edgeValues } from './edge-values.ts';
import { explain } from './errors.ts';
import { identifier } from './identifier.ts';
import { inside } from './inside.ts';
import { inspector } from './inspect.ts';
import { ledger } from './ledger.ts';
import { renamesIn } from './renames-in.ts';
import { refusedDefaults } from './refused-defaults.ts';
import { renderer } from './render.ts';
import { watchRows } from './row-watch.ts';
import { rows } from './rows.ts';
import { split } from './split.ts';
import { stashScript } from './stash.ts';
import { transactions } from './transactions.ts';
import { beginTrial } from './trial.ts';
import { versions } from './versions.ts';

/** SQLite, as sql.js brings it. */
export const sqlite: Dialect = {
	name: 'sqlite',
	title: 'SQLite',
	capabilities: {
		transactionalDdl: true,
		altersInPlace: false,
		reportsLocks: false,
		reportsErrorPosition: false,
		interruptible: false,
		switchesForeignKeys: true
	},
	versions,
	inspector,
	renderer,
	ledger,
	transactions,
	inside,
	rows,
	edgeValues,
	watchRows,
	split,
	transactionConflicts,
	openConflicts,
	runnableDump,
	explain,
	culprits,
	convertedValues,
	refusedDefaults,
	identifier,
	relation: identifier,
	// It knows no other letters.
	folded: (name) => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
	trial: beginTrial,
	changeMark,
	renamesIn,
	stashScript
};

/** Opens an SQLite database in memory. Throws `DatabaseError` where `image` is not one. */
export function openSqlite(options: OpenOptions): Promise<Database> {
	return openConnection(sqlite, options);
}
