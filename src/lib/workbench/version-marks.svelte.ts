import type { FolderFile } from '../engine/migration/migration.ts';
import type { Problem } from '../engine/problem.ts';
import type { Project } from '../projects/project.ts';
import { isExpected } from './errors.ts';
import { schemaFile } from './folder/schema-file.ts';
import type { Workbench } from './workbench.svelte.ts';

/** How long nothing must have been typed before the texts are looked through, in milliseconds. */
const pause = 400;

/** What of the project was looked through. */
type Looked = Pick<Project, 'files' | 'schemaSql' | 'target' | 'dialect'>;

const nothing: Looked = { files: [], schemaSql: '', target: undefined, dialect: 'sqlite' };

/** SQL that the oldest version which the project must run on does not know, kept up to date while texts change. */
export class VersionMarks {
	readonly #workbench: Workbench;
	#looked = $state.raw<Looked>(nothing);
	#found = $state.raw<readonly Problem[]>([]);

	constructor(workbench: Workbench) {
		this.#workbench = workbench;
	}

	/** Those whose text is still the one that was looked through: in another, their places would be wrong. */
	readonly current = $derived.by((): readonly Problem[] => {
		const { files, schemaSql, target, dialect } = this.#looked;
		const { project } = this.#workbench;
		if (target !== project.target || dialect !== project.dialect) return [];
		const texts = new Map<string, FolderFile>(files.map((file) => [file.name, file]));
		return this.#found.filter(({ file }) =>
			file === schemaFile
				? schemaSql === project.schemaSql
				: file !== undefined && texts.get(file)?.text === this.#workbench.file(file)?.text
		);
	});

	/** Looks through the texts as they are now, once nothing has been typed for a moment; returns what calls it off. */
	lookSoon(): () => void {
		const { files, schemaSql, target, dialect } = this.#workbench.project;
		const waiting = setTimeout(() => void this.#look({ files, schemaSql, target, dialect }), pause);
		return () => clearTimeout(waiting);
	}

	async #look(texts: Looked): Promise<void> {
		const { client } = this.#workbench;
		try {
			await this.#workbench.sendFolder();
			const found = await client.versionProblems(texts.schemaSql, texts.target);
			this.#looked = texts;
			this.#found = found;
		} catch (error) {
			// A worker that was ended in the middle says so where that was asked for; the next text is looked through again.
			if (!isExpected(error)) throw error;
		}
	}
}
