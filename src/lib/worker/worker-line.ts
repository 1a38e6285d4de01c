import type { SessionReply } from './open-project.ts';
import { EngineLostError, StoppedError } from './protocol.ts';
import type { WorkerApi, WorkerLink } from './worker-api.ts';

/** How long a run may take to end by itself after `stop`, in milliseconds. */
const patience = 200;

/** A call under way. */
interface Job {
	readonly id: number;
	/** Whether it can end between two statements. */
	readonly polite: boolean;
	/** Whether it gives way to the next call. */
	readonly inPassing: boolean;
	readonly settled: Promise<void>;
	readonly reject: (reason: Error) => void;
	/** Revisions told as finished so far. */
	readonly finished: string[];
}

/** How a call may be ended, and by what. */
export interface CallOptions {
	/** Whether it can end between two statements. */
	readonly polite?: boolean;
	/** Whether it is a command: one asked for before a stop must not begin after it. */
	readonly command?: boolean;
	/** Whether it gives way to the next call. */
	readonly inPassing?: boolean;
	/** Revisions told as finished so far; grows while it runs. */
	readonly finished?: string[];
}

/** What stands behind the calls: a worker that is lost is followed by another, which must get everything again. */
export interface Behind {
	readonly start: () => WorkerLink;
	/** Gives a new worker what the lost one had. */
	readonly restore: (api: WorkerApi) => Promise<void>;
	/** Hears of every answer. */
	readonly take: (reply: SessionReply<unknown>) => void;
}

/** The worker, and the calls to it, which it gets one after the other. It starts with the first. */
export class WorkerLine {
	readonly #behind: Behind;
	/** A worker that has, or is about to have, what `restore` gives it. */
	#link: Promise<WorkerLink> | undefined;
	/** The worker itself, also while it is still being made ready. */
	#worker: WorkerLink | undefined;
	#queue: Promise<unknown> = Promise.resolve();
	#waiting = 0;
	#lastId = 0;
	#job: Job | undefined;
	/** Grows with every stop. */
	#stops = 0;
	#disposed = false;

	constructor(behind: Behind) {
		this.#behind = behind;
	}

	/** How many calls are under way or in line. */
	get waiting(): number {
		return this.#waiting;
	}

	/** Ends the call under way, between two statements where it can in time, and the commands in line. */
	async stop(): Promise<void> {
		this.#stops++;
		const job = this.#job;
		if (!job) return;
		if (job.polite) {
			void this.#worker?.api.abort();
			await Promise.race([job.settled, new Promise((resolve) => setTimeout(resolve, patience))]);
		}
		if (this.#job === job) this.#end(job, new StoppedError(job.finished));
	}

	/** Ends everything for good. */
	dispose(): void {
		this.#disposed = true;
		const gone = new EngineLostError('The engine has been put away.');
		if (this.#job) this.#end(this.#job, gone);
		else this.#drop();
	}

	/** Puts a call in line. The promise of a call that is stopped rejects at once; the next waits for the new worker. */
	call<Value>(
		work: (api: WorkerApi) => Promise<SessionReply<Value>>,
		{ polite = false, command = false, inPassing = false, finished = [] }: CallOptions = {}
	): Promise<Value> {
		this.#waiting++;
		if (this.#job?.inPassing) void this.#worker?.api.abort();
		const stops = this.#stops;
		const done = this.#queue.then(async () => {
			try {
				if (command && stops !== this.#stops) throw new StoppedError();
				const link = await this.connected();
				return await this.#perform(link, work, { id: ++this.#lastId, polite, inPassing, finished });
			} finally {
				this.#waiting--;
			}
		});
		this.#queue = done.catch(() => undefined);
		return done;
	}

	async #perform<Value>(
		link: WorkerLink,
		work: (api: WorkerApi) => Promise<SessionReply<Value>>,
		about: Pick<Job, 'id' | 'polite' | 'inPassing' | 'finished'>
	): Promise<Value> {
		let reject: Job['reject'] = () => undefined;
		let settle: () => void = () => undefined;
		const stopped = new Promise<never>((_, rejected) => {
			reject = rejected;
		});
		stopped.catch(() => undefined);
		const settled = new Promise<void>((resolved) => {
			settle = resolved;
		});
		const job: Job = { ...about, settled, reject };
		this.#job = job;
		try {
			const reply = await Promise.race([work(link.api), stopped, link.lost]);
			this.#behind.take(reply);
			return reply.value;
		} catch (error) {
			if (this.#job === job && isBreakdown(error)) {
				this.#drop();
				throw error instanceof EngineLostError
					? error
					: new EngineLostError(
							'The database engine broke down. The database is as it was before the command.',
							error
						);
			}
			throw error;
		} finally {
			if (this.#job === job) this.#job = undefined;
			settle();
		}
	}

	/** Ends the worker in the middle of a job. */
	#end(job: Job, reason: Error): void {
		this.#job = undefined;
		this.#drop();
		job.reject(reason);
	}

	#drop(): void {
		this.#worker?.terminate();
		this.#worker = undefined;
		this.#link = undefined;
	}

	/** The worker that is there, or a new one. Rejects where none can be had. */
	connected(): Promise<WorkerLink> {
		if (this.#disposed) return Promise.reject(new EngineLostError('The engine has been put away.'));
		if (this.#link === undefined) {
			const link = this.#connect();
			this.#link = link;
			// The next call tries again.
			link.catch(() => {
				if (this.#link === link) this.#drop();
			});
		}
		return this.#link;
	}

	async #connect(): Promise<WorkerLink> {
		const link = this.#behind.start();
		this.#worker = link;
		await Promise.race([this.#behind.restore(link.api), link.lost]);
		return link;
	}
}

/** A trap in WebAssembly leaves the database engine in no state to go on; anything else it has survived. */
function isBreakdown(error: unknown): boolean {
	return error instanceof EngineLostError || (error instanceof Error && error.name === 'RuntimeError');
}
