import { describe, expect, test } from 'vitest';
import {
	normalizeDefault,
	normalizeExpression,
	normalizeStatement,
	normalizeTrigger,
	normalizeType,
	scopeOf
} from '../../../src/lib/engine/dialects/sqlite/normalize.ts';

const scope = scopeOf(
	'users',
	['age', 'Name', 'my col', 'key'].map((name) => ({ name }))
);
const expression = (sql: string) => normalizeExpression(sql, scope);

describe('expressions that mean the same are written the same', () => {
	test.each([
		['AGE>0', 'age > 0'],
		['( ((age)) > (0) )', 'age > 0'],
		['users."age" == 1 and name != "x"', "age = 1 AND Name <> 'x'"],
		['[my col] is /* why */ not null', '"my col" IS NOT NULL'],
		['"KEY" = key', 'key = key'],
		['LENGTH( name ) > - 1', 'length(Name) > -1'],
		['age in ((1), (2))', 'age IN (1, 2)'],
		['name collate NoCase = 1', 'Name COLLATE NOCASE = 1'],
		["x'ab' || X'0C'", "X'AB' || X'0C'"],
		['((age + 1)) * 2', '(age + 1) * 2'],
		['age NOTNULL', 'age IS NOT NULL'],
		['age NOT NULL', 'age IS NOT NULL'],
		['age ISNULL OR (age + 1) NOT NULL', 'age IS NULL OR (age + 1) IS NOT NULL'],
		['"key" NOT NULL', 'key IS NOT NULL'],
		['CASE age WHEN 1 THEN NULL END NOT NULL', 'CASE age WHEN 1 THEN NULL END IS NOT NULL'],
		['age = 1E3', 'age = 1000.0'],
		['age = 0XFF + 0x0f + 007 + 1_000', 'age = 255 + 15 + 7 + 1000'],
		['age > .5 and age < 2.', 'age > 0.5 AND age < 2.0']
	])('%s', (sql, expected) => {
		expect(expression(sql)).toBe(expected);
	});

	test.each([
		['(age + 1) * 2', 'age + 1 * 2'],
		['age IN ((SELECT 1))', 'age IN (SELECT 1)'],
		["Name = 'age'", 'Name = age'],
		['- (- age)', '--age'],
		["'a  b'", "'a b'"],
		['(age, Name) = (1, 2)', 'age, Name = 1, 2'],
		['age AND NOT NULL', 'age AND IS NOT NULL'],
		['Name LIKE NOT NULL', 'Name LIKE IS NOT NULL'],
		['age = 1', 'age = 1.0'],
		['0xFFFFFFFFFFFFFFFF', '18446744073709551615'],
		['0.12345678901234567', '0.12345678901234568']
	])('but %s is not %s', (one, other) => {
		expect(expression(one)).not.toBe(expression(other));
	});
});

test.each([
	['"none"', "'none'"],
	['none', "'none'"],
	['null', 'NULL'],
	['true', 'TRUE'],
	['current_timestamp', 'CURRENT_TIMESTAMP'],
	['(1+2)', '1 + 2'],
	['- 1', '-1'],
	["datetime ( 'now' )", "datetime('now')"]
])('the default %s is %s', (sql, expected) => {
	expect(normalizeDefault(sql)).toBe(expected);
});

test.each([
	['varchar ( 10 , 2 )', 'VARCHAR(10,2)'],
	['unsigned  big\tint', 'UNSIGNED BIG INT'],
	['int -- note\n', 'INT'],
	['', '']
])('the type %j is %j', (type, expected) => {
	expect(normalizeType(type)).toBe(expected);
});

test.each([
	['insert on t begin select 1; end', 'BEFORE INSERT ON t BEGIN SELECT 1; END'],
	['BEFORE INSERT ON t FOR EACH ROW BEGIN SELECT 1; END;', 'BEFORE INSERT ON t BEGIN SELECT 1; END'],
	[
		'after update of "for" on t for each row when new.a notnull begin select 1; end',
		'AFTER UPDATE OF FOR ON t WHEN new.a IS NOT NULL BEGIN SELECT 1; END'
	],
	['instead of delete on v begin select 1; end', 'INSTEAD OF DELETE ON v BEGIN SELECT 1; END']
])('the trigger %s is %s', (sql, expected) => {
	expect(normalizeTrigger(sql)).toBe(expected);
});

test('a query keeps its names and loses its dress', () => {
	expect(normalizeStatement('select "id" , Count( * ) as `n`\n from [users] -- all\n where a.b<>1 ;')).toBe(
		'SELECT id, count(*) AS n FROM users WHERE a.b <> 1'
	);
});
