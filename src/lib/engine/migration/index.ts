export { clashesIn, type Clash } from './clashes.ts';
export { checksumOf } from './checksum.ts';
export { printDocument, type HeaderKey, type MigrationDocument, type Piece } from './document.ts';
export { withHeader, withRevises, withSection } from './edit.ts';
export { parseFolder, type ReadFolder } from './folder.ts';
export { sqlReader, type FolderReader } from './folder-reader.ts';
export type { FolderWriter, Joining, NewPlace } from './folder-writer.ts';
export type { Direction, FolderFile, Migration, RevisionGraph, Section } from './migration.ts';
export {
	mergeMigration,
	newMigration,
	newMigrations,
	type MergeMigration,
	type NewMigration,
	type NewRevisionId
} from './new-migration.ts';
export { planDowngrade, planUpgrade } from './plan.ts';
export { readMigration, type ReadFile } from './read.ts';
export {
	ancestorsOf,
	branchpointsOf,
	childrenOf,
	dependenciesOf,
	dependentsOf,
	descendantsOf,
	findMigration,
	headsOf,
	inOrder,
	lineageOf,
	mergepointsOf,
	parentsOf,
	unknownOf,
	withAncestors,
	withDescendants,
	type Edges
} from './revisions.ts';
export type { RewrittenFile } from './rewrite-mine.ts';
export { slugOf } from './slug.ts';
export { sqlWriter } from './sql-writer.ts';
export { resolveRange, resolveRevisions, resolveTarget, type ResolvedTarget } from './target.ts';
export { idStyle } from './id-style.ts';
export { compareNames, compareNumbers, versionOf } from './version.ts';
export {
	waysTogether,
	type Following,
	type MovedRevision,
	type TogetherRequest,
	type WayTogether
} from './ways-together.ts';
