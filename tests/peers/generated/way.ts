/** Generated migrations from each version of a folder to the next, and back down again. */

import type { Dialect } from '../../../src/lib/engine/dialects/dialect.ts';
import type { Rename } from '../../../src/lib/engine/schema/change.ts';
import { compareSchemas } from '../../../src/lib/engine/schema/compare.ts';
import type { Schema } from '../../../src/lib/engine/schema/model.ts';
import { suggestRenames } from '../../../src/lib/engine/schema/renames.ts';

/** A version as the published migrations make it. */
export interface Version {
	readonly title: string;
	/** What led to it. */
	readonly sql: string;
	/** What the engine reads then. */
	readonly schema: Schema;
}

/** What a generated script is to come to. */
export interface GeneratedStep {
	readonly title: string;
	readonly sql: string;
	/** The number of the version it must lead to. */
	readonly to: number;
}

export interface GeneratedWay {
	/** Up through every version that differs from the one before, then down through them. */
	readonly steps: readonly GeneratedStep[];
	/** Renames that were asked about and that the published SQL says. */
	readonly renamed: readonly string[];
	/** Renames that the published SQL says and nobody asked about. */
	readonly unasked: readonly string[];
	/** Versions in which the engine sees nothing new. */
	readonly equal: readonly number[];
}

const name = `["\`]?(\\w+)["\`]?`;
const renaming = new RegExp(
	`\\bALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?${name}\\s+RENAME\\s+(?:(?:COLUMN\\s+)?${name}\\s+)?TO\\s+${name}`,
	'gi'
);

const names = ({ objects }: Schema) =>
	new Set(
		objects.flatMap((object) =>
			object.kind === 'table'
				? [`table ${object.name}`, ...object.columns.map((column) => `column ${column.name}`)]
				: []
		)
	);

/** Renames of the published SQL, by name, whose old name is gone in the end and whose new one was not there before. */
function publishedRenames(sql: string, from: Schema, to: Schema): string[] {
	const [before, after] = [names(from), names(to)];
	return [...sql.matchAll(renaming)].flatMap(([, table, column, now]) => {
		const kind = column === undefined ? 'table' : 'column';
		const [old, fresh] = [`${kind} ${column ?? table!}`, `${kind} ${now!}`];
		const lasting = before.has(old) && !after.has(old) && after.has(fresh) && !before.has(fresh);
		return lasting ? [`${old} to ${now!}`] : [];
	});
}

const titleOf = ({ kind, from, to }: Rename) => `${kind} ${from} to ${to}`;

/** The questions that fit what the published SQL renames, tables first, for those of columns depend on them. */
function fitting(from: Schema, to: Schema, published: readonly string[]): readonly Rename[] {
	const asked = (renames: readonly Rename[]) =>
		suggestRenames(from, to, { renames })
			.map(({ rename }) => rename)
			.filter((rename) => published.includes(titleOf(rename)));
	const tables = asked([]).filter(({ kind }) => kind === 'table');
	return [...tables, ...asked(tables)];
}

/** What the engine generates for a folder, the empty version first. */
export function generatedWay({ renderer }: Dialect, versions: readonly Version[]): GeneratedWay {
	const up: GeneratedStep[] = [];
	const down: GeneratedStep[] = [];
	const renamed: string[] = [];
	const unasked: string[] = [];
	const equal: number[] = [];
	for (const [index, { title, schema: to, sql }] of versions.entries()) {
		const from = versions[index - 1]?.schema;
		if (from === undefined) continue;
		const published = publishedRenames(sql, from, to);
		const renames = fitting(from, to, published);
		const answered = renames.map(titleOf);
		renamed.push(...answered);
		unasked.push(...published.filter((each) => !answered.includes(each)).map((each) => `${title}: ${each}`));
		if (compareSchemas(from, to, { renames }).length === 0) {
			equal.push(index);
			continue;
		}
		const { upgrade, downgrade } = renderer.renderMigration(from, to, { renames });
		up.push({ title: `up to ${title}`, sql: upgrade.sql, to: index });
		down.unshift({ title: `down from ${title}`, sql: downgrade.sql, to: index - 1 });
	}
	return { steps: [...up, ...down], renamed, unasked, equal };
}
