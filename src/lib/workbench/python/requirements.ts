import type { FolderFile } from '../../engine/migration/migration.ts';
import { normalName } from '../../formats/read-wheel.ts';
import { withFile } from '../folder/edits.ts';

/** A package by its name and version. */
export interface Package {
	readonly name: string;
	readonly version: string;
}

/** What a project needs, as pip reads it. */
export const requirementsFile = 'requirements.txt';

const named = /^\s*([A-Za-z0-9][\w.-]*)/;

/**
 * The files with each package listed in `requirements.txt`. A line that pins another version is changed; one that says
 * something else of the package stays as somebody wrote it.
 */
export function withRequirements(
	files: readonly FolderFile[],
	packages: readonly Package[]
): readonly FolderFile[] {
	let text = textOf(files);
	for (const one of packages) text = withRequirement(text, one);
	return text === textOf(files) ? files : withFile(files, { name: requirementsFile, text });
}

/** The files without the lines that pin these packages to just these versions. */
export function withoutRequirements(
	files: readonly FolderFile[],
	packages: readonly Package[]
): readonly FolderFile[] {
	const before = textOf(files);
	const text = before
		.split(/(?<=\n)/)
		.filter((one) => !packages.some((each) => isOf(one, each.name) && pinOf(one) === each.version))
		.join('');
	return text === before ? files : withFile(files, { name: requirementsFile, text });
}

/** Whether `requirements.txt` asks for a package. */
export function isRequired(files: readonly FolderFile[], name: string): boolean {
	return textOf(files)
		.split('\n')
		.some((one) => isOf(one, name));
}

function textOf(files: readonly FolderFile[]): string {
	return files.find(({ name }) => name === requirementsFile)?.text ?? '';
}

function withRequirement(text: string, { name, version }: Package): string {
	const lines = text.split(/(?<=\n)/);
	const at = lines.findIndex((one) => isOf(one, name));
	const own = lines[at];
	if (own === undefined) {
		const end = text === '' || text.endsWith('\n') ? '' : '\n';
		return `${text}${end}${name}==${version}\n`;
	}
	const pinned = pinOf(own);
	if (pinned === undefined || pinned === version) return text;
	return lines.with(at, own.replace(`==${pinned}`, `==${version}`)).join('');
}

function isOf(text: string, name: string): boolean {
	const found = named.exec(text)?.[1];
	return found !== undefined && normalName(found) === normalName(name);
}

/** The one version that a line allows; undefined where it says anything else. */
function pinOf(text: string): string | undefined {
	return /^\s*[\w.-]+(?:\[[^\]]*\])?==([^\s,;#]+)\s*(?:#.*)?$/.exec(text)?.[1];
}
