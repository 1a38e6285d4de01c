/** The text of these bytes, with a byte-order mark where it has one; undefined where they are not UTF-8. */
export function utf8(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

/** The same, and undefined too where they hold a NUL: that is no text somebody wrote. */
export function plainText(bytes: Uint8Array): string | undefined {
	const text = utf8(bytes);
	return text?.includes('\0') ? undefined : text;
}
