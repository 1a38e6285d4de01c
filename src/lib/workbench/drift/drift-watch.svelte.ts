import type { FolderFile } from '../../engine/migration/migration.ts';
import type { Drift } from '../../engine/run/drift.ts';
import type { PutBack } from '../../engine/run/put-back.ts';
import type { DriftRequest, Undrift } from '../../engine/run/undrift.ts';
import type { Script } from '../../engine/schema/script.ts';
import type { DriftOptions } from '../../worker/protocol.ts';
import { isExpected } from '../errors.ts';
import type { Workbench } from '../workbench.svelte.ts';

/** How long nothing must have been typed before anybody looks, in milliseconds. */
const pause = 400;

/** How long to wait where something else came first. */
const again = 1500;

/** What was looked at. */
interface Looked {
	readonly project: string;
	readonly version: number;
	readonly files: readonly FolderFile[];
	readonly drift: Drift;
}

/** Whether the database is still what the folder makes, kept up to date in passing, and the ways out where it is not. */
export class DriftWatch {
	readonly #workbench: Workbench;
	#looked = $state.raw<Looked>();

	constructor(workbench: Workbench) {
		this.#workbench = workbench;
	}

	/** What differed when somebody looked last; undefined where nobody has looked at this project, or nothing differs. */
	get found(): Extract<Drift, { readonly kind: 'drifted' }> | undefined {
		const looked = this.#looked;
		if (looked?.project !== this.#workbench.project.id) return undefined;
		return looked.drift.kind === 'drifted' ? looked.drift : undefined;
	}

	/** Looks while somebody waits for it. */
	look(): Promise<Drift> {
		return this.#workbench.trials.run('updown drift', () => this.#look({}));
	}

	/** Looks as soon as nobody wants anything else; returns what calls it off. */
	lookSoon(): () => void {
		const { project, database } = this.#workbench;
		const typed = this.#looked?.version === database.version && this.#looked.project === project.id;
		if (typed && this.#looked?.files === project.files) return () => undefined;
		let off = false;
		let waiting: ReturnType<typeof setTimeout>;
		const lookIn = (milliseconds: number): void => {
			waiting = setTimeout(() => void tryIt(), milliseconds);
		};
		const tryIt = async (): Promise<void> => {
			if (!(await this.#lookInPassing()) && !off) lookIn(again);
		};
		lookIn(typed ? pause : 0);
		return () => {
			off = true;
			clearTimeout(waiting);
		};
	}

	/** Writes a way out and tries it. */
	ask(request: DriftRequest): Promise<Undrift> {
		return this.#workbench.trials.run('updown drift', () => this.#workbench.client.undrift(request));
	}

	/** Runs what `ask` wrote to put the database back: all of it or nothing. Can be undone. */
	async putBack(script: Script): Promise<PutBack> {
		const workbench = this.#workbench;
		const { refusal } = workbench;
		if (refusal) return { status: 'failed', problem: refusal };
		return workbench.whileRunning('updown drift --put-back', async () => {
			await workbench.sendFolder();
			const { result, state } = await workbench.client.putBack(script);
			const undo = workbench.settled(state, 'the database put back');
			if (result.status === 'applied') {
				workbench.say('The database is again what the folder makes.', {
					tone: 'good',
					undo: undo !== undefined
				});
			}
			return result;
		});
	}

	/** Whether it could look: everything else comes first. */
	async #lookInPassing(): Promise<boolean> {
		try {
			await this.#workbench.sendFolder();
			return !wasStopped(await this.#look({ inPassing: true }));
		} catch (error) {
			// A worker that was ended in the middle says so where that was asked for.
			if (!isExpected(error)) throw error;
			return false;
		}
	}

	async #look(how: DriftOptions): Promise<Drift> {
		const { project, database, files, client } = this.#workbench;
		const drift = await client.drift(how);
		if (!wasStopped(drift)) {
			this.#looked = { project: project.id, version: database.version, files, drift };
		}
		return drift;
	}
}

function wasStopped(drift: Drift): boolean {
	return drift.kind === 'unknown' && drift.problem.code === 'stopped';
}
