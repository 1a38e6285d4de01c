import { clashesIn, waysTogether, type Clash, type WayTogether } from '../../engine/migration/index.ts';
import type { ClashingChange } from '../../engine/run/clashing-changes.ts';
import type { Outcome } from '../../engine/problem.ts';
import type { Rehearsal } from '../../engine/run/rehearse.ts';
import type { TogetherTrial } from '../../engine/run/rehearse-together.ts';
import { idStyle } from '../../engine/migration/id-style.ts';
import type { Workbench } from '../workbench.svelte.ts';

const nobody: ReadonlySet<string> = new Set();

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

	constructor(workbench: Workbench) {
		this.#workbench = workbench;
	}

	/** The ways out of what stands in the way; nothing is written or run. */
	ways(): readonly WayTogether[] {
		const { files, ledger, folder, host } = this.#workbench;
		const id = idStyle(folder.graph, host.now());
		return waysTogether({ files, mine: this.mine, ledger, id });
	}

	/** Really goes a way, and on to its heads; leaves the database as it was. */
	rehearse(trial: TogetherTrial): Promise<Rehearsal> {
		return this.#workbench.trying('the rehearsal of a way out', () =>
			this.#workbench.client.rehearseTogether(trial)
		);
	}

	/** What both change in the structure; leaves the database as it was. */
	clashingChanges(): Promise<Outcome<readonly ClashingChange[]>> {
		const { files, client } = this.#workbench;
		const sides = { files, mine: [...this.mine], theirs: [...this.theirs] };
		return this.#workbench.trying('the comparison of both developers', () => client.clashingChanges(sides));
	}
}
