import { completeFromList, type Completion } from '@codemirror/autocomplete';
import { globalCompletion, localCompletionSource, pythonLanguage as language } from '@codemirror/lang-python';
import type { Extension } from '@codemirror/state';
import type { Schema } from '../../engine/schema/model.ts';

/** What a model says of a column, by its name in SQLAlchemy and Flask-SQLAlchemy. */
const models =
	'Column Integer BigInteger SmallInteger String Text Boolean Date DateTime Time Interval Float Numeric LargeBinary Enum JSON Uuid ForeignKey relationship backref Model Table UniqueConstraint CheckConstraint ForeignKeyConstraint PrimaryKeyConstraint Index Sequence Computed Identity primary_key nullable unique index default server_default onupdate autoincrement comment __tablename__ __table_args__ mapped_column Mapped DeclarativeBase MetaData naming_convention';

/** What a migration does, by its name in Alembic. */
const operations =
	'add_column alter_column batch_alter_table bulk_insert create_check_constraint create_exclude_constraint create_foreign_key create_index create_primary_key create_table create_table_comment create_unique_constraint drop_column drop_constraint drop_index drop_table drop_table_comment execute f get_bind get_context inline_literal invoke rename_table run_async';

const known: readonly Completion[] = [
	...models.split(' ').map((label): Completion => ({ label, type: 'type', detail: 'SQLAlchemy' })),
	...operations.split(' ').flatMap((name): Completion[] => [
		{ label: name, type: 'function', detail: 'op', boost: -1 },
		{ label: `op.${name}`, type: 'function', detail: 'Alembic' }
	]),
	{ label: 'revision', type: 'variable', detail: 'Alembic' },
	{ label: 'down_revision', type: 'variable', detail: 'Alembic' },
	{ label: 'branch_labels', type: 'variable', detail: 'Alembic' },
	{ label: 'depends_on', type: 'variable', detail: 'Alembic' }
];

/** Python, with the words of SQLAlchemy and Alembic and the names of the tables and columns that are there. */
export function pythonLanguage(schema: Schema | undefined): Extension {
	const names = new Set<string>();
	for (const object of schema?.objects ?? []) {
		names.add(object.name);
		if (object.kind === 'table') for (const { name } of object.columns) names.add(name);
	}
	const present = [...names].map((label): Completion => ({
		label,
		type: 'property',
		detail: 'in the database'
	}));
	return [
		language,
		...[localCompletionSource, globalCompletion, completeFromList([...known, ...present])].map(
			(autocomplete) => language.data.of({ autocomplete })
		)
	];
}
