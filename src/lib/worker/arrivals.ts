import type { Loading } from './protocol.ts';

let listener: ((loading: Loading) => void) | undefined;

/** Calls `listen` as files come that a start needs. */
export function onLoading(listen: (loading: Loading) => void): void {
	listener = listen;
}

/** Tells how much has come of the files that one start needs. */
export class Arrivals {
	readonly #expected: Readonly<Record<string, number>>;
	readonly #total: number;
	readonly #come = new Map<string, number>();

	/** @param expected the bytes of each file; others are not counted */
	constructor(expected: Readonly<Record<string, number>>) {
		this.#expected = expected;
		this.#total = Object.values(expected).reduce((sum, size) => sum + size, 0);
	}

	/** Reads a file to its end, handing on each part. */
	async read(
		name: string,
		response: Response,
		each: (part: Uint8Array<ArrayBuffer>) => void = () => {}
	): Promise<void> {
		const reader = response.body?.getReader();
		if (!reader) return;
		let bytes = 0;
		for (let next = await reader.read(); !next.done; next = await reader.read()) {
			each(next.value);
			this.#count(name, (bytes += next.value.length));
		}
	}

	/** The whole of a file. */
	async bytes(name: string, response: Response): Promise<Uint8Array<ArrayBuffer>> {
		const parts: Uint8Array<ArrayBuffer>[] = [];
		await this.read(name, response, (part) => parts.push(part));
		return new Uint8Array(await new Blob(parts).arrayBuffer());
	}

	#count(name: string, bytes: number): void {
		const size = this.#expected[name];
		if (size === undefined) return;
		// A server may say that a packed file is encoded, and then more bytes come out than it has.
		this.#come.set(name, Math.min(bytes, size));
		const loaded = [...this.#come.values()].reduce((sum, each) => sum + each, 0);
		listener?.({ loaded, total: this.#total });
	}
}

/** Fetches a file of the site. Throws where it does not come. */
export async function fetched(address: string): Promise<Response> {
	const response = await fetch(address);
	if (!response.ok)
		throw new Error(`${address} could not be fetched: ${response.status} ${response.statusText}`);
	return response;
}
