import { expect, test } from 'vitest';
import {
	isRequired,
	withoutRequirements,
	withRequirements
} from '../../../src/lib/workbench/python/requirements.ts';

const named = (text: string) => [{ name: 'requirements.txt', text }];
const attrs = { name: 'attrs', version: '26.1.0' };
const zope = { name: 'zope.interface', version: '8.7' };

test('a package that is dropped in is listed with its version, in a new file where there is none', () => {
	expect(withRequirements([], [attrs, zope])).toEqual(named('attrs==26.1.0\nzope.interface==8.7\n'));
	expect(withRequirements(named('Flask==3.1.3'), [attrs])).toEqual(named('Flask==3.1.3\nattrs==26.1.0\n'));
});

test('another version takes the place of the one that was pinned, and what somebody wrote otherwise stays', () => {
	expect(withRequirements(named('Zope_Interface==8.0\n'), [zope])).toEqual(named('Zope_Interface==8.7\n'));
	for (const text of ['attrs\n', 'attrs>=20\n', 'attrs==26.1.0; python_version > "3"\n']) {
		const files = named(text);
		expect(withRequirements(files, [attrs])).toBe(files);
	}
});

test('a package that is removed takes its own line along and no other', () => {
	const text = '# tools\nFlask==3.1.3\nattrs==26.1.0\nzope.interface>=5\n';
	expect(withoutRequirements(named(text), [attrs, zope])).toEqual(
		named('# tools\nFlask==3.1.3\nzope.interface>=5\n')
	);
	const other = named('attrs==25.0\n');
	expect(withoutRequirements(other, [attrs])).toBe(other);
});

test('a package of the other developer is asked for by its name, however that is written', () => {
	const files = named('# attrs\nFlask==3.1.3\nZope_Interface>=5\n');
	expect(['zope.interface', 'flask', 'attrs'].map((name) => isRequired(files, name))).toEqual([
		true,
		true,
		false
	]);
});
