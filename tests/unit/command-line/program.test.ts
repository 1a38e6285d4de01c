import { describe, expect, it } from 'vitest';
import { answer, fakeHost } from './support.ts';

describe('the four ways to name the program', () => {
	it.each([
		'updown upgrade',
		'flask db upgrade',
		'flask --app shop db upgrade',
		'flask --app=shop --debug db upgrade',
		'FLASK_APP=shop flask db upgrade',
		'python manage.py db upgrade',
		'python3 manage.py db upgrade',
		'python -m flask db upgrade',
		'python -m flask --app shop db upgrade',
		'alembic upgrade head',
		'alembic -c alembic.ini upgrade head',
		'python -m alembic upgrade head',
		'./venv/bin/flask db upgrade',
		'$ flask db upgrade'
	])('`%s` upgrades to the head', async (typed) => {
		const host = fakeHost();
		const { exitCode } = await answer(typed, host);
		expect(exitCode).toBe(0);
		expect(host.commands).toEqual([{ kind: 'upgrade', target: 'head' }]);
	});

	it('an empty line does nothing', async () => {
		expect(await answer('   ')).toMatchObject({ exitCode: 0, lines: [] });
	});

	it.each([
		['upgrade', '`updown upgrade`'],
		['upgrad', '`updown upgrade`'],
		['updwon upgrade', '`updown`'],
		['flsk db upgrade', '`flask db`'],
		['alambic upgrade head', '`alembic`']
	])('`%s` asks whether %s was meant', async (typed, meant) => {
		const { exitCode, text } = await answer(typed);
		expect(exitCode).toBe(2);
		expect(text).toContain(`Did you mean ${meant}?`);
	});

	it.each(['flask run', 'flask', 'python manage.py runserver', 'python app.py', 'sl'])(
		'`%s` is refused with a way on',
		async (typed) => {
			const { exitCode, text } = await answer(typed);
			expect(exitCode).toBe(2);
			expect(text).toMatch(/^Error: /);
			expect(text).toContain('db');
		}
	);

	it('an unclosed quote is an error of the line and nothing runs', async () => {
		const host = fakeHost();
		const { exitCode, text } = await answer('updown upgrade "head', host);
		expect(exitCode).toBe(2);
		expect(text).toContain('never closed');
		expect(host.commands).toEqual([]);
	});
});

describe('where the real tools differ, their own word counts', () => {
	it.each(['alembic upgrade', 'alembic downgrade', 'alembic stamp', 'alembic show', 'alembic merge'])(
		'`%s` needs a revision',
		async (typed) => {
			const host = fakeHost();
			const { exitCode, text } = await answer(typed, host);
			expect(exitCode).toBe(2);
			expect(text).toContain('needs a revision');
			expect(host.commands).toEqual([]);
		}
	);

	it.each(['updown downgrade', 'flask db downgrade', 'alembic downgrade -1'])(
		'`%s` goes one step back',
		async (typed) => {
			const host = fakeHost();
			const { exitCode, text } = await answer(typed, host);
			expect(exitCode).toBe(0);
			expect(host.commands).toEqual([{ kind: 'downgrade', target: '-1' }]);
			expect(text).not.toContain('real');
		}
	);

	it('`flask db downgrade -1` works, and says that the real one stops there', async () => {
		const host = fakeHost();
		const { exitCode, lines } = await answer('flask db downgrade -1', host);
		expect(exitCode).toBe(0);
		expect(host.commands).toEqual([{ kind: 'downgrade', target: '-1' }]);
		expect(lines[0]).toMatchObject({ tone: 'soft' });
		expect(lines[0]?.text).toContain('flask db downgrade -- -1');
	});

	it('`flask db downgrade -- -1`, as the real one wants it, works without a word', async () => {
		const host = fakeHost();
		const { text } = await answer('flask db downgrade -- -1', host);
		expect(host.commands).toEqual([{ kind: 'downgrade', target: '-1' }]);
		expect(text).not.toContain('real');
	});

	it('Alembic has no migrate', async () => {
		const { exitCode, text } = await answer('alembic migrate -m "add email"');
		expect(exitCode).toBe(2);
		expect(text).toContain('alembic revision --autogenerate');
	});

	it('`flask db status` runs and says that it is Updown’s own', async () => {
		const { exitCode, text } = await answer('flask db status');
		expect(exitCode).toBe(0);
		expect(text).toContain('real `flask db` has no `status`');
	});
});
