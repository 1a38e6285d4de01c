import type { DialectName } from '../engine/dialects/dialect.ts';
import type { ProjectSeed } from './project.ts';

export { startProject } from './seed.ts';

/** What the list of samples shows. */
export interface Sample {
	readonly slug: string;
	readonly title: string;
	readonly summary: string;
}

/** `sample.json` of a sample's folder. */
interface SampleNotes {
	readonly title: string;
	readonly summary: string;
	/** `sqlite` where it is left out. */
	readonly dialect?: DialectName;
	readonly foreignKeys: boolean;
	/** How far to upgrade when it is first opened. */
	readonly startAt: string;
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
	.map(([path, { title, summary }]) => ({ slug: slugOf(path), title, summary }))
	.sort(
		(a, b) => Number(b.slug === firstSample) - Number(a.slug === firstSample) || a.slug.localeCompare(b.slug)
	);

/** Which database a sample is for; undefined where there is none of that name. */
export function sampleDialect(slug: string): DialectName | undefined {
	const entry = Object.entries(notes).find(([path]) => slugOf(path) === slug);
	return entry && (entry[1].dialect ?? 'sqlite');
}

/** Loads a sample. Throws `RangeError` where there is none of that name. */
export async function loadSample(slug: string): Promise<ProjectSeed> {
	const entry = Object.entries(notes).find(([path]) => slugOf(path) === slug);
	if (entry === undefined) throw new RangeError(`There is no sample called ${slug}.`);
	const [path, { title, dialect = 'sqlite', foreignKeys, startAt }] = entry;
	const { sampleFiles } = await import('./sample-files.ts');
	const folder = path.slice(0, path.lastIndexOf('/') + 1);
	const migrations = `${folder}migrations/`;
	return {
		name: title,
		dialect,
		foreignKeys,
		files: Object.entries(sampleFiles)
			.filter(([file]) => file.startsWith(migrations))
			.map(([file, text]) => ({ name: file.slice(migrations.length), text }))
			.sort((a, b) => (a.name < b.name ? -1 : 1)),
		schemaSql: sampleFiles[`${folder}schema.sql`] ?? '',
		startAt,
		notes: []
	};
}

function slugOf(path: string): string {
	return path.split('/').at(-2) ?? '';
}
