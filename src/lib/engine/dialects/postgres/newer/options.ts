/** An option in parentheses, or after WITH, that not every version knows. */
export interface NewerOption {
	/** The kind of statement it belongs to. */
	readonly statement: string;
	readonly name: string;
	/** The value that is new where the option itself is not. */
	readonly value?: string;
	readonly since: number;
	readonly instead: string;
}

const leaveOut = 'Leave it out.';

function of(statement: string, since: number, names: string, instead = leaveOut): readonly NewerOption[] {
	return names.split(' ').map((name) => ({ statement, name, since, instead }));
}

const invoker = 'Leave it out: the view then reads with the rights of its owner.';

/** The options by the version that brought them. */
export const newerOptions: readonly NewerOption[] = [
	...of('ViewStmt', 15, 'security_invoker', invoker),
	...of('AlterTableStmt', 15, 'security_invoker', invoker),
	{
		statement: 'CopyStmt',
		name: 'header',
		value: 'match',
		since: 15,
		instead: 'Write `HEADER true`, which does not compare the names.'
	},
	...of('CreateSubscriptionStmt', 15, 'two_phase disable_on_error'),
	...of('CopyStmt', 16, 'default', 'Load into a table of text and change the values there.'),
	...of('ExplainStmt', 16, 'generic_plan', 'Prepare the statement and explain it with `plan_cache_mode`.'),
	...of('CreateSubscriptionStmt', 16, 'origin password_required run_as_owner'),
	...of('CopyStmt', 17, 'on_error log_verbosity', 'Load into a table of text and choose the rows there.'),
	...of('ExplainStmt', 17, 'memory serialize'),
	...of('CreateSubscriptionStmt', 17, 'failover'),
	{
		statement: 'DefineStmt',
		name: 'provider',
		value: 'builtin',
		since: 17,
		instead: 'Write `provider = libc` or `provider = icu`.'
	},
	...of('CopyStmt', 18, 'reject_limit', 'Load into a table of text and choose the rows there.'),
	...of('CreatePublicationStmt', 18, 'publish_generated_columns'),
	...of('AlterPublicationStmt', 18, 'publish_generated_columns'),
	...of('CreateStmt', 18, 'vacuum_max_eager_freeze_failure_rate'),
	...of('AlterTableStmt', 18, 'vacuum_max_eager_freeze_failure_rate')
];
