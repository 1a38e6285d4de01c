import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/lib/engine/index.ts';
import type { Database } from '../../../src/lib/engine/database.ts';
import type { Python, SpeakPostgres } from '../../../src/lib/python/python.ts';
import { nodePython, ran as ranOn, whyNoPython } from './node-python.ts';
import { lecture } from './projects.ts';

describe.skipIf(whyNoPython !== undefined)('the tools on PostgreSQL', () => {
	let python: Python;
	let database: Database;
	let postgres: SpeakPostgres;

	beforeAll(async () => {
		python = await nodePython();
	});
	it('works', async () => {
		database = await openDatabase('postgres', {});
		postgres = await database.lend!('');
		const app = lecture.get('app.py')!.replace('sqlite:///app.db', 'postgresql://me:secret@db.example/app');
		python.files.replace(new Map([...lecture, ['app.py', app]]));
		for (const line of ['init', 'migrate -m first', 'upgrade', 'current', 'check', 'downgrade', 'upgrade --sql']) {
			const t = performance.now();
			const { text, events } = ranOn(python, `flask db ${line}`, {}, postgres);
			console.log(line, performance.now() - t, text, events.filter((e) => e.kind !== 'output'));
		}
	});
});
