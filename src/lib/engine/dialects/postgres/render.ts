import { applyRenames } from '../../schema/apply-renames.ts';
import { compareSchemas } from '../../schema/compare.ts';
import { reversedRenames } from '../../schema/rename-kinds.ts';
import type { Change, Rename } from '../../schema/change.ts';
import { countsAfter } from '../../schema/earlier-names.ts';
import { refusedAmong } from '../../schema/refused-default.ts';
import { doubtInWords } from '../../schema/doubt.ts';
import { fillsFor } from '../../schema/fill.ts';
import { objectKey, type Column, type Schema, type SchemaObject } from '../../schema/model.ts';
import { sameValue } from '../../schema/patch.ts';
import type { RenderedMigration, Script } from '../../schema/script.ts';
import { withNames } from '../../schema/text-names.ts';
import type { Renderer } from '../dialect.ts';
import { doubtsOf } from './downgrade-doubts.ts';
import { firedBy, firedInWords, type Fired } from './fired.ts';
import { fresh } from './fresh.ts';
import { gapsBetween } from './gaps.ts';
import { lossesOf, warningsOf } from './losses.ts';
import { objectNodes } from './object-nodes.ts';
import { planSteps, type PlanOptions } from './plan.ts';
import { renameSteps, spare, type RenamedSchema } from './rename-steps.ts';
import { withOldTexts } from './renamed-references.ts';
import { scriptOf } from './script.ts';
import { oldest } from './versions.ts';

/** Writes PostgreSQL's SQL. */
export const renderer: Renderer = {
	changes: (from, to, renames) => [
		...homesAdded(from, to),
		...changesBetween(from, renameSteps(from, to, renames), to, renames)
			.filter((change) => !isOnlyName(change) && !isHomeAdded(change))
			.flatMap((change) => asItRead(change, renames))
	],

	renderMigration(
		from,
		to,
		{ renames, rows, fills, converted, refusedDefaults, target = oldest }
	): RenderedMigration {
		const renamed = renameSteps(from, to, renames);
		const changes = changesBetween(from, renamed, to, renames);
		const [given, givenBack] = [fillsFor('upgrade', fills), fillsFor('downgrade', fills)];
		const back = renameSteps(to, from, reversedRenames(renames));
		const doubts = doubtsOf(back.schema, from, {
			given: givenBack,
			refuses: refusedAmong(refusedDefaults)
		}).filter(({ table }) => rows?.[table] !== 0);
		const counts = rows && countsAfter(rows, renames);
		const upgrade = written(renamed, to, { target, given, ...(counts && { rows: counts }) });
		const downgrade = written(back, from, { target, given: givenBack, downgrade: true });
		const firedBack = downgrade.fired.filter(({ table }) => rows?.[table] !== 0);
		return {
			upgrade: upgrade.script,
			downgrade: withHead(
				[
					...lossesOf(changes, { from, to }, { given, givenBack, doubts }),
					...firedBack.map((fired) => `-- ${firedInWords(fired, 'This').replace(/\s+/g, ' ')}`)
				],
				downgrade.script
			),
			warnings: [
				...warningsOf(changes, {
					from: renamed.schema,
					to,
					rows,
					given,
					...(converted && { converted })
				}),
				...upgrade.fired.map((fired) => firedInWords(fired, 'The upgrade')),
				...doubts.map(doubtInWords),
				...firedBack.map((fired) => firedInWords(fired, 'The downgrade'))
			]
		};
	},

	gaps(from, to, { renames }) {
		const back = reversedRenames(renames);
		return [
			...gapsBetween(renameSteps(from, to, renames).schema, to, 'upgrade'),
			...gapsBetween(renameSteps(to, from, back).schema, from, 'downgrade')
		];
	},

	objectNodes,

	renderSchema(schema) {
		return scriptOf(planSteps(fresh, schema, { target: oldest }));
	}
};

/** What really changes, once everything that is only called otherwise has been renamed. */
function changesBetween(
	from: Schema,
	renamed: RenamedSchema,
	to: Schema,
	renames: readonly Rename[]
): readonly Change[] {
	const { changes } = applyRenames(from, to, renames, spare);
	return [...changes, ...compareSchemas(renamed.schema, to)];
}

/** The schemas that come, also those that come for a table that moves there. */
function homesAdded(from: Schema, to: Schema): readonly Change[] {
	const before = new Set(from.objects.map(objectKey));
	return to.objects
		.map((object) => ({ kind: 'addObject', object }) as const)
		.filter((change) => isHomeAdded(change) && !before.has(objectKey(change.object)));
}

function isHomeAdded(change: Change): boolean {
	return change.kind === 'addObject' && change.object.kind === 'schema';
}

/** A change with the texts from before; nothing where the text is the same but for the names. */
function asItRead(change: Change, renames: readonly Rename[]): readonly Change[] {
	if (change.kind !== 'replaceObject') return [change];
	const from = withOldTexts(change.from);
	const named = renames.filter(({ kind }) => kind !== 'value');
	const names = new Map(named.map((rename) => [rename.from.toLowerCase(), rename.to]));
	return sameValue(renamedIn(from, names), renamedIn(change.to, new Map()), ['needs', 'sql'])
		? []
		: [{ ...change, from }];
}

/** An object with these names in all of its texts, for comparing only. */
function renamedIn(object: SchemaObject, names: ReadonlyMap<string, string>): SchemaObject {
	return JSON.parse(
		JSON.stringify(object, (_, value: unknown) =>
			typeof value === 'string' ? withNames(value, names) : value
		)
	) as SchemaObject;
}

/** Whether what a column has got by itself only gets the name that goes with a new one. */
function isOnlyName(change: Change): boolean {
	if (change.kind !== 'alterColumn') return false;
	const { notNullName, identitySequence } = change.to.options;
	return (
		notNullName === undefined &&
		identitySequence === undefined &&
		sameValue(nameless(change.from), nameless(change.to))
	);
}

function nameless({ needs: _, defaultNeeds: __, options, ...column }: Column) {
	const { notNullName: ___, identitySequence: ____, ...rest } = options;
	return { ...column, options: rest };
}

interface Written {
	readonly script: Script;
	readonly fired: readonly Fired[];
}

function written({ statements, schema }: RenamedSchema, to: Schema, options: PlanOptions): Written {
	const renamed = statements.map((sql) => `${sql};\n`).join('');
	const steps = planSteps(schema, to, options);
	const sql = [renamed, scriptOf(steps)].filter((text) => text !== '').join('\n');
	return { script: { sql, foreignKeys: true }, fired: firedBy(steps, schema, to) };
}

function withHead(lines: readonly string[], { sql, ...script }: Script): Script {
	return { ...script, sql: [...lines.map((line) => `${line}\n`), sql].join('') };
}
