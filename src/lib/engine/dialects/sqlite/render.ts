import type { Rename } from '../../schema/change.ts';
import type { RenderedMigration, Script } from '../../schema/script.ts';
import { creationOrder } from '../../schema/order.ts';
import type { Renderer } from '../dialect.ts';
import { doubtsIn, lossesOf, warningsOf } from './losses.ts';
import { missingInDowngrade, missingInUpgrade } from './missing-values.ts';
import { planScript } from './plan-script.ts';

/** Writes SQLite's SQL. It runs on SQLite 3.35 and later, where DROP COLUMN came. */
export const renderer: Renderer = {
	renderMigration(from, to, { renames, rows }): RenderedMigration {
		const up = planScript(from, to, renames, { missing: missingInUpgrade(rows) });
		const back = reversed(renames);
		const down = planScript(to, from, back, { missing: missingInDowngrade });
		return {
			upgrade: scriptOf(up.statements, up.foreignKeys),
			downgrade: scriptOf([...lossesOf(up.changes, down.passages), ...down.statements], down.foreignKeys),
			warnings: [...warningsOf(up.changes, to, rows), ...doubtsIn(down.passages, rows)]
		};
	},

	renderSchema(schema) {
		return creationOrder(schema)
			.objects.map(({ sql }) => `${sql};\n`)
			.join('\n');
	}
};

function scriptOf(statements: readonly string[], foreignKeys: boolean): Script {
	return { sql: statements.map((statement) => `${statement}\n`).join(''), foreignKeys };
}

/** The renames that undo these. */
function reversed(renames: readonly Rename[]): Rename[] {
	const earlier = new Map(
		renames.flatMap((rename) => (rename.kind === 'table' ? [[rename.to, rename.from] as const] : []))
	);
	return renames.map((rename) => {
		const { from, to } = rename;
		if (rename.kind === 'table') return { kind: 'table', from: to, to: from };
		return { kind: 'column', table: earlier.get(rename.table) ?? rename.table, from: to, to: from };
	});
}
