import type { Clash } from '../../engine/migration/clashes.ts';
import type { ClashingChange, SidesOfFolder } from '../../engine/run/clashing-changes.ts';
import type { Outcome } from '../../engine/problem.ts';
import type { RehearsedWay, TogetherTrial } from '../../engine/run/rehearse-together.ts';
import type { LedgerEntry } from '../../engine/run/ledger-entry.ts';
import type { Project } from '../../projects/project.ts';
import { isExpected } from '../errors.ts';
import type { StopMark } from './marks.ts';
import type * as Means from './means.ts';
import type { Workbench } from '../workbench.svelte.ts';

const nobody: ReadonlySet<string> = new Set();
const unmarked: ReadonlyMap<string, StopMark> = new Map();

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
	/** By which clashes are found; there once a forked project has been looked at. */
	#means = $state.raw<typeof Means>();
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
	/** What is applied, with the texts by which files are told apart that have one id. */
	readonly ledger = $derived.by((): readonly LedgerEntry[] => {
		const { isPython, ledger, reader, files, project } = this.#workbench;
		return isPython && project.colleague && this.#means
			? this.#means.asRun(ledger, reader.migrationsIn(files), this.mine, project.appliedTexts)
			: ledger;
	});
	readonly clashes = $derived.by((): readonly Clash[] => {
		const { project, reader } = this.#workbench;
		return project.colleague && this.#means
			? this.#means.clashesIn(project.files, this.mine, this.ledger, reader)
			: [];
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
	/** What all of this makes of the stops of the line, by the names of files. */
	readonly marks = $derived.by((): ReadonlyMap<string, StopMark> => {
		const { project, migrations } = this.#workbench;
		if (!project.colleague || !this.#means) return unmarked;
		return this.#means.stopMarks(this, this, (revision) => migrations.get(revision)?.file);
	});

	constructor(workbench: Workbench) {
		this.#workbench = workbench;
	}

	/**
	 * Compares what both change once the files have rested for a moment; returns what calls it off. The tools of a Python project
	 * take too long for a look in passing: there it is compared when somebody asks for the ways out.
	 */
	lookSoon(): () => void {
		const { project, isPython } = this.#workbench;
		if (!this.#means) void import('./means.ts').then((means) => (this.#means = means));
		if (isPython) return () => undefined;
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

	/** Really goes a way, and on to its heads; leaves the database as it was. */
	rehearse(trial: TogetherTrial): Promise<RehearsedWay> {
		return this.#workbench.trials.run('the rehearsal of a way out', () =>
			this.#workbench.client.rehearseTogether(trial)
		);
	}

	/** What both change in the structure; leaves the database as it was. */
	async clashingChanges(): Promise<Outcome<readonly ClashingChange[]>> {
		const { client, project } = this.#workbench;
		const sides = this.#sides();
		const work = () => client.clashingChanges(sides);
		const found = await this.#workbench.trials.run('the comparison of both developers', work);
		this.#keep(project, found);
		return found;
	}
}
