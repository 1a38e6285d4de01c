import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { inspectSchema } from '../../../src/lib/engine/run/inspect-schema.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { parseFolder } from '../../../src/lib/engine/migration/folder.ts';
import type { Change } from '../../../src/lib/engine/schema/change.ts';
import { compareSchemas } from '../../../src/lib/engine/schema/compare.ts';
import type { Schema } from '../../../src/lib/engine/schema/model.ts';
import { loadSample, samples } from '../../../src/lib/projects/samples.ts';
import type { ProjectSeed } from '../../../src/lib/projects/project.ts';
import type { EngineSession } from '../../../src/lib/worker/session.ts';
import { newSession } from './bench.ts';

/** Rows by table at the version a first visit opens, and at the newest. */
const rowCounts: Readonly<Record<string, { readonly start: object; readonly head: object }>> = {
	shop: {
		start: { customers: 1000, products: 60 },
		head: { customers: 1000, products: 60, orders: 10_000, price_changes: 0 }
	},
	blog: {
		start: { authors: 40, posts: 240 },
		head: { authors: 40, posts: 240, comments: 2205, tags: 17, post_tags: 444 }
	},
	library: {
		start: { members: 800, books: 300 },
		head: { members: 800, books: 300, loans: 10_000 }
	},
	school: {
		start: { students: 360, courses: 20 },
		head: { students: 360, courses: 20, teachers: 10, enrolments: 1800 }
	}
};

/** What the way back to the start cannot bring back, as its migration says. */
const lost: Readonly<Record<string, readonly string[]>> = { shop: ['phone'], library: ['kind'] };

async function move(session: EngineSession, kind: 'upgrade' | 'downgrade', target: string) {
	const { value } = await session.run({ kind, target }, () => undefined);
	expect(value.result.problems).toEqual([]);
	expect(value.result.status).toBe('applied');
	return value.state;
}

/** Every row of every table, columns by name, so that two databases with other column orders can be equal. */
async function contents(
	session: EngineSession,
	schema: Schema,
	without: readonly string[] = []
): Promise<Record<string, unknown>> {
	const all: Record<string, unknown> = {};
	for (const object of schema.objects) {
		if (object.kind !== 'table') continue;
		const names = object.columns
			.map(({ name }) => name)
			.filter((name) => !without.includes(name))
			.sort();
		const { value } = await session.console(
			`SELECT ${names.join(', ')} FROM ${object.name} ORDER BY 1, 2`,
			100_000
		);
		const [answer] = value.answers;
		if (answer?.kind === 'rows') all[object.name] = { names, rows: answer.rows };
	}
	return all;
}

function inWords(change: Change): string {
	switch (change.kind) {
		case 'addObject':
		case 'dropObject':
			return `${change.kind} ${change.object.kind} ${change.object.name}`;
		case 'addColumn':
		case 'dropColumn':
			return `${change.kind} ${change.table}.${change.column.name}`;
		default:
			return JSON.stringify(change);
	}
}

const ofSql = samples.filter(({ toolchain }) => toolchain === 'sql').map(({ slug }) => slug);

describe.each(ofSql)('the sample %s', (slug) => {
	let seed: ProjectSeed;
	let session: EngineSession;

	beforeAll(async () => {
		seed = await loadSample(slug);
		session = newSession();
		await session.setFolder(seed.files);
		await session.open({ dialect: seed.dialect, foreignKeys: seed.foreignKeys });
	});

	test('is a folder without a problem, one line from base to head', () => {
		const { graph, problems } = parseFolder(seed.files);
		expect(problems).toEqual([]);
		expect([graph.migrations.length, graph.heads.length, graph.bases.length]).toEqual([
			seed.files.length,
			1,
			1
		]);
		expect(graph.migrations.map(({ file }) => file)).toEqual(seed.files.map(({ name }) => name));
	});

	test('goes up, down step by step, and up again, to the same schema and the same rows', async () => {
		const start = await move(session, 'upgrade', seed.startAt ?? 'head');
		expect(start.current).toEqual([seed.startAt]);
		expect(start.rowCounts).toEqual(rowCounts[slug]?.start);

		const schemas = [start.schema];
		let state = start;
		while (state.current[0] !== parseFolder(seed.files).graph.heads[0]) {
			state = await move(session, 'upgrade', '+1');
			schemas.push(state.schema);
		}
		expect(state.rowCounts).toEqual(rowCounts[slug]?.head);
		expect(state.ledger.map(({ name }) => name)).toEqual(seed.files.map(({ name }) => name));
		const head = { schema: state.schema, rows: await contents(session, state.schema) };

		for (const earlier of schemas.slice(0, -1).reverse()) {
			state = await move(session, 'downgrade', '-1');
			expect(compareSchemas(earlier, state.schema, { renames: [] })).toEqual([]);
		}
		expect(await contents(session, state.schema, lost[slug])).toEqual(
			await contentsOfFresh(seed, lost[slug])
		);
		state = await move(session, 'downgrade', 'base');
		expect(state.schema.objects.filter(({ kind }) => kind !== 'schema')).toEqual([]);
		expect(state.ledger).toEqual([]);

		state = await move(session, 'upgrade', 'head');
		expect(compareSchemas(head.schema, state.schema, { renames: [] })).toEqual([]);
		expect(await contents(session, state.schema)).toEqual(head.rows);
	});

	test('wants in schema.sql what the newest migration gives and what its sample.json announces', async () => {
		const head = (await move(session, 'downgrade', '-1').then(() => move(session, 'upgrade', 'head'))).schema;
		const shadow = await openDatabase(seed.dialect);
		await shadow.execute(seed.schemaSql);
		const changes = compareSchemas(head, await inspectSchema(shadow), { renames: [] });
		await shadow.close();
		const notes = JSON.parse(
			readFileSync(new URL(`../../../content/samples/${slug}/sample.json`, import.meta.url), 'utf8')
		) as { ahead: string[] };
		expect(changes.map(inWords).sort()).toEqual(notes.ahead.toSorted());
	});
});

/** The rows of a sample that has never been further than where it starts. */
async function contentsOfFresh(
	seed: ProjectSeed,
	without: readonly string[] = []
): Promise<Record<string, unknown>> {
	const session = newSession();
	await session.setFolder(seed.files);
	await session.open({ dialect: seed.dialect, foreignKeys: seed.foreignKeys });
	const { schema } = await move(session, 'upgrade', seed.startAt ?? 'head');
	return contents(session, schema, without);
}

describe('the rows of the samples', () => {
	let session: EngineSession;

	async function one(sql: string): Promise<readonly unknown[]> {
		const { value } = await session.console(sql, 10);
		const [answer] = value.answers;
		if (answer?.kind !== 'rows') throw new Error(JSON.stringify(answer));
		return answer.rows[0] ?? [];
	}

	async function at(slug: string): Promise<void> {
		const seed = await loadSample(slug);
		session = newSession();
		await session.setFolder(seed.files);
		await session.open({ dialect: seed.dialect, foreignKeys: seed.foreignKeys });
		await move(session, 'upgrade', 'head');
	}

	test('are the same on every machine', async () => {
		await at('shop');
		expect(
			await one('SELECT first_name, last_name, town, joined_on, email FROM customers WHERE id = 1')
		).toEqual(['Beatriz', 'Ibáñez', 'Leipzig', '2023-02-07', 'beatriz.ibáñez@mail.example']);
		expect(
			await one(
				'SELECT sum(roll) FROM (SELECT customer_id * 7 + product_id * 3 + quantity AS roll FROM orders)'
			)
		).toEqual([36050314]);
	});

	test('of the shop look real: every customer has another name and address, orders spread over a year', async () => {
		await at('shop');
		expect(
			await one('SELECT count(DISTINCT first_name || last_name), count(DISTINCT email) FROM customers')
		).toEqual([1000, 1000]);
		expect(await one("SELECT count(*) FROM customers WHERE email NOT LIKE '%_@%.example'")).toEqual([0]);
		expect(await one('SELECT min(date(ordered_at)), max(date(ordered_at)) FROM orders')).toEqual([
			'2025-01-01',
			'2025-12-28'
		]);
		expect(await one('SELECT min(price_cents), max(price_cents) FROM products')).toEqual([80, 5400]);
		expect(
			await one('SELECT count(DISTINCT customer_id) > 990, count(DISTINCT product_id) FROM orders')
		).toEqual([1, 60]);
	});

	test('of the shop: a name of one word and a name of four are split without loss', async () => {
		await at('shop');
		expect(await one('SELECT first_name, last_name FROM customers WHERE id = 999')).toEqual(['Suharti', '']);
		expect(await one('SELECT first_name, last_name FROM customers WHERE id = 1000')).toEqual([
			'Maria',
			'del Mar Ruiz'
		]);
	});

	test('of the shop: a price change writes itself down', async () => {
		await at('shop');
		await session.console('UPDATE products SET price_cents = price_cents + 50 WHERE id = 1', 10);
		expect(await one('SELECT product_id, old_cents, new_cents FROM price_changes')).toEqual([1, 120, 170]);
	});

	test('of the shop: phone numbers do not come back', async () => {
		await at('shop');
		await move(session, 'downgrade', '-1');
		expect(await one('SELECT count(*), count(phone) FROM customers')).toEqual([1000, 0]);
	});

	test('of the blog: comment counts stay true while spam goes', async () => {
		await at('blog');
		expect(
			await one(
				'SELECT count(*) FROM posts WHERE comment_count <> (SELECT count(*) FROM comments WHERE post_id = posts.id)'
			)
		).toEqual([0]);
		expect(await one("SELECT count(*) FROM comments WHERE body LIKE '%http%'")).toEqual([0]);
	});

	test('of the school: a full course takes nobody more', async () => {
		await at('school');
		await session.console('UPDATE courses SET seats = 1 WHERE id = 2', 10);
		const { value } = await session.console(
			'INSERT INTO enrolments (student_id, course_id) SELECT id, 2 FROM students WHERE id NOT IN (SELECT student_id FROM enrolments WHERE course_id = 2) LIMIT 1',
			10
		);
		expect(value.answers).toMatchObject([{ kind: 'failed', problem: { code: 'statement-refused' } }]);
	});
});
