import { fillsFor } from '../../schema/fill.ts';
import type { Schema } from '../../schema/model.ts';
import { refusedAmong } from '../../schema/refused-default.ts';
import type { RenderedMigration, Script } from '../../schema/script.ts';
import { reversedRenames } from '../../schema/rename-kinds.ts';
import { creationOrder } from '../../schema/order.ts';
import type { Renderer, RenderOptions } from '../dialect.ts';
import { doubtsIn, lossesOf, warningsOf } from './losses.ts';
import { gapsOf, missingInDowngrade, missingInUpgrade } from './missing-values.ts';
import { objectNodes } from './object-nodes.ts';
import { planScript } from './plan-script.ts';
import { usual } from './versions.ts';

/** Writes SQLite's SQL. */
export const renderer: Renderer = {
	renderMigration(from, to, options): RenderedMigration {
		const { up, down } = planBoth(from, to, options);
		const { rows, fills, converted, foreignKeys = true } = options;
		const given = fillsFor('upgrade', fills);
		const refuses = refusedAmong(options.refusedDefaults);
		return {
			upgrade: scriptOf(up.statements, up.foreignKeys),
			downgrade: scriptOf(
				[...lossesOf(up.changes, down.passages, { given, refuses }), ...down.statements],
				down.foreignKeys
			),
			warnings: [
				...warningsOf(up, to, {
					rows,
					given,
					foreignKeys,
					...(converted && { converted })
				}),
				...doubtsIn(down.passages, rows, refuses)
			]
		};
	},

	gaps(from, to, options) {
		const { up, down } = planBoth(from, to, options);
		return [
			...up.passages.flatMap((passage) => gapsOf(passage, 'upgrade')),
			...down.passages.flatMap((passage) => gapsOf(passage, 'downgrade'))
		];
	},

	objectNodes,

	renderSchema(schema) {
		return creationOrder(schema)
			.objects.map(({ sql }) => `${sql};\n`)
			.join('\n');
	}
};

function planBoth(from: Schema, to: Schema, { renames, rows, fills, target = usual }: RenderOptions) {
	const back = reversedRenames(renames);
	return {
		up: planScript(from, to, renames, {
			missing: missingInUpgrade(rows),
			given: fillsFor('upgrade', fills),
			target
		}),
		down: planScript(to, from, back, {
			missing: missingInDowngrade,
			given: fillsFor('downgrade', fills),
			target
		})
	};
}

function scriptOf(statements: readonly string[], foreignKeys: boolean): Script {
	return { sql: statements.map((statement) => `${statement}\n`).join(''), foreignKeys };
}
