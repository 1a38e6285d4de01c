import type { Schema, Trigger, View } from '../../schema/model.ts';
import { mentionedNames } from './mentions.ts';
import { nameOf, significantTokens } from './tokens.ts';

/**
 * The views and triggers that name one of `names` (in lower case), directly or through a view that does. SQLite reads
 * all of them again on every RENAME and DROP COLUMN and refuses if one no longer works, and a
 * rebuild has a moment in which the table is not there: https://sqlite.org/lang_altertable.html
 */
export function dependentsOn(schema: Schema, names: Iterable<string>): (View | Trigger)[] {
	const reached = new Set(names);
	if (reached.size === 0) return [];
	let views = schema.objects.filter((object) => object.kind === 'view');
	const found: (View | Trigger)[] = [];
	for (let before = -1; before !== found.length;) {
		before = found.length;
		const touched = views.filter((view) => mentionedNames(view).some((name) => reached.has(name)));
		for (const view of touched) reached.add(view.name.toLowerCase());
		views = views.filter((view) => !touched.includes(view));
		found.push(...touched);
	}
	const triggers = schema.objects.filter((object) => object.kind === 'trigger');
	return [
		...found,
		...triggers.filter((trigger) => mentionedNames(trigger).some((name) => reached.has(name)))
	];
}

const beforeTable = new Set(['FROM', 'JOIN', 'INTO', 'UPDATE']);

/** The views and triggers that read or write something the schema does not have: they stop any RENAME. */
export function brokenObjects(schema: Schema): (View | Trigger)[] {
	const known = new Set(['set', 'of']);
	for (const { kind, name } of schema.objects) {
		if (kind === 'table' || kind === 'view') known.add(name.toLowerCase());
	}
	return schema.objects
		.filter((object) => object.kind === 'view' || object.kind === 'trigger')
		.filter((object) => {
			if (object.kind === 'view' && object.columns.length === 0) return true;
			const tokens = significantTokens(object.sql);
			return tokens.some((token, at) => {
				const before = tokens[at - 1];
				if (before?.kind !== 'word' || (token.kind !== 'word' && token.kind !== 'quoted')) return false;
				const keyword = object.sql.slice(before.start, before.end).toUpperCase();
				return beforeTable.has(keyword) && !known.has(nameOf(object.sql, token).toLowerCase());
			});
		});
}
