/** Names that mean a device on Windows, whatever comes after a dot. */
const device = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/**
 * Why a path from a zip must not be used, as the end of a sentence; undefined where it is sound on every system.
 * A sound path stays inside the folder it is unpacked in and names one file there.
 */
export function whyUnsafe(path: string): string | undefined {
	// eslint-disable-next-line no-control-regex -- control characters are what is looked for
	if (/[\u0000-\u001f\u007f]/.test(path)) return 'holds a control character';
	if (path.includes('\\')) return 'holds a backslash';
	if (path.startsWith('/')) return 'starts at the root of the disk';
	if (/^[A-Za-z]:/.test(path)) return 'starts with a drive letter';
	if (path.includes(':')) return 'holds a colon';
	if (path.length > 500) return 'is longer than 500 characters';
	for (const part of path.split('/')) {
		if (part === '') return 'has an empty part';
		if (part === '.' || part === '..') return `has “${part}” as a part, which points elsewhere`;
		if (/[. ]$/.test(part)) return `has a part that ends with a ${part.endsWith('.') ? 'dot' : 'blank'}`;
		if (device.test(part.split('.')[0]?.trimEnd() ?? ''))
			return `has “${part}”, the name of a device on Windows`;
	}
	return undefined;
}

/** What two paths share that a disk may not keep apart: upper and lower case, and ways to write an accent. */
export function foldedPath(path: string): string {
	return path.normalize('NFC').toLowerCase().normalize('NFC');
}
