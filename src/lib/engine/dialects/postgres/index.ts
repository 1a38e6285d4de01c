import type { Database } from '../../database.ts';
import type { Dialect } from '../dialect.ts';
import type { OpenOptions } from '../open-options.ts';
import { changeMark } from './change-mark.ts';
import { transactionConflicts } from './conflicts.ts';
import { cutNames } from './cut-names.ts';
import { openConnection } from './connection.ts';
import { convertedValues } from './converted-values.ts';
import { culprits } from './culprits.ts';
import { runnableDump } from './dump.ts';
import { edgeValues } from './edge-values.ts';
import { watchEffects } from './effect-watch.ts';
import { explain } from './errors.ts';
import { extensions } from './extensions.ts';
import { fresh } from './fresh.ts';
import { identifier } from './identifier.ts';
import { inside } from './inside.ts';
import { inspector } from './inspect.ts';
import { keptRows } from './kept-rows.ts';
import { ledger } from './ledger.ts';
import { loadParser } from './parser.ts';
import { partHolders } from './part-holders.ts';
import { renamesIn } from './renames-in.ts';
import { grantsLost } from './grants.ts';
import { refusedDefaults } from './refused-defaults.ts';
import { renderer } from './render.ts';
import { watchRows } from './row-watch.ts';
import { rows } from './rows.ts';
import { openShadow } from './shadow.ts';
import { split } from './split.ts';
import { stashScript } from './stash.ts';
import { transactions } from './transactions.ts';
import { beginTrial } from './trial.ts';
import { versions } from './versions.ts';
import { Unspoiled } from './within.ts';

/** PostgreSQL, as PGlite brings it. */
export const postgres: Dialect = {
	name: 'postgres',
	title: 'PostgreSQL',
	capabilities: {
		transactionalDdl: true,
		altersInPlace: true,
		reportsLocks: true,
		reportsErrorPosition: true,
		interruptible: false,
		switchesForeignKeys: false
	},
	versions,
	extensions,
	inspector,
	renderer,
	ledger,
	transactions,
	inside,
	unspoiled: (database) => new Unspoiled(database),
	rows,
	edgeValues,
	watchRows,
	watchEffects,
	ready: loadParser,
	split,
	transactionConflicts,
	cautions: cutNames,
	runnableDump,
	fresh,
	shadow: openShadow,
	explain,
	culprits,
	convertedValues,
	refusedDefaults,
	grantsLost,
	partHolders,
	identifier,
	// Names in the schema are as PostgreSQL writes them, quotes and schema included.
	relation: (name) => name,
	keptRows,
	trial: beginTrial,
	changeMark,
	renamesIn,
	stashScript
};

/** Opens a PostgreSQL database in memory. Throws `DatabaseError` where `image` is not a snapshot of one. */
export function openPostgres(options: OpenOptions): Promise<Database> {
	return openConnection(postgres, options);
}
