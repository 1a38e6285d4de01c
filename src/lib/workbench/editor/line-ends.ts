/*
 * Editors count a line end as one character. A text with `\r\n` is shown with `\n` and written back as it was;
 * offsets are carried over.
 */

function hasCrlf(text: string): boolean {
	return text.includes('\r\n');
}

/** A text as an editor shows it. */
export function shown(text: string): string {
	return text.replaceAll('\r\n', '\n');
}

/** An edited text with the line ends of the text it came from. */
export function written(edited: string, original: string): string {
	return hasCrlf(original) ? edited.replaceAll('\n', '\r\n') : edited;
}

/** An offset in `text` as an offset in what is shown of it. */
export function shownOffset(text: string, offset: number): number {
	if (!hasCrlf(text)) return offset;
	return offset - (text.slice(0, offset).match(/\r\n/g)?.length ?? 0);
}

/** An offset in what is shown of `text` as an offset in `text`. */
export function writtenOffset(text: string, offset: number): number {
	if (!hasCrlf(text)) return offset;
	let at = 0;
	for (let shownAt = 0; shownAt < offset && at < text.length; shownAt++)
		at += text.startsWith('\r\n', at) ? 2 : 1;
	return at;
}
