import type { Problem } from '../../engine/problem.ts';
import { normalName, pipDownload, readWheel, wheelFolder, type ReadWheel } from '../../formats/read-wheel.ts';
import { largestWheels } from '../../formats/wheel-limits.ts';
import type { Wheel, WheelReport } from '../../python/python.ts';
import { withFile, withoutFile } from '../folder/edits.ts';
import type { Workbench } from '../workbench.svelte.ts';
import { requirementsFile, withoutRequirements, withRequirements, type Package } from './requirements.ts';

/** A file that somebody brought. */
export interface BroughtFile {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** A wheel's package, by the name of its file. */
export function packageOf({ file }: Pick<Wheel, 'file'>): Package {
	const [name = '', version = ''] = file.slice(wheelFolder.length).split('-');
	return { name, version };
}

/**
 * Takes wheels into a Python project: those that are sound, pure and for this Python. They are importable from the next command
 * on, and `requirements.txt` lists them; one of a package that is there takes the place of the other. Says what was not taken and
 * why, and what the others need that is not there. Can be undone.
 */
export async function addWheels(workbench: Workbench, brought: readonly BroughtFile[]): Promise<void> {
	const { refusal } = workbench;
	if (refusal) return workbench.say(`${refusal.message} ${refusal.hint}`, { tone: 'bad' });
	if (!workbench.isPython) {
		const what = brought.length === 1 ? 'A wheel is a package' : 'Wheels are packages';
		return workbench.say(`${what} for Python: open a Python project first, then drop it again.`, {
			tone: 'bad'
		});
	}
	const problems: Problem[] = [];
	const read: ReadWheel[] = [];
	for (const { name, bytes } of brought) {
		const wheel = readWheel(name, bytes);
		if (wheel.ok) read.push(wheel.value);
		else problems.push(...wheel.problems);
	}
	const before = workbench.project.wheels;
	const wanted = withWheels(before, read);
	const size = wanted.reduce((sum, { bytes }) => sum + bytes.length, 0);
	if (size > largestWheels) {
		const most = largestWheels / 1_000_000;
		return workbench.say(
			`With these the packages of the project would have ${(size / 1_000_000).toFixed(0)} MB; it may have ${most} MB. Remove what the migrations do not import, or drop fewer.`,
			{ tone: 'bad' }
		);
	}
	const reports = read.length === 0 ? [] : await reportsOn(workbench, wanted);
	if (!reports) return;
	const refused = new Map(
		reports.flatMap(({ file, refused }) => (refused === null ? [] : [[file, refused] as const]))
	);
	const added = read.filter(({ file }) => !refused.has(file));
	for (const { file } of read) {
		const why = refused.get(file);
		if (why !== undefined) problems.push(notForHere(file, why));
	}
	if (added.length > 0) {
		const undo = undoOf(workbench, added.length === 1 ? `the package ${added[0]?.name}` : 'the new packages');
		workbench.change({
			wheels: withWheels(before, added),
			files: withRequirements(workbench.files, added)
		});
		workbench.undos.push(undo);
	}
	const files = new Set(added.map(({ file }) => file));
	workbench.say(
		wordsFor(
			added,
			problems,
			reports.filter(({ file }) => files.has(file))
		),
		{ tone: added.length > 0 && problems.length === 0 ? 'good' : 'bad', undo: added.length > 0 }
	);
}

/** Takes a package out of the project, and its line out of `requirements.txt`; can be undone. */
export function removeWheel(workbench: Workbench, file: string): void {
	const wheel = workbench.project.wheels.find((one) => one.file === file);
	if (!wheel || !workbench.free) return;
	dropWheels(workbench, [file]);
	const { name, version } = packageOf(wheel);
	workbench.say(`Removed the package ${name} ${version}.`, { undo: true });
}

/** The same for several, without a word: for a command that has removed their files. */
export function dropWheels(workbench: Workbench, files: readonly string[]): void {
	const { wheels } = workbench.project;
	const gone = wheels.filter(({ file }) => files.includes(file));
	if (gone.length === 0) return;
	const names = gone.map((one) => packageOf(one).name).join(', ');
	const undo = undoOf(workbench, `the removal of ${names}`);
	workbench.change({
		wheels: wheels.filter((one) => !gone.includes(one)),
		files: withoutRequirements(workbench.files, gone.map(packageOf))
	});
	workbench.undos.push(undo);
}

/** These wheels and the others, one of each package. */
export function withWheels(wheels: readonly Wheel[], others: readonly Wheel[]): readonly Wheel[] {
	const byName = new Map(wheels.map((one) => [normalName(packageOf(one).name), one]));
	for (const { file, bytes } of others) byName.set(normalName(packageOf({ file }).name), { file, bytes });
	return [...byName.values()].sort((one, other) => (one.file < other.file ? -1 : 1));
}

/** What Python says of these wheels; undefined where it could not be asked, which has been said. */
async function reportsOn(
	workbench: Workbench,
	wheels: readonly Wheel[]
): Promise<readonly WheelReport[] | undefined> {
	try {
		return await workbench.whileRunning('pip install', async () => {
			try {
				await workbench.client.setWheels(wheels);
				return await workbench.client.wheelReports((loading) => (workbench.loading = loading));
			} finally {
				workbench.loading = undefined;
				await workbench.client.setWheels(workbench.project.wheels);
			}
		});
	} catch {
		return undefined;
	}
}

function undoOf(workbench: Workbench, what: string) {
	const { wheels } = workbench.project;
	const requirements = workbench.file(requirementsFile);
	return {
		what,
		weight: wheels.reduce((sum, { bytes }) => sum + bytes.length, 0),
		undo: () =>
			workbench.change({
				wheels,
				files: requirements
					? withFile(workbench.files, requirements)
					: withoutFile(workbench.files, requirementsFile)
			})
	};
}

function notForHere(file: string, why: string): Problem {
	const name = file.slice(wheelFolder.length);
	return {
		code: 'wheel-refused',
		severity: 'error',
		message: `${name} was not added: ${why}.`,
		hint: why.startsWith('it needs Python')
			? `Ask for one that suits: \`${pipDownload(packageOf({ file }).name)}\`.`
			: 'It can be imported without a wheel.',
		file: name
	};
}

function wordsFor(
	added: readonly Package[],
	problems: readonly Problem[],
	reports: readonly WheelReport[]
): string {
	const sentences = problems.map(({ message, hint }) => `${message} ${hint}`);
	if (added.length > 0) {
		const names = listed(added.map(({ name, version }) => `${name} ${version}`));
		sentences.unshift(`Added ${names}: importable now, and listed in \`${requirementsFile}\`.`);
	}
	return [...sentences, ...needs(reports)].join(' ');
}

/** What these packages say that they need and is not there, and how to get the first of it. */
export function needs(reports: readonly WheelReport[]): readonly string[] {
	const sentences: string[] = [];
	const missing = new Map(
		reports.flatMap(({ missing }) => missing.map((one) => [normalName(one.name), one] as const))
	);
	const [next] = missing.values();
	if (!next) return sentences;
	const wants = [...missing.values()].map(({ wants, have }) =>
		have === null ? wants : `${wants} (here it is ${have})`
	);
	const who = reports.filter(({ missing }) => missing.length > 0).map(({ name }) => name);
	sentences.push(`${listed(who)} also ${who.length === 1 ? 'asks' : 'ask'} for ${listed(wants)}.`);
	sentences.push(
		`Where an import misses one, drop its wheel here next: \`${pipDownload(next.wants)}\`. \`pip check\` lists them all.`
	);
	return sentences;
}

function listed(names: readonly string[]): string {
	const shown = names.slice(0, 6);
	const more = names.length - shown.length;
	if (more > 0) return `${shown.join(', ')} and ${more} more`;
	return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
