import type { Constraint, Index } from '../../../schema/model.ts';
import { rankOf, type Step } from '../step.ts';
import { descendantsOf } from './family.ts';
import type { Making } from './index-fate.ts';
import { indexIn, type TreeIndex } from './index-tree.ts';
import type { PlanContext } from './kind.ts';

/** What an index, or a key, needs beside the index that it is a part of. */
export function neededFor({ needs = [] }: Index | Constraint): readonly string[] {
	return needs.filter((node) => !node.startsWith('index ') && !node.startsWith('constraint '));
}

/** What must be there below an index before it is made: the partitions that it comes to, or the tables that it leaves out. */
export function nodesBelow({ table }: TreeIndex, { to }: PlanContext): readonly string[] {
	return descendantsOf(to, table).flatMap(({ name }) => [`table ${name}`, `tied ${name}`]);
}

/** The step that makes an index a part of the one above. */
export function attach({ name, node, table, above = '' }: TreeIndex, { to }: PlanContext): Step {
	return {
		sql: `ALTER INDEX ${above} ATTACH PARTITION ${name}`,
		rank: rankOf.create + 55,
		after: [node, indexIn(to, above)?.node ?? '', `tied ${table}`, `table ${table}`]
	};
}

/** The empty step by which an index is there that PostgreSQL makes together with something else. */
export function cameAlong(index: TreeIndex, making: Making, { to }: PlanContext): Step {
	const above = indexIn(to, index.above);
	return {
		sql: '',
		rank: rankOf.create + 51,
		creates: [index.node],
		after: [
			`table ${index.table}`,
			...(making === 'withTie' ? [`tied ${index.table}`] : []),
			...(above === undefined ? [] : [above.node])
		]
	};
}
