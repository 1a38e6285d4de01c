import type { MaterializedView, Table, View } from '../../../schema/model.ts';
import { constraintNode } from '../nodes.ts';
import { besides, namePartsOf } from '../object-names.ts';
import { rankOf, type Step } from '../step.ts';

/** The step that says by which index the rows of a table or view are ordered, or that they are by none. */
export function clusterStep({ kind, name, options: { cluster } }: Table | View | MaterializedView): Step {
	const word = kind === 'table' ? 'TABLE' : 'MATERIALIZED VIEW';
	return {
		sql: `ALTER ${word} ${name} ${cluster === undefined ? 'SET WITHOUT CLUSTER' : `CLUSTER ON ${String(cluster)}`}`,
		rank: rankOf.create + 60,
		after: [`${kind} ${name}`, ...indexNodes(name, cluster)]
	};
}

/** The index that an option names, be it one of its own or behind a constraint. */
export function indexNodes(relation: string, option: string | boolean | undefined): readonly string[] {
	if (typeof option !== 'string') return [];
	const { name } = namePartsOf(option.replace(/^USING INDEX /, ''));
	return [`index ${besides(relation, name)}`, constraintNode(relation, name)];
}
