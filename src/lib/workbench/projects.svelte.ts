import type { DialectName } from '../engine/dialects/dialect.ts';
import { startAutosave, type Autosave, type SaveState } from '../projects/autosave.ts';
import { openDrafts, type Drafts } from '../projects/draft.ts';
import { holdProject, type ProjectLock } from '../projects/lock.ts';
import type { Project, ProjectSeed, ProjectSummary } from '../projects/project.ts';
import { firstSample, loadSample, startProject } from '../projects/samples.ts';
import { emptySeed } from '../projects/seed.ts';
import { openStore, type ProjectStore } from '../projects/store.ts';
import { wordsOf } from './errors.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Where the address names what to open: `#<project>` or `?sample=<slug>`. */
export interface Address {
	readonly project: string | undefined;
	readonly sample: string | undefined;
}

const elsewhere = 'Another tab has this project open. You can look; to change something, take it over.';

/** The projects kept in this browser, and which of them is open in the workbench. */
export class Projects {
	list = $state.raw<readonly ProjectSummary[]>([]);
	saveState = $state.raw<SaveState>({ kind: 'saved' });
	/** Set where nothing can be kept in this browser. */
	storageProblem = $state<string | undefined>(undefined);
	/** The project of the other developer as it was stored last, where the open one was forked and the other is still there. */
	other = $state.raw<Project | undefined>(undefined);
	readonly #workbench: Workbench;
	readonly #onopen: (id: string) => void;
	#store: ProjectStore | undefined;
	#lock: ProjectLock | undefined;
	#autosave: Autosave | undefined;
	readonly #drafts: Drafts = openDrafts();
	#persisted = false;
	/** The last change of project that was asked for. */
	#switching: Promise<unknown> = Promise.resolve();

	/** `onopen` is told which project is open, for the address bar. */
	constructor(workbench: Workbench, onopen: (id: string) => void) {
		this.#workbench = workbench;
		this.#onopen = onopen;
	}

	/** Opens what the address names, else what was open last, else the first sample. */
	async start(address: Address): Promise<void> {
		try {
			this.#store = await openStore();
		} catch (error) {
			this.storageProblem = `${wordsOf(error)} Your work lasts as long as this page: take it home as a zip.`;
		}
		if (address.sample !== undefined) return await this.openSample(address.sample);
		for (const id of [address.project, await this.#lastOpened()]) {
			if (id !== undefined && (await this.open(id))) return;
		}
		await this.openSample(firstSample);
	}

	/** Opens a stored project; false where there is none or it cannot be read. */
	async open(id: string): Promise<boolean> {
		if (this.#isInTheMiddle()) return false;
		return this.#inTurn(() => this.#open(id));
	}

	async #open(id: string): Promise<boolean> {
		let lock: ProjectLock | undefined;
		try {
			lock = await holdProject(id);
			const stored = await this.#store?.load(id);
			if (!stored) {
				lock.release();
				return false;
			}
			await this.#leave();
			this.#keep(lock);
			const project = lock.held ? this.#drafts.takenUp(stored.project) : stored.project;
			await this.#workbench.show(project, stored.image);
			this.#saveFrom(stored.image, stored.project);
			if (project !== stored.project) this.#autosave?.touch();
			this.#opened(id);
			if (stored.repairs.length > 0) this.#workbench.say(stored.repairs.join(' '));
			return true;
		} catch (error) {
			if (this.#lock !== lock) lock?.release();
			this.#workbench.say(wordsOf(error), { tone: 'bad' });
			return false;
		}
	}

	async openSample(slug: string): Promise<void> {
		await this.create(await loadSample(slug));
	}

	async createEmpty(dialect: DialectName): Promise<void> {
		if (this.#isInTheMiddle()) return;
		await this.create(emptySeed(dialect));
		this.#workbench.dialog = { kind: 'newMigration', from: 'empty' };
	}

	/** Starts a project of its own from a seed and opens it, upgraded as far as the seed says. */
	async create(seed: ProjectSeed): Promise<void> {
		if (this.#isInTheMiddle()) return;
		return this.#inTurn(() => this.#create(seed));
	}

	async #create(seed: ProjectSeed): Promise<void> {
		const workbench = this.#workbench;
		const id = crypto.randomUUID();
		await this.refresh();
		const name = this.#freeName(seed.name);
		const project = startProject({ ...seed, name }, { id, now: new Date().toISOString() });
		const lock = await holdProject(id);
		await this.#leave();
		this.#keep(lock);
		await workbench.show(project, undefined, seed.startAt);
		this.#saveFrom(undefined);
		this.#autosave?.touch();
		await this.#autosave?.flush();
		this.#opened(id);
		if (seed.notes.length > 0) workbench.say(seed.notes.join(' '));
	}

	/** Makes a project for a second developer, with the same files and the same rows, and opens it. */
	fork(name: string): Promise<void> {
		return this.#inTurn(() => this.#fork(name));
	}

	async #fork(name: string): Promise<void> {
		const workbench = this.#workbench;
		const store = this.#store;
		if (!store || !workbench.free) return;
		const { project, image } = workbench;
		const { files, schemaSql } = project;
		const at = new Date().toISOString();
		const id = crypto.randomUUID();
		const withOther = (other: string) => ({ id: other, common: { files, schemaSql, at }, theirs: [] });
		await store.save({ ...project, id, name, colleague: withOther(project.id), changedAt: at }, image);
		workbench.change({ colleague: withOther(id) });
		await this.#autosave?.flush();
		if (!(await this.#open(id))) return;
		workbench.undos.push({
			what: 'the fork',
			weight: 0,
			undo: async () => {
				await this.open(project.id);
				workbench.change({ colleague: project.colleague });
				await store.remove(id);
				await this.refresh();
			}
		});
		workbench.say(
			`You are the second developer now, with files and rows of your own. The first is ${project.name}.`,
			{
				tone: 'good',
				undo: true
			}
		);
	}

	/** Opens the project of the other developer. */
	async switchDeveloper(): Promise<void> {
		const id = this.#workbench.project.colleague?.id;
		if (id !== undefined && !(await this.open(id))) await this.lookAtOther();
	}

	/** Reads what the other developer has saved, perhaps in another tab. */
	async lookAtOther(): Promise<void> {
		const id = this.#workbench.project.colleague?.id;
		const stored = id === undefined ? undefined : await this.#store?.load(id).catch(() => undefined);
		if (id !== this.#workbench.project.colleague?.id) return;
		this.other = stored && this.#drafts.takenUp(stored.project);
	}

	/** Takes a project out of this browser; it can be undone as long as the page lives. */
	async remove(id: string): Promise<void> {
		if (this.#isInTheMiddle()) return;
		const stored = await this.#store?.load(id).catch(() => undefined);
		const name = this.list.find((summary) => summary.id === id)?.name ?? 'the project';
		const open = this.#workbench.project.id === id;
		if (open) await this.#inTurn(() => this.#leave());
		await this.#store?.remove(id);
		this.#drafts.forget(id);
		await this.refresh();
		if (open) await this.start({ project: this.list[0]?.id, sample: undefined });
		if (stored) {
			this.#workbench.undos.push({
				what: `the deletion of the project ${name}`,
				weight: stored.image?.byteLength ?? 0,
				undo: async () => {
					await this.#store?.save(stored.project, stored.image);
					await this.refresh();
					await this.open(id);
				}
			});
		}
		this.#workbench.say(`Deleted the project ${name}.`, { undo: stored !== undefined });
	}

	/** Makes this tab the one that may change the project, and shows it as the other tab left it. */
	takeOver(): Promise<void> {
		return this.#inTurn(() => this.#takeOver());
	}

	async #takeOver(): Promise<void> {
		await this.#lock?.takeOver();
		const { id } = this.#workbench.project;
		const stored = await this.#store?.load(id);
		if (!stored) return;
		this.#workbench.readOnly = undefined;
		await this.#workbench.show(stored.project, stored.image);
		this.#saveFrom(stored.image, stored.project);
		this.#workbench.say('This tab has the project now.', { tone: 'good' });
	}

	async refresh(): Promise<void> {
		this.list = (await this.#store?.list().catch(() => [])) ?? [];
		await this.lookAtOther();
	}

	/** Saves now what waits. */
	async flush(): Promise<void> {
		await this.#autosave?.flush();
	}

	/** Whether a step is gone through; then it says so. */
	#isInTheMiddle(): boolean {
		this.#workbench.stepper.refuse();
		return this.#workbench.stepper.at !== undefined;
	}

	/** One project after another: two that open at once would mix what they show and save. */
	#inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
		const turn = this.#switching.then(work);
		this.#switching = turn.catch(() => {});
		return turn;
	}

	#opened(id: string): void {
		this.#onopen(id);
		void this.#store?.setLastOpened(id).catch(() => {});
		void this.refresh();
	}

	#keep(lock: ProjectLock): void {
		this.#lock = lock;
		this.#workbench.readOnly = lock.held ? undefined : elsewhere;
		lock.onLost(async (loss) => {
			await this.#workbench.stepper.giveUp();
			this.#workbench.readOnly = elsewhere;
			// Saving once the other tab has gone ahead would overwrite what it does.
			if (loss === 'taken') this.#autosave?.abandon();
			else await this.#autosave?.stop();
			this.#autosave = undefined;
		});
		lock.onTold((words) => {
			if (!lock.held) this.#workbench.readOnly = words ?? elsewhere;
		});
		this.#workbench.stepper.onchange((step) =>
			lock.tell(
				step &&
					`Another tab has this project open and is in the middle of ${step}. You can look; if you take it over, that step is given up.`
			)
		);
		lock.onFree(() => this.#workbench.say('The other tab has closed: you can take the project over.'));
		if (lock.warning) this.#workbench.say(`${lock.warning.message} ${lock.warning.hint}`);
	}

	#saveFrom(savedImage: Uint8Array | undefined, savedProject?: Project): void {
		const store = this.#store;
		const workbench = this.#workbench;
		if (!store || workbench.readOnly !== undefined) return;
		this.#autosave = startAutosave({
			store,
			savedImage,
			savedProject,
			drafts: this.#drafts,
			current: () => ({ project: workbench.project, image: workbench.image }),
			onState: (state) => {
				this.saveState = state;
			}
		});
		workbench.onchange(() => {
			this.#autosave?.touch();
			if (this.#persisted) return;
			this.#persisted = true;
			void store.persist();
		});
	}

	/** Saves and lets go of the open project. */
	async #leave(): Promise<void> {
		await this.#workbench.stepper.giveUp();
		this.#workbench.onchange(() => {});
		await this.#autosave?.stop();
		this.#autosave = undefined;
		this.#lock?.release();
		this.#lock = undefined;
	}

	async #lastOpened(): Promise<string | undefined> {
		return await this.#store?.lastOpened().catch(() => undefined);
	}

	/** `Shop`, or `Shop 2` where there is one. */
	#freeName(name: string): string {
		const taken = new Set(this.list.map((summary) => summary.name));
		if (!taken.has(name)) return name;
		let number = 2;
		while (taken.has(`${name} ${number}`)) number++;
		return `${name} ${number}`;
	}
}
