/** Those that write migrations between two schemas, behind one face. */

import type { Dialect } from '../../../src/lib/engine/dialects/dialect.ts';
import { dialectOf } from '../../../src/lib/engine/dialects/registry.ts';
import type { Script } from '../../../src/lib/engine/schema/script.ts';
import { acceptAll } from '../cases/renames.ts';
import type { Ground, Kind, Place } from './ground.ts';
import { LineProcess } from './line-process.ts';

/** A generated migration, each side ready to run on a database. */
export interface Migration {
	upgrade(place: Place): Promise<void>;
	downgrade(place: Place): Promise<void>;
}

export interface Peer {
	readonly name: string;
	/** For people, with its version. */
	readonly title: string;
	readonly kinds: readonly Kind[];
	/** Throws where it refuses the pair. */
	generate(ground: Ground, before: Place, after: Place): Promise<Migration>;
	close(): void;
}

/** Alembic answers other questions too. */
export interface AlembicPeer extends Peer {
	readonly process: LineProcess;
}

export function isAlembic(peer: Peer): peer is AlembicPeer {
	return 'process' in peer;
}

/** Alembic writes a revision of two functions and runs it itself. */
export function alembic(title: string, command: readonly string[]): AlembicPeer {
	const process = new LineProcess(command, 600_000);
	return {
		name: 'Alembic',
		title,
		kinds: ['sqlite', 'postgres'],
		process,
		generate: async (ground, before, after) => {
			const code = await process.ask({
				do: 'generate',
				from: ground.sqlalchemy(before),
				to: ground.sqlalchemy(after)
			});
			const run = async (side: 'upgrade' | 'downgrade', place: Place) => {
				await process.ask({ do: 'run', at: ground.sqlalchemy(place), code: code[side] });
			};
			return {
				upgrade: (place) => run('upgrade', place),
				downgrade: (place) => run('downgrade', place)
			};
		},
		close: () => process.close()
	};
}

/** A tool that writes statements one way; the way back is the same question the other way round. */
export function statementTool(
	named: { readonly name: string; readonly title: string; readonly kinds: readonly Kind[] },
	command: readonly string[]
): Peer {
	const process = new LineProcess(command);
	return {
		...named,
		generate: async (ground, before, after) => {
			const ask = async (from: Place, to: Place) => {
				const { statements } = await process.ask({
					dialect: ground.kind,
					from: ground.address(from),
					to: ground.address(to)
				});
				return statements as string[];
			};
			const upgrade = await ask(before, after);
			return {
				upgrade: (place) => ground.run(place, upgrade),
				downgrade: async (place) => ground.run(place, await ask(after, before))
			};
		},
		close: () => process.close()
	};
}

/** The script as a step runs it. */
function asStep({ capabilities }: Dialect, { sql, foreignKeys }: Script): string[] {
	const switched = capabilities.switchesForeignKeys
		? [`PRAGMA foreign_keys = ${foreignKeys ? 'ON' : 'OFF'}`]
		: [];
	return [...switched, `BEGIN;\n${sql}\n;COMMIT`];
}

/** Ours, with or without the renames it suggests. Kinds are the engine's dialects. */
export async function updown(
	named: { readonly name: string; readonly title: string },
	renames: boolean
): Promise<Peer> {
	const kinds: readonly Kind[] = ['sqlite', 'postgres'];
	for (const kind of kinds) await dialectOf(kind).ready?.();
	return {
		...named,
		kinds,
		generate: async (ground, before, after) => {
			const dialect = dialectOf(ground.kind);
			const [from, to] = [await ground.inspect(before), await ground.inspect(after)];
			const { upgrade, downgrade } = dialect.renderer.renderMigration(from, to, {
				renames: renames ? acceptAll(from, to) : []
			});
			return {
				upgrade: (place) => ground.run(place, asStep(dialect, upgrade)),
				downgrade: (place) => ground.run(place, asStep(dialect, downgrade))
			};
		},
		close: () => undefined
	};
}
