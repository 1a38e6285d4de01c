/** A table as Python names it: in a schema of its own, or in the usual one. */
export interface PythonTable {
	readonly schema?: string;
	readonly table: string;
}

/** What about a column an operation changes. */
export type ColumnAspect = 'type' | 'nullable' | 'default' | 'comment';

/** One operation that Alembic's autogenerate would write. */
export interface AlembicOp {
	/** What it is called in every comparison of the same models with the same database. */
	readonly id: string;
	readonly kind:
		| 'addTable'
		| 'dropTable'
		| 'addColumn'
		| 'dropColumn'
		| 'alterColumn'
		| 'addIndex'
		| 'dropIndex'
		| 'addConstraint'
		| 'dropConstraint'
		| 'comment'
		| 'other';
	readonly schema?: string;
	readonly table?: string;
	readonly column?: string;
	/** Of an index or a constraint. */
	readonly name?: string;
	/** Of a key that it makes or drops. */
	readonly columns: readonly string[];
	/** What it changes of a column. */
	readonly aspects: readonly ColumnAspect[];
	/** The line that Alembic writes for it. */
	readonly code: string;
}

/** What the project's `env.py` keeps out of the comparison. */
export interface LeftOut {
	readonly kind: string;
	readonly schema?: string;
	readonly table?: string;
	readonly name: string;
}

/** A table that either side knows. */
export interface KnownTable extends PythonTable {
	/** The columns to which the models give a default in the database. */
	readonly defaults?: readonly string[];
}

/** What Alembic has found, and what SQLAlchemy would make of the models on an empty database. */
export interface AlembicComparison {
	readonly ops: readonly AlembicOp[];
	/** The statements of `create_all`, in order. */
	readonly models: readonly string[];
	/** The schemas that the models name, which `create_all` expects to be there. */
	readonly schemas: readonly string[];
	/** All tables that either side knows. */
	readonly tables: readonly KnownTable[];
	readonly refused: readonly LeftOut[];
}

/** A rename in place of a drop and an add, in Python's names; of a column, in the table's later name. */
export type DecidedRename = PythonTable & {
	readonly kind: 'table' | 'column';
	readonly from: string;
	readonly to: string;
};

/** Something to be added to what Alembic writes. */
export type Addition =
	| (PythonTable & {
			readonly do: 'alterColumn';
			readonly column: string;
			/** What table and column are called in the database now. */
			readonly tableBefore: string;
			readonly columnBefore: string;
			readonly aspects: readonly ColumnAspect[];
	  })
	| (PythonTable & {
			readonly do: 'addCheck' | 'dropCheck';
			readonly name: string;
			readonly condition: string;
	  })
	| {
			readonly do: 'execute';
			readonly up: readonly string[];
			readonly down: readonly string[];
			/** Whether it must run before what Alembic writes. */
			readonly first: boolean;
	  };

/** What a person has decided of what Alembic found; it is done before Alembic writes the file. */
export interface Decided {
	/** Whether to tell what was found. */
	readonly tell?: boolean;
	/** The ids of operations that are not written. */
	readonly leaveOut?: readonly string[];
	readonly renames?: readonly DecidedRename[];
	readonly add?: readonly Addition[];
}
