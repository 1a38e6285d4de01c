/*
 * Plain values as JSON, with what JSON lacks: whole numbers beyond 2^53, bytes, and numbers that are none. Each is an
 * object with one key that begins with `$`; a key of the value's own that begins so gets another `$` before it. Keys are
 * sorted, so that equal values give equal texts.
 */

/** A value as what JSON can hold. */
export function toJson(value: unknown): unknown {
	if (typeof value === 'bigint') return { $integer: String(value) };
	if (value instanceof Uint8Array) return { $bytes: base64(value) };
	if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
		return { $number: Object.is(value, -0) ? '-0' : String(value) };
	}
	if (Array.isArray(value)) return value.map(toJson);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).filter(([, each]) => each !== undefined);
	return Object.fromEntries(
		entries
			.toSorted(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, each]) => [key.startsWith('$') ? `$${key}` : key, toJson(each)])
	);
}

/** The value again. Throws where something is said that this version does not know. */
export function fromJson(json: unknown): unknown {
	if (Array.isArray(json)) return json.map(fromJson);
	if (typeof json !== 'object' || json === null) return json;
	const entries = Object.entries(json);
	const [only] = entries;
	if (entries.length === 1 && only && /^\$[^$]/.test(only[0])) return special(only[0], only[1]);
	return Object.fromEntries(
		entries.map(([key, each]) => [key.startsWith('$') ? key.slice(1) : key, fromJson(each)])
	);
}

function special(kind: string, text: unknown): unknown {
	if (typeof text !== 'string') throw new TypeError(`${kind} must be a text.`);
	switch (kind) {
		case '$integer':
			return BigInt(text);
		case '$number':
			return Number(text);
		case '$bytes':
			return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
		default:
			throw new TypeError(`${kind} is not known.`);
	}
}

function base64(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) text += String.fromCharCode(byte);
	return btoa(text);
}
