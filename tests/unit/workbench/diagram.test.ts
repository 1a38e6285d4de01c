import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/lib/engine/schema/change.ts';
import {
	emptySchema,
	type Column,
	type Constraint,
	type Schema,
	type Table
} from '../../../src/lib/engine/schema/model.ts';
import { pictured } from '../../../src/lib/workbench/schema/diagram-columns.ts';
import { layOut } from '../../../src/lib/workbench/schema/diagram-layout.ts';
import { sizeTable } from '../../../src/lib/workbench/schema/diagram-size.ts';
import { tableName } from '../../../src/lib/workbench/schema/diagram-words.ts';
import { diagramOf, touchedTables, withNeighbours } from '../../../src/lib/workbench/schema/diagram.ts';
import { fit, nearest, reveal, zoom } from '../../../src/lib/workbench/schema/viewport.ts';

function column(text: string): Column {
	const [name = '', type = ''] = text.replace('?', '').split(' ');
	return { name, type, nullable: text.endsWith('?'), options: {} };
}

function key(columns: string, target: string, references = ''): Constraint {
	return {
		kind: 'foreignKey',
		columns: columns.split(','),
		table: target,
		references: references === '' ? [] : references.split(','),
		onDelete: 'NO ACTION',
		onUpdate: 'NO ACTION',
		options: {}
	};
}

function table(name: string, columns: readonly string[], ...constraints: Constraint[]): Table {
	const id: Constraint = { kind: 'primaryKey', parts: [{ column: 'id' }], options: {} };
	return {
		kind: 'table',
		name,
		columns: columns.map(column),
		constraints: [id, ...constraints],
		options: {},
		sql: name
	};
}

function schema(...objects: Table[]): Schema {
	return { objects };
}

const users = table('users', ['id int', 'name text']);
const orders = table('orders', ['id int', 'user_id int?'], key('user_id', 'users'));

describe('the diagram of a schema', () => {
	test('a foreign key without named columns points at the primary key', () => {
		expect(diagramOf(schema(users, orders), emptySchema, []).edges).toMatchObject([
			{ from: 'orders', to: 'users', columns: ['user_id'], references: ['id'], optional: true, single: false }
		]);
	});

	test('a key that is also the primary key lets at most one row point at the same', () => {
		const profile = table('profile', ['id int'], key('id', 'users'));
		expect(diagramOf(schema(users, profile), emptySchema, []).edges[0]).toMatchObject({
			single: true,
			optional: false
		});
	});

	test('a key of its own of type INTEGER is never null, whatever the database lists', () => {
		const listed = table('users', ['id INTEGER?', 'name text?']);
		const [drawn] = diagramOf(schema(listed), emptySchema, []).tables;
		expect(drawn?.columns.map(({ nullable }) => nullable)).toEqual([false, true]);
	});

	test('finds the table a key points at whatever its case', () => {
		const shouting = table('orders', ['id int', 'user_id int'], key('user_id', 'USERS'));
		expect(diagramOf(schema(users, shouting), emptySchema, []).edges[0]?.to).toBe('users');
	});

	test('a key to a table that does not exist is shown as such', () => {
		const { tables } = diagramOf(schema(orders), emptySchema, []);
		expect(tables.find((candidate) => candidate.name === 'users')).toMatchObject({ missing: true });
	});

	test('a dropped table stays for one step as a ghost, with its keys', () => {
		const change: Change = { kind: 'dropObject', object: orders };
		const { tables, edges } = diagramOf(schema(users), schema(users, orders), [change]);
		expect(tables.map(({ name, fate }) => `${name} ${fate}`)).toEqual(['orders lost', 'users kept']);
		expect(edges).toMatchObject([{ from: 'orders', fate: 'lost' }]);
	});

	test('columns that came, went and changed are painted in a changed table', () => {
		const after = table('users', ['id int', 'name varchar', 'email text']);
		const changes: Change[] = [
			{ kind: 'addColumn', table: 'users', column: column('email text') },
			{ kind: 'dropColumn', table: 'users', column: column('phone text') },
			{ kind: 'alterColumn', table: 'users', from: column('name text'), to: column('name varchar') }
		];
		const [drawn] = diagramOf(schema(after), schema(users), changes).tables;
		expect(drawn?.fate).toBe('changed');
		expect(drawn?.columns.map(({ name, fate }) => `${name} ${fate}`)).toEqual([
			'id kept',
			'name changed',
			'email added',
			'phone lost'
		]);
		expect(drawn?.columns[1]?.was).toBe('was text');
	});

	test('a renamed table is changed and says what it was called', () => {
		const people = { ...users, name: 'people' };
		const [drawn] = diagramOf(schema(people), schema(users), [
			{ kind: 'renameTable', from: 'users', to: 'people' }
		]).tables;
		expect(drawn).toMatchObject({ name: 'people', was: 'users', fate: 'changed' });
	});

	test('a table has a name that says what a sighted person sees', () => {
		const diagram = diagramOf(schema(users, orders), schema(users), [{ kind: 'addObject', object: orders }]);
		const drawn = diagram.tables.find((candidate) => candidate.name === 'orders');
		expect(drawn && tableName(drawn, diagram)).toBe('table orders; added; 2 columns; points at users');
	});

	test('what the step touched is shown with its neighbours', () => {
		const far = table('far', ['id int']);
		const diagram = diagramOf(schema(users, orders, far), schema(users, far), [
			{ kind: 'addObject', object: orders }
		]);
		const near = withNeighbours(diagram, touchedTables(diagram));
		expect(near.tables.map(({ name }) => name)).toEqual(['orders', 'users']);
	});

	test('a table of many columns shows what changed and its keys first, and counts the rest', () => {
		const wide = table('wide', [
			'id int',
			...Array.from({ length: 30 }, (_, at) => `c${at} int`),
			'late text'
		]);
		const [drawn] = diagramOf(schema(wide), schema(wide), [
			{ kind: 'addColumn', table: 'wide', column: column('late text') }
		]).tables;
		const picture = pictured(drawn?.columns ?? [], 6);
		expect(picture.columns.map(({ name }) => name)).toEqual(['id', 'c0', 'c1', 'c2', 'late']);
		expect(picture.hidden).toBe(27);
	});
});

describe('the layout of a diagram', () => {
	const many = Array.from({ length: 120 }, (_, at) =>
		table(`t${at}`, ['id int', 'up int'], ...(at === 0 ? [] : [key('up', `t${Math.floor((at - 1) / 3)}`)]))
	);
	const diagram = diagramOf(schema(...many, users, orders, table('alone', ['id int'])), emptySchema, []);
	const sized = diagram.tables.map((drawn) => ({ name: drawn.name, ...sizeTable(drawn) }));
	const request = {
		boxes: sized.map(({ name, width, height }) => ({ name, width, height })),
		arrows: diagram.edges.map(({ id, from, to }) => ({ id, from, to }))
	};

	test('no two tables overlap and all are on the page', () => {
		const reply = layOut(request);
		const placed = sized.map(({ name, width, height }) => ({ ...reply.boxes[name]!, width, height }));
		for (const [at, box] of placed.entries()) {
			expect(box.x).toBeGreaterThanOrEqual(0);
			expect(box.y + box.height).toBeLessThanOrEqual(reply.height + 1);
			for (const other of placed.slice(at + 1)) {
				const apart =
					box.x + box.width <= other.x ||
					other.x + other.width <= box.x ||
					box.y + box.height <= other.y ||
					other.y + other.height <= box.y;
				expect(apart).toBe(true);
			}
		}
	});

	test('the same schema gives the same picture', () => {
		expect(layOut(request)).toEqual(layOut(request));
	});

	test('a hub with many tables around it does not become a tower', () => {
		const hub = { name: 'hub', width: 200, height: 100 };
		const spokes = Array.from({ length: 60 }, (_, at) => ({ name: `s${at}`, width: 200, height: 100 }));
		const reply = layOut({
			boxes: [hub, ...spokes],
			arrows: spokes.map(({ name }) => ({ id: name, from: name, to: 'hub' }))
		});
		expect(reply.height / reply.width).toBeLessThan(3);
	});

	test('a table that points at itself, and tables that point at each other, are placed', () => {
		const boxes = ['a', 'b'].map((name) => ({ name, width: 100, height: 50 }));
		const arrows = [
			{ id: '1', from: 'a', to: 'a' },
			{ id: '2', from: 'a', to: 'b' },
			{ id: '3', from: 'b', to: 'a' }
		];
		expect(Object.keys(layOut({ boxes, arrows }).boxes)).toEqual(['a', 'b']);
	});
});

describe('the window over a diagram', () => {
	const window = { width: 400, height: 300 };

	test('a small picture is shown no larger than life, in the middle', () => {
		expect(fit({ width: 100, height: 100 }, window)).toEqual({ scale: 1, x: 150, y: 100 });
	});

	test('zooming keeps the point under the pointer where it is', () => {
		const at = { x: 90, y: 70 };
		const from = { x: 10, y: 20, scale: 1 };
		const to = zoom(from, 2, at);
		expect((at.x - to.x) / to.scale).toBeCloseTo((at.x - from.x) / from.scale);
		expect((at.y - to.y) / to.scale).toBeCloseTo((at.y - from.y) / from.scale);
	});

	test('revealing what is in view moves nothing', () => {
		const view = { x: 0, y: 0, scale: 1 };
		expect(reveal(view, { x: 50, y: 50, width: 100, height: 100 }, window)).toEqual(view);
		expect(reveal(view, { x: 900, y: 50, width: 100, height: 100 }, window).x).toBeLessThan(0);
	});

	test('an arrow key leads to the nearest table in its direction', () => {
		const box = (name: string, x: number, y: number) => ({ name, x, y, width: 10, height: 10 });
		const boxes = [box('middle', 50, 50), box('right', 90, 55), box('far', 200, 50), box('below', 52, 100)];
		expect(nearest(boxes, 'middle', 'right')).toBe('right');
		expect(nearest(boxes, 'middle', 'down')).toBe('below');
		expect(nearest(boxes, 'middle', 'left')).toBeUndefined();
	});

	test('a table that is above and a hair to the right is not what the right arrow means', () => {
		const box = (name: string, x: number, y: number) => ({ name, x, y, width: 10, height: 10 });
		const boxes = [box('customers', 0, 138), box('products', 1, 0), box('orders', 264, 58)];
		expect(nearest(boxes, 'customers', 'right')).toBe('orders');
		expect(nearest(boxes, 'customers', 'up')).toBe('products');
	});
});
