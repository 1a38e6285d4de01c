import type { CutStatement, PlugRequest } from '../engine/run/pull-plug.ts';
import type { PythonEvent } from '../python/python.ts';
import { isOfMigration } from './own-statement.ts';

/** Listens to a command of the tools, and says when its connection is lost. */
export class PlugWatch {
	readonly #plug: PlugRequest;
	/** The migration's own statements so far; those that are open are in a transaction that has not ended. */
	readonly #ran: { readonly sql: string; state: 'open' | 'kept' | 'undone' }[] = [];
	#isInStep = false;

	constructor(plug: PlugRequest) {
		this.#plug = plug;
	}

	/** Hears what a command is about to do; true where the connection is lost before it does. */
	hears(event: PythonEvent): boolean {
		const { revision, direction, statement, after } = this.#plug;
		if (event.kind === 'step') this.#isInStep = event.revision === revision && event.direction === direction;
		else if (event.kind === 'stepsDone') this.#isInStep = false;
		if (event.kind !== 'statement') return false;
		// Outside a transaction, what ran before has been kept.
		if (!event.open) this.#end('kept');
		const sql = event.sql.trim();
		const isOwn = this.#isInStep && isOfMigration({ sql });
		// A statement stays wholly or not at all, so to be cut off in it is to be cut off before it.
		if (after ? this.#ran.length === statement : isOwn && this.#ran.length === statement - 1) return true;
		if (/^ROLLBACK\b(?!.*\bTO\b)/is.test(sql)) this.#end('undone');
		if (isOwn) this.#ran.push({ sql, state: 'open' });
		return false;
	}

	/** What became of the statements that ran, once the connection is lost. */
	get ran(): readonly CutStatement[] {
		return this.#ran.map(({ sql, state }) => ({ sql, fate: state === 'kept' ? 'stays' : 'lost' }));
	}

	#end(state: 'kept' | 'undone'): void {
		for (const one of this.#ran) if (one.state === 'open') one.state = state;
	}
}
