import type { EdgeTrip } from '../../engine/run/edge-trips.ts';
import type { RoundTrip } from '../../engine/run/round-trip.ts';
import type { Trip } from '../../engine/run/traveller.ts';
import { cameBackWhole, edgeRowsOf, failedAgain, isWhole, type Verdict } from '../../engine/run/verdict.ts';
import { describeChanges } from '../../engine/schema/describe.ts';
import type { Answer, Command } from '../command.ts';
import type { CommandHost, OutputLine } from '../host.ts';
import { counted, couldNot, folderName, line, migrationOf, problemLines } from '../lines.ts';
import { fateLines } from './rehearse.ts';

/** What a verdict says, for people. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
	reversible: 'reversible: schema and rows come back',
	schemaOnly: 'schema only: the schema comes back, and there were no rows to tell by',
	lossy: 'lossy: the schema comes back, values do not',
	irreversible: 'irreversible: the schema does not come back',
	refused: 'refused: it cannot be run at all'
};

function wordsOf(trip: Trip): string {
	return failedAgain(trip)
		? 'irreversible: it goes there and back, but not there again'
		: verdictWords[trip.verdict];
}

export const roundTrip: Command = {
	name: 'round-trip',
	summary: 'Take every migration there, back and there again, say which come back whole, and undo it all.',
	details: [
		'Migrations that are not applied go up, down and up again; those that are applied go down, up and down again: first on the rows that are there, then with edge rows beside them, made up to try what each column can hold (NULL, nothing, the greatest and the least, what a check mentions).',
		'The exit code is 0 where every migration comes back whole from both, and 1 where one does not. One that refuses edge rows has kept them whole.'
	],
	examples: ['round-trip'],
	options: [],
	own: true,
	run: async function* (_invocation, host): Answer {
		const { trips, problems } = await host.roundTrip();
		if (problems.length > 0) return yield* couldNot(problems, host);
		for (const trip of trips) {
			yield* tripLines(trip, host);
			if (trip.edges) yield* edgeLines(trip, trip.edges, host);
		}
		const untold = host.folder().graph.migrations.length - trips.length;
		if (untold > 0) {
			yield line(`Not tried: ${counted(untold, 'migration')} beyond one that stopped.`, 'warning');
		}
		const whole = trips.filter(cameBackWhole).length;
		yield line(
			`${whole} of ${counted(trips.length, 'migration')} came back whole. The database is as it was.`
		);
		return whole === trips.length && untold === 0 ? 0 : 1;
	}
};

function* tripLines(trip: RoundTrip, host: CommandHost): Iterable<OutputLine> {
	const { revision, verdict } = trip;
	const { message } = migrationOf(host.folder().graph, revision);
	const sign = isWhole(verdict) ? '✓' : '✕';
	yield line(`${sign} ${revision} ${message}: ${wordsOf(trip)}`, toneOf(verdict));
	yield* reasons(trip, host);
}

/** Nothing where the edge rows tell what the others have told. */
function* edgeLines({ verdict: own }: Trip, edges: EdgeTrip, host: CommandHost): Iterable<OutputLine> {
	const { verdict } = edges;
	const rows = counted(edgeRowsOf(edges), 'edge row');
	if (isWhole(verdict) && isWhole(own)) {
		if (own === 'schemaOnly') yield line(`  With ${rows} it is ${verdictWords[verdict]}.`, 'soft');
		return;
	}
	if (verdict === own) return;
	if (verdict === 'refused') {
		yield line(`  ! with ${rows}: refused, as there can be rows that it does not take`, 'warning');
	} else {
		yield line(`  ${isWhole(verdict) ? '✓' : '✕'} with ${rows}: ${wordsOf(edges)}`, toneOf(verdict));
	}
	yield* reasons(edges, host);
}

function* reasons({ verdict, changes, tables, problem }: Trip, host: CommandHost): Iterable<OutputLine> {
	for (const words of describeChanges(changes.slice(0, 6))) yield line(`  ${words}`, 'soft');
	if (!isWhole(verdict)) yield* fateLines(tables);
	if (problem) yield* problemLines(problem, folderName(host));
}

function toneOf(verdict: Verdict): OutputLine['tone'] {
	if (isWhole(verdict)) return 'good';
	return verdict === 'lossy' ? 'warning' : 'error';
}
