export { accept } from './accept.ts';
export { appliedOf } from './applied.ts';
export { check, findingsOf, hindrancesIn, type CheckReport, type Finding } from './check.ts';
export { autogenerate } from './autogenerate.ts';
export {
	clashingChanges,
	engineReplay,
	type ClashingChange,
	type FolderReplay,
	type SideChange,
	type SidesOfFolder
} from './clashing-changes.ts';
export type { RunCommand } from './command.ts';
export type { RunContext } from './context.ts';
export { drift, type Drift } from './drift.ts';
export type { EdgeTrip } from './edge-trips.ts';
export { inspectSchema } from './inspect-schema.ts';
export { ledgerTable, type LedgerEntry } from './ledger-entry.ts';
export { checkLedger } from './ledger-problems.ts';
export { lossesOf, putAsideBy } from './losses-of.ts';
export { branches, heads, history, show, type Listed } from './listing.ts';
export { downgrade, upgrade } from './move.ts';
export {
	brokenBy,
	tryQueries,
	verdictsAt,
	type Pinned,
	type QueryAnswer,
	type QueryTrial,
	type QueryVerdict,
	type TriedQueries,
	type VersionAnswers
} from './pinned-queries.ts';
export { queriesIn, type NamedQuery, type QuerySet } from './query-sets.ts';
export { pullPlug, type PlugRequest, type PulledPlug, type Wreck } from './pull-plug.ts';
export { putBack, type PutBack } from './put-back.ts';
export { current, readLedger } from './read-ledger.ts';
export { compareWays, type WaysCompared } from './without-migrations.ts';
export { rehearseTogether, type RehearsedWay, type TogetherTrial } from './rehearse-together.ts';
export { rehearse, type MoveCommand, type RehearsedStep, type Rehearsal } from './rehearse.ts';
export { roundTrip, type RoundTrip, type RoundTrips } from './round-trip.ts';
export { runCommand, runToEnd } from './run-to-end.ts';
export { safeDowngrade, type SafeDowngrade } from './safe-downgrade.ts';
export { stamp } from './stamp.ts';
export { StepThrough, type HaltAt, type Listen, type Reached } from './step-through.ts';
export { standingOf, type Standing } from './standing.ts';
export type { Trip } from './traveller.ts';
export type { Ran, Vehicle } from './vehicle.ts';
export { cameBackWhole, type Verdict } from './verdict.ts';
export { undrift, type DriftRequest, type DriftWay, type Undrift } from './undrift.ts';
export { versionProblems, type ProjectTexts } from './version-problems.ts';
export type { Frame, Halt, RunEvent, RunResult, StatementReport, StepResult } from './step.ts';
