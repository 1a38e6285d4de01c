import { assertNever } from '../problem.ts';
import { listed } from '../text/names.ts';
import type { Change, Rename } from './change.ts';
import { sameValue } from './patch.ts';
import type { Column, Constraint, KeyPart, Property, SchemaObject, Table } from './model.ts';
import { isStash } from './stash.ts';

/** A change in plain words, as one sentence: "Added `email` to users." */
export function describeChange(change: Change): string {
	switch (change.kind) {
		case 'addObject':
			return added(change.object);
		case 'dropObject':
			if (isStash(change.object)) return `Brought back what was put aside in \`${change.object.name}\`.`;
			return `Dropped ${kindWords(change.object.kind)} ${change.object.name}.`;
		case 'replaceObject':
			return replaced(change.from, change.to);
		case 'renameTable':
			return `Renamed table ${change.from} to ${change.to}.`;
		case 'renameColumn':
			return `Renamed \`${change.from}\` to \`${change.to}\` in ${change.table}.`;
		case 'renamePart':
			return `Renamed ${change.part} \`${change.from}\` of ${change.type} to \`${change.to}\`.`;
		case 'addColumn':
			return `Added \`${change.column.name}\` to ${change.table}.`;
		case 'dropColumn':
			return `Dropped \`${change.column.name}\` from ${change.table}.`;
		case 'alterColumn':
			return `Changed \`${change.to.name}\` of ${change.table}: ${differences(change.from, change.to).join('; ')}.`;
		case 'addConstraint':
			return addedConstraint(change.table, change.constraint);
		case 'dropConstraint':
			return `Removed ${constraintNamed(change.constraint)} from ${change.table}.`;
		case 'alterOptions':
			return changedOptions(change);
		case 'alterComment':
			return change.to === undefined
				? `Removed the comment of ${change.table}.`
				: `Changed the comment of ${change.table}: ${quoted(change.to)}.`;
		default:
			return assertNever(change);
	}
}

/** A partition that comes or goes is said to; its bound goes without saying. */
function changedOptions({ table, from, to }: Extract<Change, { kind: 'alterOptions' }>): string {
	const { partitionOf: was, bound: _was, ...old } = from;
	const { partitionOf: now, bound: _now, ...rest } = to;
	if ((was === undefined) === (now === undefined)) {
		return `Changed ${table}: ${optionDifferences(from, to).join('; ')}.`;
	}
	const moved =
		now === undefined ? `no partition of ${String(was)} any more` : `a partition of ${String(now)} now`;
	return `${[`${table} is ${moved}`, ...optionDifferences(old, rest)].join('; ')}.`;
}

/** What a suggested rename asks: "Was the column `nmae` of `users` renamed to `name`?" */
export function renameQuestion(rename: Rename): string {
	const place = 'table' in rename ? rename.table : 'type' in rename ? rename.type : undefined;
	const what = `${rename.kind} \`${rename.from}\`${place === undefined ? '' : ` of \`${place}\``}`;
	return `Was the ${what} renamed to \`${rename.to}\`?`;
}

/** Each change in plain words, one sentence a change, in the same order. */
export function describeChanges(changes: readonly Change[]): string[] {
	return changes.map(describeChange);
}

/** Changes in words, as a message for the migration that makes them: the first, without its particulars. */
export function messageOf(words: readonly string[]): string {
	const [first = ''] = words;
	return first
		.replaceAll('`', '')
		.replace(/ with .*$/, '')
		.replace(/[.:].*$/, '');
}

function added(object: SchemaObject): string {
	switch (object.kind) {
		case 'table':
			if (isStash(object)) return `Put aside in \`${object.name}\` what the next upgrade brings back.`;
			return `Created table ${object.name} with ${counted(object)}.`;
		case 'index':
			return `Added ${object.unique ? 'unique ' : ''}index ${object.name} on ${object.table} (${list(object.parts.map(part))}).`;
		case 'trigger':
			return `Created trigger ${placed(object.name, object.table)}.`;
		default:
			return `Created ${kindWords(object.kind)} ${object.name}.`;
	}
}

/** The kind of an object as people say it: `materialized view`. */
export function kindWords(kind: string): string {
	return kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** A name with its table, which some databases have in the name itself. */
function placed(name: string, table: string): string {
	return name.endsWith(` on ${table}`) ? name : `${name} on ${table}`;
}

function quoted(text: string): string {
	return `“${text}”`;
}

function replaced(from: SchemaObject, to: SchemaObject): string {
	const what = `Changed ${kindWords(to.kind)} ${to.name}`;
	if (!('properties' in from && 'properties' in to)) return `${what}.`;
	const [old, now] = [from.properties, to.properties];
	const found = [...new Set([...Object.keys(old), ...Object.keys(now)])]
		.filter((name) => !sameValue(old[name], now[name]))
		.flatMap((name) => {
			const [left, right] = [propertyText(old[name]), propertyText(now[name])];
			const title = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
			return left === undefined || right === undefined
				? [title.endsWith('s') ? `other ${title}` : `another ${title}`]
				: [`${title} ${left} → ${right}`];
		});
	if (from.comment !== to.comment) found.push('another comment');
	return found.length === 0 ? `${what}.` : `${what}: ${found.join('; ')}.`;
}

/** A property in a few words; undefined where it takes more. */
function propertyText(property: Property | undefined): string | undefined {
	if (property === undefined || property === null) return 'none';
	if (typeof property === 'string')
		return property.length > 40 || property.includes('\n') ? undefined : property;
	if (typeof property !== 'object') return String(property);
	if (!Array.isArray(property) || property.some((item) => typeof item !== 'string')) return undefined;
	return property.length > 6 ? undefined : property.join(', ');
}

/** The columns of a table by name, or how many where they are many. */
function counted({ columns }: Table): string {
	if (columns.length > 6) return `${columns.length.toLocaleString('en')} columns`;
	return listed(columns.map((column) => `\`${column.name}\``));
}

function part(key: KeyPart): string {
	return `${key.column === undefined ? (key.expression ?? '') : `\`${key.column}\``}${key.descending ? ' descending' : ''}`;
}

function list(items: readonly string[]): string {
	return items.join(', ');
}

function names(columns: readonly string[]): string {
	return listed(columns.map((column) => `\`${column}\``));
}

function addedConstraint(table: string, constraint: Constraint): string {
	switch (constraint.kind) {
		case 'primaryKey':
			return `Made ${listed(constraint.parts.map(part))} the primary key of ${table}.`;
		case 'unique':
			return `Made ${listed(constraint.parts.map(part))} of ${table} unique.`;
		case 'foreignKey':
			return `Made ${names(constraint.columns)} of ${table} point at ${constraint.table}${behaviour(constraint)}.`;
		case 'check':
			return `Added a check to ${table}: ${constraint.expression}.`;
		case 'exclusion':
			return `Added the exclusion rule ${constraint.definition} to ${table}.`;
	}
}

function behaviour(key: Extract<Constraint, { kind: 'foreignKey' }>): string {
	const parts = [];
	if (key.onDelete !== 'NO ACTION') parts.push(`on delete ${key.onDelete.toLowerCase()}`);
	if (key.onUpdate !== 'NO ACTION') parts.push(`on update ${key.onUpdate.toLowerCase()}`);
	return parts.length === 0 ? '' : ` (${list(parts)})`;
}

function constraintNamed(constraint: Constraint): string {
	switch (constraint.kind) {
		case 'primaryKey':
			return `the primary key (${list(constraint.parts.map(part))})`;
		case 'unique':
			return `the unique rule on ${listed(constraint.parts.map(part))}`;
		case 'foreignKey':
			return `the foreign key from ${names(constraint.columns)} to ${constraint.table}${behaviour(constraint)}`;
		case 'check':
			return `the check ${constraint.expression}`;
		case 'exclusion':
			return `the exclusion rule ${constraint.definition}`;
	}
}

function differences(from: Column, to: Column): string[] {
	const found: string[] = [];
	if (from.type !== to.type) found.push(`type ${from.type || 'none'} → ${to.type || 'none'}`);
	if (from.nullable !== to.nullable) found.push(to.nullable ? 'may be NULL now' : 'must not be NULL now');
	if (from.default !== to.default) found.push(`default ${from.default ?? 'none'} → ${to.default ?? 'none'}`);
	if (from.collation !== to.collation) {
		found.push(`collation ${from.collation ?? 'the default'} → ${to.collation ?? 'the default'}`);
	}
	if (from.generated?.expression !== to.generated?.expression) {
		found.push(to.generated === undefined ? 'no longer computed' : `computed as ${to.generated.expression}`);
	} else if (from.generated?.stored !== to.generated?.stored) {
		found.push(to.generated?.stored ? 'stored now' : 'computed when read now');
	}
	if (from.comment !== to.comment) {
		found.push(to.comment === undefined ? 'comment removed' : `comment ${quoted(to.comment)}`);
	}
	return [...found, ...optionDifferences(from.options, to.options)];
}

function optionDifferences(
	from: Readonly<Record<string, string | boolean>>,
	to: Readonly<Record<string, string | boolean>>
): string[] {
	const words = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
	return [...new Set([...Object.keys(from), ...Object.keys(to)])]
		.filter((name) => from[name] !== to[name])
		.map((name) => {
			const now = to[name];
			if (now === undefined) return from[name] === true ? `no longer ${words(name)}` : `no ${words(name)}`;
			return now === true
				? `now ${words(name)}`
				: `${words(name)} ${String(from[name] ?? 'none')} → ${String(now)}`;
		});
}
