/**
 * The engine's public face: what a page, a command line or a grading script may use. It runs unchanged in a
 * worker, in Node and in a test.
 */
export { openDatabase, dialectOf } from './dialects/registry.ts';
export { renderMigration } from './dialects/render-migration.ts';
export type { OpenOptions, ReadFile } from './dialects/open-options.ts';
export type {
	Capabilities,
	Dialect,
	DialectName,
	RenderOptions,
	SchemaObserver
} from './dialects/dialect.ts';
export type { NewerSyntax, Versions } from './dialects/versions.ts';
export { DatabaseError } from './database.ts';
export type { Database, QueryResult, QueryRun, StatementFailure, StatementRun, Value } from './database.ts';
export type { Clock } from './clock.ts';
export type { Outcome, Problem } from './problem.ts';
export { placeAt, spanOf, type Place, type Span } from './text/place.ts';

export * from './migration/index.ts';
export * from './run/index.ts';

export { readRows } from './rows/read-rows.ts';
export type { Culprits } from './rows/culprits.ts';
export type { RowWatch, StepRows, WatchOptions } from './rows/row-watch.ts';
export type { TableFates } from './rows/table-fates.ts';
export { countRows } from './rows/count-rows.ts';
export type { ColumnFates, FatedRow, RowFate, RowSides, RowsPage, RowsRequest } from './rows/rows.ts';

export { compareSchemas } from './schema/compare.ts';
export { describeChange, describeChanges } from './schema/describe.ts';
export { applyPatch, diffSchemas } from './schema/patch.ts';
export { suggestRenames } from './schema/renames.ts';
export type { AutogenerateReply, AutogenerateRequest, RefusedFill } from './run/autogenerate-reply.ts';
export type { Change, Rename, RenameSuggestion } from './schema/change.ts';
export type { Fill, Gap } from './schema/fill.ts';
export type { OpenGap } from './rows/gap-rows.ts';
export type { RenameEffect } from './rows/rename-effects.ts';
export { emptySchema, objectKey } from './schema/model.ts';
export type * from './schema/model.ts';
export type { RenderedMigration, Script } from './schema/script.ts';
