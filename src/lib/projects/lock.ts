import { resolve } from '$app/paths';
import type { Problem } from '../engine/problem.ts';

/**
 * How a tab loses a project. `asked`: it still holds the project and may save the last changes before it lets
 * go. `taken`: another tab has gone ahead without it, and saving now would overwrite what that tab does.
 */
export type Loss = 'asked' | 'taken';

/** One project open in one tab: only the tab that holds it may save it. */
export interface ProjectLock {
	/** True while this tab may write. */
	readonly held: boolean;
	/** Where the browser cannot keep tabs apart: what to tell the user. */
	readonly warning: Problem | undefined;
	/**
	 * Makes this tab the writer. The other tab is asked to save and let go; one that does not answer loses the
	 * project. Load the project again afterwards: the other tab may have changed it.
	 */
	takeOver(): Promise<void>;
	/** Called when another tab takes over. What it returns is awaited before the project is let go. */
	onLost(callback: (loss: Loss) => void | Promise<void>): void;
	/** Called when nobody holds the project any more, so that `takeOver` takes it from nobody. */
	onFree(callback: () => void): void;
	/** Tells the tabs that do not hold the project, also those that come later, what this one is in the middle of; undefined where nothing. */
	tell(words: string | undefined): void;
	/** Called with what the tab that holds the project tells. */
	onTold(callback: (words: string | undefined) => void): void;
	release(): void;
}

/** How long another tab may take to answer that it is saving, and then to save. */
const answerMs = 1500;
const savingMs = 10_000;

type Message =
	| { readonly kind: 'letGo'; readonly at: number }
	| { readonly kind: 'saving' }
	| { readonly kind: 'asking' }
	| { readonly kind: 'telling'; readonly words: string | undefined };

/**
 * Tries to hold project `id` for this tab. Never waits for another tab: where one holds it, the lock comes
 * back with `held` false, and the caller shows the project read-only.
 */
export async function holdProject(id: string): Promise<ProjectLock> {
	if (!('locks' in navigator)) return unguarded();
	const lock = new TabLock(`updown ${resolve('/')} ${id}`);
	await lock.tryToHold();
	return lock;
}

class TabLock implements ProjectLock {
	readonly warning = undefined;
	readonly #name: string;
	readonly #channel: BroadcastChannel;
	readonly #onLost: ((loss: Loss) => void | Promise<void>)[] = [];
	readonly #onFree: (() => void)[] = [];
	/** Ends the lock that is held; undefined while none is. */
	#letGo: (() => void) | undefined;
	/** Ends waiting for the other tab to leave. */
	#watching: AbortController | undefined;
	#heardSaving: (() => void) | undefined;
	/** What is told to the others, or was told by another. */
	#words: string | undefined;
	readonly #onTold: ((words: string | undefined) => void)[] = [];

	constructor(name: string) {
		this.#name = name;
		this.#channel = new BroadcastChannel(name);
		this.#channel.onmessage = ({ data }: MessageEvent<Message>) => {
			if (data.kind === 'saving') this.#heardSaving?.();
			else if (data.kind === 'telling') this.#hear(data.words);
			else if (!this.held) return;
			else if (data.kind === 'asking') this.tell(this.#words);
			// A tab that was frozen hears this late, when the other has long gone ahead.
			else void this.#lose(Date.now() - data.at > answerMs ? 'taken' : 'asked');
		};
	}

	get held(): boolean {
		return this.#letGo !== undefined;
	}

	async tryToHold(): Promise<void> {
		if (await this.#take({ ifAvailable: true })) return;
		this.#watch();
		this.#channel.postMessage({ kind: 'asking' } satisfies Message);
	}

	async takeOver(): Promise<void> {
		if (this.held) return;
		this.#watching?.abort();
		const patience = new AbortController();
		let timer = setTimeout(() => patience.abort(), answerMs);
		this.#heardSaving = () => {
			clearTimeout(timer);
			timer = setTimeout(() => patience.abort(), savingMs);
		};
		this.#channel.postMessage({ kind: 'letGo', at: Date.now() } satisfies Message);
		try {
			await this.#take({ signal: patience.signal });
		} catch {
			await this.#take({ steal: true });
		} finally {
			clearTimeout(timer);
			this.#heardSaving = undefined;
		}
	}

	onLost(callback: (loss: Loss) => void | Promise<void>): void {
		this.#onLost.push(callback);
	}

	onFree(callback: () => void): void {
		this.#onFree.push(callback);
	}

	tell(words: string | undefined): void {
		this.#words = words;
		this.#channel.postMessage({ kind: 'telling', words } satisfies Message);
	}

	onTold(callback: (words: string | undefined) => void): void {
		this.#onTold.push(callback);
		if (!this.held && this.#words !== undefined) callback(this.#words);
	}

	#hear(words: string | undefined): void {
		if (this.held) return;
		this.#words = words;
		for (const callback of this.#onTold) callback(words);
	}

	release(): void {
		this.#watching?.abort();
		this.#channel.close();
		const letGo = this.#letGo;
		this.#letGo = undefined;
		letGo?.();
	}

	/** Resolves to whether the lock was granted; then it stays until `#letGo` is called or it is stolen. */
	#take(options: LockOptions): Promise<boolean> {
		return new Promise((granted, refused) => {
			let mine: (() => void) | undefined;
			navigator.locks
				.request(this.#name, options, (lock) => {
					if (lock === null) {
						granted(false);
						return undefined;
					}
					return new Promise<void>((done) => {
						mine = done;
						this.#letGo = done;
						granted(true);
					});
				})
				.catch((cause: unknown) => {
					// Once granted, a rejection means that another tab stole the lock.
					if (mine === undefined) refused(cause instanceof Error ? cause : new Error(String(cause)));
					else if (this.#letGo === mine) void this.#lose('taken');
				});
		});
	}

	async #lose(loss: Loss): Promise<void> {
		const letGo = this.#letGo;
		if (letGo === undefined) return;
		if (loss === 'asked') this.#channel.postMessage({ kind: 'saving' } satisfies Message);
		else this.#letGo = undefined;
		await Promise.allSettled(this.#onLost.map(async (callback) => callback(loss)));
		this.#letGo = undefined;
		letGo();
		this.#watch();
	}

	/** Waits in line and, when its turn comes, only says so: the user decides who writes. */
	#watch(): void {
		const watching = new AbortController();
		this.#watching = watching;
		navigator.locks
			.request(this.#name, { signal: watching.signal }, () => undefined)
			.then(
				() => {
					if (!this.held) for (const callback of this.#onFree) callback();
				},
				() => undefined
			);
	}
}

/** Web Locks need a secure context (https, or localhost), which a server in a class room may not be. */
function unguarded(): ProjectLock {
	return {
		held: true,
		warning: {
			code: 'tabs-not-kept-apart',
			severity: 'warning',
			message: 'This browser cannot tell whether the project is open in another tab.',
			hint: 'Keep it open in one tab only, or open Updown over https.'
		},
		takeOver: () => Promise.resolve(),
		onLost: () => undefined,
		onFree: () => undefined,
		tell: () => undefined,
		onTold: () => undefined,
		release: () => undefined
	};
}
