/**
 * One row of the ledger table `updown_migrations`. `partial` says that a step without a transaction stopped
 * midway: `statementsApplied` of `statementsTotal` stuck.
 */
export interface LedgerEntry {
	readonly revision: string;
	readonly name: string;
	readonly checksum: string;
	/** ISO 8601, UTC. */
	readonly appliedAt: string;
	readonly durationMs: number;
	readonly statementsApplied: number;
	readonly statementsTotal: number;
	readonly state: 'applied' | 'stamped' | 'partial-upgrade' | 'partial-downgrade';
}

/** The name of the ledger table, the same on every dialect. */
export const ledgerTable = 'updown_migrations';
