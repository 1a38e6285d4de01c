import type { DialectName } from '../engine/dialects/dialect.ts';
import type { Toolchain } from '../worker/protocol.ts';
import type { ProjectSeed } from './project.ts';

export { startProject } from './seed.ts';

/** What the list of samples shows. */
export interface Sample {
	readonly slug: string;
	readonly title: string;
	readonly summary: string;
	/** What its migrations are written in. */
	readonly toolchain: Toolchain;
}

/** `sample.json` of a sample's folder. */
interface SampleNotes {
	readonly title: string;
	readonly summary: string;
	/** `sqlite` where it is left out. */
	readonly dialect?: DialectName;
	/** `sql` where it is left out. A Python sample's files are those of its folder `project/`. */
	readonly toolchain?: Toolchain;
	readonly foreignKeys: boolean;
	/** How far to upgrade when it is first opened. */
	readonly startAt?: string;
	/** What `schema.sql` wants beyond the newest migration, as `kind name`; a test holds the sample to it. */
	readonly ahead: readonly string[];
}

const notes: Readonly<Record<string, SampleNotes>> = import.meta.glob(
	'../../../content/samples/*/sample.json',
	{
		import: 'default',
		eager: true
	}
);

/** The one a first visit opens. */
export const firstSample = 'shop';

/** Every sample, the first visit's first. */
export const samples: readonly Sample[] = Object.entries(notes)
	.map(([path, { title, summary, toolchain = 'sql' }]) => ({ slug: slugOf(path), title, summary, toolchain }))
	.sort(
		(a, b) =>
			Number(b.slug === firstSample) - Number(a.slug === firstSample) ||
			order(a) - order(b) ||
			a.slug.localeCompare(b.slug)
	);

/** Loads a sample. Throws `RangeError` where there is none of that name. */
export async function loadSample(slug: string): Promise<ProjectSeed> {
	const entry = Object.entries(notes).find(([path]) => slugOf(path) === slug);
	if (entry === undefined) throw new RangeError(`There is no sample called ${slug}.`);
	const [path, { title, dialect = 'sqlite', toolchain = 'sql', foreignKeys, startAt }] = entry;
	const { sampleFiles } = await import('./sample-files.ts');
	const folder = path.slice(0, path.lastIndexOf('/') + 1);
	const home = toolchain === 'python' ? `${folder}project/` : `${folder}migrations/`;
	return {
		name: title,
		dialect,
		toolchain,
		foreignKeys,
		files: Object.entries(sampleFiles)
			.filter(([file]) => file.startsWith(home))
			.map(([file, text]) => ({ name: file.slice(home.length), text }))
			.sort((a, b) => (a.name < b.name ? -1 : 1)),
		schemaSql: sampleFiles[`${folder}schema.sql`] ?? '',
		startAt,
		notes: []
	};
}

/** Those of SQL first. */
function order({ toolchain }: Sample): number {
	return toolchain === 'sql' ? 0 : 1;
}

function slugOf(path: string): string {
	return path.split('/').at(-2) ?? '';
}
