import type { Direction } from '../../engine/migration/migration.ts';
import type { RunCommand } from '../../engine/run/command.ts';
import { createEngineClient } from '../../worker/client.ts';
import type { EngineClient, RowsPage, RunReply } from '../../worker/protocol.ts';
import { folder, start, table } from './sample.ts';
import { tell } from './tell.ts';

/** What is to be seen after a step. */
export interface View {
	/** The revision reached, or `base`. */
	readonly at: string;
	/** The step that led here, the last one of several; undefined before the first. */
	readonly step: { readonly revision: string; readonly direction: Direction } | undefined;
	/** The table with the fate of each row; undefined where there was none before and is none now. */
	readonly page: RowsPage | undefined;
	readonly sentences: readonly string[];
}

/** The sample on a real database in its worker. This module brings the engine with it, so it is imported late. */
export class Ride {
	readonly #client: EngineClient;
	/** Names of rows that a step took away, by id. */
	readonly #left = new Map<string, string>();

	private constructor(client: EngineClient) {
		this.#client = client;
	}

	/** Opens an empty database and goes to where the miniature starts. Throws where the engine cannot start. */
	static async board(
		client: EngineClient = createEngineClient()
	): Promise<{ readonly ride: Ride; readonly view: View }> {
		try {
			const ride = new Ride(client);
			await client.open({ dialect: 'sqlite', foreignKeys: true });
			await client.setFolder(folder);
			await ride.#run({ kind: 'upgrade', target: start });
			const page = await client.rows({ table, offset: 0, limit: 20, side: 'after' });
			return { ride, view: { at: start, step: undefined, page, sentences: [] } };
		} catch (error) {
			client.dispose();
			throw error;
		}
	}

	/** Runs whatever lies between here and `target`, a revision of the sample or `base`. */
	async go(direction: Direction, target: string): Promise<View> {
		const { result, state } = await this.#run({ kind: direction, target });
		const step = result.steps.at(-1);
		if (step?.status !== 'applied') throw new Error(`${target} could not be reached.`);
		const rows = await this.#client.rows({ table, offset: 0, limit: 20, side: 'both' });
		const page = rows.columns.length > 0 ? rows : undefined;
		const standing = state.schema.objects.some((object) => object.name === table);
		this.#note(page, standing);
		const { changes, revision } = step.frame;
		return {
			at: state.current[0] ?? 'base',
			step: { revision, direction },
			page,
			sentences: tell({ direction, changes, page, leftBehind: [...this.#left.values()] })
		};
	}

	dispose(): void {
		this.#client.dispose();
	}

	/** Keeps who was lost and is not back. With the table itself gone, nobody in particular is missed. */
	#note(page: RowsPage | undefined, standing: boolean): void {
		if (!standing) this.#left.clear();
		if (!standing || !page) return;
		for (const row of page.rows) {
			const [id, name] = row.values;
			if (row.fate === 'lost') this.#left.set(String(id), String(name));
			else this.#left.delete(String(id));
		}
	}

	async #run(command: RunCommand): Promise<RunReply> {
		const reply = await this.#client.run(command);
		const { status, problems } = reply.result;
		if (status === 'failed' || status === 'refused') {
			throw new Error(problems[0]?.message ?? 'The step failed.');
		}
		return reply;
	}
}
