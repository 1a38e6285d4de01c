import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Wheel } from '../../../src/lib/python/python.ts';
import type { EngineSession } from '../../../src/lib/worker/session.ts';
import { makeWheel, type MadeWheel } from '../../wheels/make-wheel.ts';
import { whyNoPython, wordsOf } from './node-python.ts';
import { nodeSession } from './typed-project.ts';

function wheel(made: MadeWheel): Wheel {
	const { name, bytes } = makeWheel(made);
	return { file: `wheels/${name}`, bytes };
}

const pets = wheel({
	name: 'pets',
	files: {
		'pets/names.py': "names = ['Rex', 'Mia']\nprint('imported')\n",
		'pets/data.txt': 'four legs',
		'pets-1.0.dist-info/entry_points.txt': '[console_scripts]\npets-call = pets.call:main\n',
		'pets/call.py': "import sys\n\n\ndef main():\n    print('called with', sys.argv[1:])\n    return 3\n"
	}
});

describe.skipIf(whyNoPython !== undefined)('packages that a project brings as wheels', () => {
	let session: EngineSession;

	beforeAll(async () => {
		session = nodeSession();
		await session.open({ dialect: 'sqlite', foreignKeys: false });
		await session.startTools();
	});

	beforeEach(() => session.setWheels([]));

	async function run(line: string) {
		let said = '';
		const { value } = await session.tool(
			{ words: wordsOf(line), databaseFile: undefined },
			({ text }) => (said += text)
		);
		return { ...value, said };
	}

	async function reportOn(...made: readonly MadeWheel[]) {
		await session.setWheels(made.map(wheel));
		return (await session.wheelReports()).value;
	}

	it('are importable with their data, by every command anew, and gone when they are taken away', async () => {
		await session.setWheels([pets]);
		const line =
			"python -c \"import pets.names, importlib.resources as r; print(pets.names.names, r.read_text('pets', 'data.txt'))\"";
		for (let times = 0; times < 2; times++)
			expect(await run(line)).toMatchObject({ exitCode: 0, said: "imported\n['Rex', 'Mia'] four legs\n" });
		await session.setWheels([]);
		expect((await run(line)).said).toContain("ModuleNotFoundError: No module named 'pets'");
	});

	it('are listed and shown by pip, and bring their commands', async () => {
		await session.setWheels([pets]);
		expect((await run('pip list')).said).toMatch(/^pets +1\.0$/m);
		expect((await run('pip show pets')).said).toContain('Name: pets\nVersion: 1.0\n');
		expect((await run('pip show pets')).said).toContain('Wheel: wheels/pets-1.0-py3-none-any.whl\n');
		expect((await run('pip install pets')).said).toContain('Requirement already satisfied: pets in ');
		expect(await run('pets-call one two')).toMatchObject({
			exitCode: 3,
			said: "called with ['one', 'two']\n"
		});
		expect(
			await run("python -c \"print(len(open('wheels/pets-1.0-py3-none-any.whl', 'rb').read()))\"")
		).toEqual(expect.objectContaining({ said: `${pets.bytes.length}\n`, removed: [], notKept: [] }));
	});

	it('pip uninstall takes the wheel out of the project, and leaves alone what comes along', async () => {
		await session.setWheels([pets]);
		const { said, removed } = await run('pip uninstall -y pets');
		expect(said).toContain('Successfully uninstalled pets-1.0');
		expect(removed).toEqual(['wheels/pets-1.0-py3-none-any.whl']);
		expect((await run('pip show pets')).exitCode).toBe(1);
		expect(await run('pip uninstall -y alembic')).toMatchObject({ exitCode: 1, removed: [] });
	});

	it('say what they need and is not there, as far as it is needed here', async () => {
		const [report] = await reportOn({
			says: [
				'Requires-Dist: food>=2',
				'Requires-Dist: alembic>=1.13',
				'Requires-Dist: SQLAlchemy<2',
				"Requires-Dist: winfood; sys_platform == 'win32'",
				"Requires-Dist: oldfood; python_version < '3.9'",
				"Requires-Dist: vet; extra == 'health'",
				"Requires-Dist: toys[ball,stick] (>=1) ; os_name == 'posix'"
			]
		});
		expect(report?.refused).toBeNull();
		expect(report?.missing).toEqual([
			{ name: 'food', wants: 'food>=2', have: null },
			{ name: 'SQLAlchemy', wants: 'SQLAlchemy<2', have: '2.1.9' },
			{ name: 'toys', wants: 'toys[ball,stick]>=1', have: null }
		]);
		expect((await run('pip check')).said).toContain('pets 1.0 requires food>=2, which is not installed.');
	});

	it('need nothing more once it is dropped too, whatever the order, and what an extra needs counts', async () => {
		const reports = await reportOn(
			{ says: ['Requires-Dist: food[dry]>=2'] },
			{ name: 'food', version: '2.1', says: ["Requires-Dist: water; extra == 'dry'"] }
		);
		expect(reports.map(({ name, missing }) => [name, missing.map(({ wants }) => wants)])).toEqual([
			['pets', ['water']],
			['food', []]
		]);
	});

	it('for another Python, or of what comes along, are refused with the reason and not installed', async () => {
		const reports = await reportOn(
			{ says: ['Requires-Python: >=3.15'] },
			{ name: 'alembic', version: '1.0' },
			{ name: 'cats', says: ['Requires-Python: >=3.8, !=3.9.*'] }
		);
		expect(reports.map(({ refused }) => refused)).toEqual([
			'it needs Python >=3.15, and here it is 3.14.2',
			'alembic 1.20.1 comes with Updown, and a wheel cannot take its place',
			null
		]);
		expect((await run('python -c "import pets"')).exitCode).toBe(1);
		expect((await run('python -c "import cats"')).exitCode).toBe(0);
	});

	it('a hundred commands with one leave no more behind than ten', async () => {
		await session.setWheels([pets]);
		await run('python -c "import pets.names"');
		const objects = async () => {
			const { said } = await run(
				'python -c "import gc, sys; print(len(gc.get_objects()), len(sys.modules))"'
			);
			return said.split(' ').map(Number);
		};
		for (let times = 0; times < 10; times++) await run('python -c "import pets.names"');
		const [fewObjects = 0, fewModules = 0] = await objects();
		for (let times = 0; times < 90; times++) await run('python -c "import pets.names"');
		const [objectsAfter = 0, modulesAfter = 0] = await objects();
		expect(modulesAfter).toBe(fewModules);
		expect(objectsAfter).toBeLessThan(fewObjects * 1.02);
	});
});
