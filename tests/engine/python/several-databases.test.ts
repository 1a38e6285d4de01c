import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wentToSeveral } from '../../../src/lib/worker/several-databases.ts';
import { whyNoPython } from './node-python.ts';
import { lecture } from './projects.ts';
import { revision } from './revision-file.ts';
import { TypedProject } from './typed-project.ts';

describe.skipIf(whyNoPython !== undefined)('a project with several databases', () => {
	const project = new TypedProject();
	const { session } = project;
	const several = { code: 'several-databases' };
	const file = 'migrations/versions/a1_step.py';

	beforeAll(async () => {
		const config = "app.config['SQLALCHEMY_BINDS'] = {'other': 'sqlite:///other.db'}";
		await project.open('sqlite', [['app.py', lecture.get('app.py')!.replace('db = ', `${config}\ndb = `)]]);
		await project.run('flask db init --multidb');
		const both = revision(
			'a1',
			undefined,
			"op.create_table('t', sa.Column('id', sa.Integer))",
			"op.drop_table('t')"
		);
		project.texts.set(file, both.replaceAll('():', '(engine_name):'));
		await project.send();
	});

	afterAll(() => session.close());

	it('is given no green sign of a migration that is pending, and the reason', async () => {
		expect((await session.roundTrip()).value.trips).toMatchObject([{ verdict: 'refused', problem: several }]);
		expect((await session.safeDowngrade('a1')).value).toMatchObject({ kind: 'failed', problem: several });
		expect(wentToSeveral(await project.run('flask db upgrade'))).toBe(true);
	});

	it('is given none of one that is applied either', async () => {
		expect((await session.drift({})).value).toMatchObject({ kind: 'unknown', problem: several });
		expect((await session.roundTrip()).value.trips).toMatchObject([{ verdict: 'refused', problem: several }]);
		expect((await session.safeDowngrade('a1')).value).toMatchObject({ kind: 'failed', problem: several });
	});
});
