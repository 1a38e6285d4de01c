import type { Problem } from '../engine/problem.ts';
import type { Drafts } from './draft.ts';
import type { Project } from './project.ts';
import { storageError } from './storage-error.ts';
import type { ProjectStore } from './store.ts';

export type SaveState =
	| { readonly kind: 'saved' }
	/** Changed, and to be saved in a moment. */
	| { readonly kind: 'unsaved' }
	| { readonly kind: 'saving' }
	/** Tried again at the next change, or by `flush`. */
	| { readonly kind: 'failed'; readonly problem: Problem };

export interface AutosaveOptions {
	readonly store: Pick<ProjectStore, 'save'>;
	/** What to save, asked for at the moment of saving. The image is written only when it is another array than last time. */
	readonly current: () => { readonly project: Project; readonly image: Uint8Array | undefined };
	readonly onState?: (state: SaveState) => void;
	/** The image that is in the store already, where there is one. */
	readonly savedImage?: Uint8Array | undefined;
	/** Keeps what is not saved yet when the page is left: a save then may not come to its end. */
	readonly drafts?: Pick<Drafts, 'keep' | 'forget'>;
	/** The project as it is in the store, where it is there. */
	readonly savedProject?: Project | undefined;
	/** Quiet time before a save. */
	readonly delayMs?: number;
	/** The longest that changes in a row can put off a save. */
	readonly longestMs?: number;
	/** The page to watch for its end; none in a test without a browser. */
	readonly page?: {
		readonly window: EventTarget;
		readonly document: EventTarget & { readonly hidden: boolean };
	};
}

/** Saves as the user works. */
export interface Autosave {
	readonly state: SaveState;
	/** Something changed. */
	touch(): void;
	/** Saves now what is not saved; resolves when it is done or has failed (see `state`). Never rejects. */
	flush(): Promise<void>;
	/** Saves what is not saved and ends. */
	stop(): Promise<void>;
	/** Ends without saving: another tab has the project, and its changes count. */
	abandon(): void;
}

/**
 * Saves a moment after the last change, at least every few seconds of steady changes, and when the page is
 * hidden or left. One save runs at a time; a change during it leads to another.
 */
export function startAutosave(options: AutosaveOptions): Autosave {
	const { store, current, onState, delayMs = 400, longestMs = 3000 } = options;
	const page = options.page ?? (typeof window === 'undefined' ? undefined : { window, document });

	let state: SaveState = { kind: 'saved' };
	let { savedImage, savedProject } = options;
	let dirty = false;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let firstTouch: number | undefined;
	let running: Promise<void> | undefined;
	let ended = false;

	const become = (next: SaveState): void => {
		state = next;
		onState?.(next);
	};

	const saveAll = async (): Promise<void> => {
		while (dirty && !ended) {
			dirty = false;
			become({ kind: 'saving' });
			try {
				const { project, image } = current();
				await store.save(project, image === savedImage ? undefined : image);
				savedImage = image;
				savedProject = project;
				if (!dirty) options.drafts?.forget(project.id);
			} catch (cause) {
				dirty = true;
				become({ kind: 'failed', problem: storageError(cause, 'save').problem });
				return;
			}
		}
		if (!ended) become({ kind: 'saved' });
	};

	const flush = (): Promise<void> => {
		clearTimeout(timer);
		timer = undefined;
		firstTouch = undefined;
		if (running === undefined && (!dirty || ended)) return Promise.resolve();
		running ??= saveAll().finally(() => {
			running = undefined;
		});
		return running;
	};

	const touch = (): void => {
		if (ended) return;
		dirty = true;
		// A save under way sees the change at its end.
		if (running !== undefined) return;
		if (state.kind !== 'unsaved') become({ kind: 'unsaved' });
		const now = performance.now();
		firstTouch ??= now;
		clearTimeout(timer);
		timer = setTimeout(() => void flush(), Math.max(0, Math.min(delayMs, firstTouch + longestMs - now)));
	};

	const onLeave = (): void => {
		if (dirty || running !== undefined) {
			const { project } = current();
			if (savedProject?.id === project.id) options.drafts?.keep(savedProject, project);
		}
		void flush();
	};
	const onVisibility = (): void => {
		if (page?.document.hidden === true) onLeave();
	};
	page?.window.addEventListener('pagehide', onLeave);
	page?.document.addEventListener('visibilitychange', onVisibility);

	const leavePage = (): void => {
		page?.window.removeEventListener('pagehide', onLeave);
		page?.document.removeEventListener('visibilitychange', onVisibility);
	};

	return {
		get state() {
			return state;
		},
		touch,
		flush,
		async stop() {
			leavePage();
			await flush();
			ended = true;
			clearTimeout(timer);
		},
		abandon() {
			leavePage();
			ended = true;
			clearTimeout(timer);
		}
	};
}
