import { zipSync } from 'fflate';

/** What a wheel of a test says and holds, where it is other than usual. */
export interface MadeWheel {
	readonly name?: string;
	readonly version?: string;
	readonly tag?: string;
	/** Lines of METADATA beside name and version, e.g. `Requires-Dist: six`. */
	readonly says?: readonly string[];
	readonly pure?: boolean;
	/** Of its code and data, by path. */
	readonly files?: Readonly<Record<string, string | Uint8Array>>;
	/** Files of its `dist-info` that are not there. */
	readonly without?: readonly string[];
}

const bytesOf = (content: string | Uint8Array): Uint8Array =>
	typeof content === 'string' ? new TextEncoder().encode(content) : content;

/** A wheel as `pip wheel` would make it, with the name of its file. */
export function makeWheel({
	name = 'pets',
	version = '1.0',
	tag = 'py3-none-any',
	says = [],
	pure = true,
	files = {},
	without = []
}: MadeWheel = {}): { readonly name: string; readonly bytes: Uint8Array } {
	const stem = `${name.replace(/-/g, '_')}-${version}`;
	const about: Readonly<Record<string, string>> = {
		METADATA: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n${says.map((one) => `${one}\n`).join('')}\nAll about it.\n`,
		WHEEL: `Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: ${pure}\nTag: ${tag}\n`,
		RECORD: ''
	};
	const content = { [`${name.replace(/-/g, '_')}/__init__.py`]: `version = '${version}'\n`, ...files };
	const zipped = zipSync({
		...Object.fromEntries(Object.entries(content).map(([path, text]) => [path, bytesOf(text)])),
		...Object.fromEntries(
			Object.entries(about)
				.filter(([name]) => !without.includes(name))
				.map(([path, text]) => [`${stem}.dist-info/${path}`, bytesOf(text)])
		)
	});
	return { name: `${stem}-${tag}.whl`, bytes: zipped };
}
