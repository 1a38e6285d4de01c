import { clashesIn, type Clash } from '../../engine/migration/clashes.ts';
import type { TogetherRequest } from '../../engine/migration/ways-together.ts';
import type { ClashingChange, SidesOfFolder } from '../../engine/run/clashing-changes.ts';
import type { Outcome } from '../../engine/problem.ts';
import type { Rehearsal } from '../../engine/run/rehearse.ts';
import type { TogetherTrial } from '../../engine/run/rehearse-together.ts';
import { idStyle } from '../../engine/migration/id-style.ts';
import type { Project } from '../../projects/project.ts';
import { isExpected } from '../errors.ts';
import type { Workbench } from '../workbench.svelte.ts';

const nobody: ReadonlySet<string> = new Set();

/** How long files must have been left alone before both sides are compared, in milliseconds. */
const rest = 600;

/** What was found for which files. */
interface Looked {
	readonly project: string;
	readonly files: Project['files'];
	readonly changes: readonly ClashingChange[];
}

/** The work of two developers in one folder: whose files are whose, what stands in the way, and the ways out. */
export class Together {
	readonly #workbench: Workbench;
	/** The names of the files that the other developer does not have yet. */
	readonly mine = $derived.by(() => {
		const { project } = this.#workbench;
		if (!project.colleague) return nobody;
		const common = new Set(project.colleague.common.files.map(({ name }) => name));
		return new Set(project.files.map(({ name }) => name).filter((name) => !common.has(name)));
	});
	/** The names of the files that came from the other one and have not been in one line with mine yet. */
	readonly theirs = $derived.by(() => {
		const { project } = this.#workbench;
		if (!project.colleague) return nobody;
		const there = new Set(project.files.map(({ name }) => name));
		return new Set(project.colleague.theirs.filter((name) => there.has(name)));
	});
	readonly clashes = $derived.by((): readonly Clash[] => {
		const { project, ledger } = this.#workbench;
		return project.colleague ? clashesIn(project.files, this.mine, ledger) : [];
	});

	#looked = $state.raw<Looked>();
	/** What both change in the structure, as far as one of the two is yet to run here. */
	readonly changes = $derived.by((): readonly ClashingChange[] => {
		const { project, migrations, standing } = this.#workbench;
		const looked = this.#looked;
		if (!looked || looked.project !== project.id || looked.files !== project.files) return [];
		const ran = new Set(
			[...migrations.values()].flatMap(({ revision, file }) => (standing.applied.has(revision) ? [file] : []))
		);
		return looked.changes.filter(({ mine, theirs }) => !ran.has(mine.file) || !ran.has(theirs.file));
	});

	constructor(workbench: Workbench) {
		this.#workbench = workbench;
	}

	/** Compares what both change once the files have rested for a moment; returns what calls it off. */
	lookSoon(): () => void {
		const { project } = this.#workbench;
		const isKnown = this.#looked?.project === project.id && this.#looked.files === project.files;
		if (isKnown || this.mine.size === 0 || this.theirs.size === 0) return () => undefined;
		const waiting = setTimeout(() => void this.#look(), rest);
		return () => clearTimeout(waiting);
	}

	async #look(): Promise<void> {
		const { project, client } = this.#workbench;
		try {
			await this.#workbench.sendFolder();
			this.#keep(project, await client.clashingChanges(this.#sides()));
		} catch (error) {
			// A worker that was ended in the middle says so where that was asked for.
			if (!isExpected(error)) throw error;
		}
	}

	#keep({ id: project, files }: Project, found: Outcome<readonly ClashingChange[]>): void {
		this.#looked = { project, files, changes: found.ok ? found.value : [] };
	}

	#sides(): SidesOfFolder {
		return { files: this.#workbench.files, mine: [...this.mine], theirs: [...this.theirs] };
	}

	/** What the ways out are looked for in. */
	request(): TogetherRequest {
		const { files, ledger, folder, host } = this.#workbench;
		const id = idStyle(folder.graph, host.now());
		return { files, mine: this.mine, ledger, id };
	}

	/** Really goes a way, and on to its heads; leaves the database as it was. */
	rehearse(trial: TogetherTrial): Promise<Rehearsal> {
		return this.#workbench.trying('the rehearsal of a way out', () =>
			this.#workbench.client.rehearseTogether(trial)
		);
	}

	/** What both change in the structure; leaves the database as it was. */
	async clashingChanges(): Promise<Outcome<readonly ClashingChange[]>> {
		const { client, project } = this.#workbench;
		const sides = this.#sides();
		const work = () => client.clashingChanges(sides);
		const found = await this.#workbench.trying('the comparison of both developers', work);
		this.#keep(project, found);
		return found;
	}
}
