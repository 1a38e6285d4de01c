import type { FolderEntry } from '../formats/entry.ts';
import { dialectTitles } from '../formats/dialect-words.ts';
import { guessDialect } from '../formats/guess-dialect.ts';
import { importFolder } from '../formats/registry.ts';
import { largestWheel } from '../formats/wheel-limits.ts';
import { readZip } from '../formats/zip.ts';
import { count } from '../look/numbers.ts';
import { pastOf } from '../projects/past.ts';
import type { App } from './commands.ts';

/** A file with where it lay in the folder that was brought. */
interface Brought {
	readonly path: string;
	readonly file: File;
}

/** More than any folder of migrations has; a whole home directory is refused before it is read. */
const most = { files: 20_000, bytes: 256 * 1024 * 1024 } as const;

/** Opens picked files, a zip or a folder as a project of its own. */
export async function takeInFiles(app: App, files: readonly File[]): Promise<void> {
	if (files.length === 0) return;
	await takeIn(
		app,
		files.map((file) => ({ path: file.webkitRelativePath || file.name, file }))
	);
}

/** Opens what was dropped as a project of its own. */
export async function takeInEntries(app: App, entries: readonly FileSystemEntry[]): Promise<void> {
	const brought: Brought[] = [];
	for (const entry of entries) await walk(entry, brought);
	await takeIn(app, brought);
}

async function takeIn(app: App, brought: readonly Brought[]): Promise<void> {
	const { workbench, projects } = app;
	if (brought.length > 0 && brought.every(({ path }) => path.endsWith('.whl')))
		return await takeInWheels(app, brought);
	const bytes = brought.reduce((sum, { file }) => sum + file.size, 0);
	if (brought.length > most.files || bytes > most.bytes) {
		workbench.say(
			'That is far more than a folder of migrations. Choose the folder with the migrations itself.',
			{
				tone: 'bad'
			}
		);
		return;
	}
	const [only] = brought;
	const zipped = brought.length === 1 && only !== undefined && (await isZip(only.file));
	const read = zipped
		? readZip(await bytesOf(only.file))
		: { ok: true as const, value: await readAll(brought) };
	const name = nameFor(brought);
	const guess = read.ok ? guessDialect(read.value) : undefined;
	const dialect = guess ?? workbench.project.dialect;
	const outcome = read.ok ? importFolder(read.value, { dialect, fallbackName: name }) : read;
	if (!outcome.ok) {
		const [problem] = outcome.problems;
		workbench.say(`${problem?.message ?? ''} ${problem?.hint ?? ''}`, { tone: 'bad' });
		return;
	}
	const { files, format, saidPast: said, ...known } = outcome.value;
	const along = said && pastOf(said);
	await projects.create({ ...known, files, ...(along && { past: along.past }), notes: [] });
	const title = dialectTitles[outcome.value.dialect];
	const why = guess === outcome.value.dialect ? ', by its SQL' : '';
	const python = outcome.value.toolchain === 'python';
	const what = python
		? `a Python project of ${count(files.length, 'file')}`
		: `${count(files.length, 'migration')} (${format})`;
	const steps = along?.past.frames.length ?? 0;
	const looked = steps > 0 ? ` The past came along: look at ${count(steps, 'step')} on the line.` : '';
	const done = `Imported ${what} for ${title}${why}. Nothing has run yet.${looked}`;
	const notes = [...known.notes, ...(along?.notes ?? [])];
	workbench.say([done, ...notes].join(' '), { tone: 'good' });
}

/** Takes wheels into the project that is open. */
async function takeInWheels({ workbench }: App, brought: readonly Brought[]): Promise<void> {
	const tooLarge = brought.find(({ file }) => file.size > 4 * largestWheel);
	if (tooLarge) {
		const size = Math.round(tooLarge.file.size / 1_000_000);
		workbench.say(
			`${tooLarge.file.name} was not added: it has ${size} MB, and a wheel may have ${largestWheel / 1_000_000} MB here. Put the folder of it that the migrations import into the project instead.`,
			{ tone: 'bad' }
		);
		return;
	}
	const files = await Promise.all(
		brought.map(async ({ file }) => ({ name: file.name, bytes: await bytesOf(file) }))
	);
	await (await import('./python/packages.ts')).addWheels(workbench, files);
}

/** By its first bytes: a download may have lost its name. */
async function isZip(file: File): Promise<boolean> {
	const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
	return /\.zip$/i.test(file.name) || (start[0] === 0x50 && start[1] === 0x4b);
}

function nameFor(brought: readonly Brought[]): string {
	const [first] = brought;
	if (!first) return 'Imported';
	const [top = '', ...rest] = first.path.split('/');
	return rest.length > 0 ? top : brought.length === 1 ? top.replace(/\.(zip|sql)$/i, '') : 'Imported';
}

async function readAll(brought: readonly Brought[]): Promise<readonly FolderEntry[]> {
	return await Promise.all(brought.map(async ({ path, file }) => ({ path, bytes: await bytesOf(file) })));
}

async function bytesOf(file: File): Promise<Uint8Array> {
	return new Uint8Array(await file.arrayBuffer());
}

/** Collects the files below an entry. A folder's reader gives its children in portions, until an empty one. */
async function walk(entry: FileSystemEntry, found: Brought[]): Promise<void> {
	if (found.length > most.files) return;
	if (isFile(entry)) {
		const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
		found.push({ path: entry.fullPath.replace(/^\//, ''), file });
	} else if (isDirectory(entry)) {
		const reader = entry.createReader();
		for (;;) {
			const children = await new Promise<FileSystemEntry[]>((resolve, reject) =>
				reader.readEntries(resolve, reject)
			);
			if (children.length === 0) return;
			for (const child of children) await walk(child, found);
		}
	}
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
