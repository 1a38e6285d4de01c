import type { Queryable } from '../../../database.ts';
import type { FillOf } from '../../../schema/fill.ts';
import type { Definition, DefinitionKind, Schema, SchemaObject } from '../../../schema/model.ts';
import type { Step } from '../step.ts';

/** The system catalogs whose rows stand for nodes. */
export type Catalog =
	| 'pg_class'
	| 'pg_attrdef'
	| 'pg_constraint'
	| 'pg_type'
	| 'pg_proc'
	| 'pg_rewrite'
	| 'pg_trigger'
	| 'pg_policy'
	| 'pg_namespace'
	| 'pg_extension'
	| 'pg_collation'
	| 'pg_operator'
	| 'pg_opclass'
	| 'pg_opfamily'
	| 'pg_amop'
	| 'pg_amproc'
	| 'pg_cast'
	| 'pg_conversion'
	| 'pg_transform'
	| 'pg_language'
	| 'pg_am'
	| 'pg_ts_dict'
	| 'pg_ts_config'
	| 'pg_ts_parser'
	| 'pg_ts_template'
	| 'pg_statistic_ext'
	| 'pg_publication'
	| 'pg_publication_rel'
	| 'pg_publication_namespace'
	| 'pg_subscription'
	| 'pg_event_trigger'
	| 'pg_foreign_data_wrapper'
	| 'pg_foreign_server'
	| 'pg_user_mapping';

/** A row of a catalog and the node it stands for. */
export interface CatalogNode {
	readonly catalog: Catalog;
	readonly oid: number;
	/** The column's number, for a column of a relation. */
	readonly column?: number;
	readonly node: string;
}

/** An object as read, with every catalog row that stands for it or for a part of it. */
export interface ReadObject {
	readonly object: SchemaObject;
	readonly nodes: readonly CatalogNode[];
}

/** What is known while steps are made. */
export interface PlanContext {
	/** The schema the script starts from, its renames already made. */
	readonly from: Schema;
	readonly to: Schema;
	/** The object of that key on either side. */
	readonly before: (key: string) => SchemaObject | undefined;
	readonly later: (key: string) => SchemaObject | undefined;
	/** Nodes of both schemas that must go and come back, because of something they need. */
	readonly forced: ReadonlySet<string>;
	/** The major version of the oldest PostgreSQL that the script must run on. */
	readonly target: number;
	/** The values that somebody has given for columns that must have one. */
	readonly given: FillOf;
	/** The script takes an upgrade back: it must not get stuck, and the reader looks less closely. */
	readonly downgrade?: boolean;
	/** Rows by table (as named in `to`), where they are known. */
	readonly rows?: Readonly<Record<string, number>>;
}

/** The objects of a kind. */
export type ObjectOf<Kind extends SchemaObject['kind']> = Kind extends DefinitionKind
	? Definition
	: Extract<SchemaObject, { kind: Kind }>;

/** How the objects of some kinds are read, made, dropped and changed. */
export interface ObjectKind<Kind extends SchemaObject['kind'] = SchemaObject['kind']> {
	readonly kinds: readonly Kind[];
	/** The rows of a catalog without which there are none, e.g. `pg_proc WHERE prokind = 'a'`, so that they need not be looked for. */
	readonly rowsIn?: string;
	/** All of them but those of the system, of extensions and of Updown itself. `search_path` is `public` while it runs. */
	read(database: Queryable): Promise<readonly ReadObject[]>;
	/** Steps that make it; its comment is not among them. */
	create(object: ObjectOf<Kind>, context: PlanContext): readonly Step[];
	drop(object: ObjectOf<Kind>, context: PlanContext): readonly Step[];
	/**
	 * Steps that turn one into the other in place, where something but the comment differs or a part of it is forced;
	 * undefined where it has to be dropped and made again.
	 */
	alter(from: ObjectOf<Kind>, to: ObjectOf<Kind>, context: PlanContext): readonly Step[] | undefined;
	/** Steps that put one in the place of the other where `alter` cannot, if more has to be done for it than to drop and to make; its comment is among them. Undefined where it has not. */
	readonly rebuild?: (
		from: ObjectOf<Kind>,
		to: ObjectOf<Kind>,
		context: PlanContext
	) => readonly Step[] | undefined;
	/** Whether something is done to it even though nothing of it differs, because of what happens around it. */
	readonly moves?: (from: ObjectOf<Kind>, to: ObjectOf<Kind>, context: PlanContext) => boolean;
	/** The comment it has where nobody has given it another; without it, none. */
	readonly usualComment?: (object: ObjectOf<Kind>) => string | undefined;
	/** How COMMENT ON names it, e.g. `FUNCTION price(integer)`. */
	address(object: ObjectOf<Kind>): string;
}
