import { describe, expect, it } from 'vitest';
import { readWheel } from '../../../src/lib/formats/read-wheel.ts';
import { makeWheel, type MadeWheel } from '../../wheels/make-wheel.ts';

function read(made: MadeWheel = {}, fileName?: string) {
	const { name, bytes } = makeWheel(made);
	return readWheel(fileName ?? name, bytes);
}

/** What is said of a wheel that is refused: what stops it, and what to do. */
function refused(made: MadeWheel = {}, fileName?: string): string {
	const outcome = read(made, fileName);
	if (outcome.ok) throw new Error('it was not refused');
	const [problem] = outcome.problems;
	return `${problem?.message} ${problem?.hint}`;
}

describe('a wheel', () => {
	it('that is pure is taken, with the name and version that it gives itself', () => {
		const outcome = read({ name: 'zope.interface', version: '8.7' });
		if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
		expect(outcome.value).toMatchObject({
			file: 'wheels/zope.interface-8.7-py3-none-any.whl',
			name: 'zope.interface',
			version: '8.7'
		});
	});

	it.each(['py2.py3-none-any', 'py3-none-any', 'py310-none-any', 'py314-none-any'])(
		'for %s is pure',
		(tag) => {
			expect(read({ tag }).ok).toBe(true);
		}
	);

	it('with a build number in its name is taken', () => {
		expect(read({}, 'pets-1.0-2-py3-none-any.whl').ok).toBe(true);
	});

	it('for one kind of machine is refused by that machine, with the command that asks for a pure one', () => {
		expect(refused({ tag: 'cp314-cp314-manylinux_2_17_x86_64' })).toBe(
			'pets-1.0-cp314-cp314-manylinux_2_17_x86_64.whl was not added: it is not pure: it is made for manylinux_2_17_x86_64 (cp314-cp314-manylinux_2_17_x86_64). ' +
				'Ask for a pure one: `pip download --no-deps --only-binary=:all: --python-version 3.14 --implementation py --abi none --platform any pets`. ' +
				'Where pip finds none, the package needs code for one kind of machine, and cannot be imported here.'
		);
		expect(refused({ tag: 'py2-none-any' })).toContain('it is made for py2, and here it is py3 up to py314');
		expect(refused({ tag: 'py315-none-any' })).toContain('it is made for py315');
	});

	it('with compiled code in it is refused by the file that stops it, whatever its name says', () => {
		const files = { 'pets/_fast.cpython-314-x86_64-linux-gnu.so': new Uint8Array([127, 69, 76, 70]) };
		expect(refused({ files })).toContain(
			'it is not pure: pets/_fast.cpython-314-x86_64-linux-gnu.so is compiled code.'
		);
		expect(refused({ files: { 'pets.libs/libpq.so.5.16': new Uint8Array([1]) } })).toContain('libpq.so.5.16');
		expect(refused({ files: { 'pets/_fast.pyd': new Uint8Array([77, 90]) } })).toContain('pets/_fast.pyd');
	});

	it('may bring WebAssembly for its own pages, which Python does not import', () => {
		const { bytes } = makeWheel({ files: { 'pets/ui/parser.wasm': new Uint8Array([0, 97, 115, 109]) } });
		expect(readWheel('pets-1.0-py3-none-any.whl', bytes)).toMatchObject({ ok: true });
	});

	it('that says otherwise inside than in its name is refused', () => {
		const { bytes } = makeWheel({ tag: 'cp314-cp314-linux_x86_64' });
		const outcome = readWheel('pets-1.0-py3-none-any.whl', bytes);
		expect(outcome.ok ? '' : outcome.problems[0]?.message).toContain('made for linux_x86_64');
		expect(refused({ pure: false })).toContain('Root-Is-Purelib is not true');
		expect(refused({}, 'dogs-1.0-py3-none-any.whl')).toContain('it holds pets and not dogs');
	});

	it('that is no sound zip, or lacks what a wheel must have, is refused', () => {
		const outcome = readWheel(
			'pets-1.0-py3-none-any.whl',
			new TextEncoder().encode('<html>not found</html>')
		);
		expect(outcome.ok ? '' : outcome.problems[0]?.message).toContain('it is no sound zip');
		const { name, bytes } = makeWheel();
		const damaged = bytes.slice();
		damaged[60] = 255 - damaged[60]!;
		expect(readWheel(name, damaged).ok).toBe(false);
		expect(refused({ without: ['WHEEL'] })).toContain('there is no WHEEL file in it');
		expect(refused({ without: ['METADATA'] })).toContain('its METADATA does not say its name');
		expect(refused({}, 'pets.whl')).toContain('its name is not that of a wheel');
		expect(refused({ files: { '../../etc/passwd': 'x' } })).toContain('points elsewhere');
	});

	it('that is too large is refused with its size', () => {
		const outcome = readWheel('pets-1.0-py3-none-any.whl', new Uint8Array(21_000_000));
		expect(outcome.ok ? '' : outcome.problems[0]?.message).toContain(
			'it has 21.0 MB, and a wheel may have 20 MB here'
		);
	});
});
