import { clashesIn } from '../../engine/migration/clashes.ts';
import {
	describeClash,
	describeFollowing,
	describeRewritten
} from '../../engine/migration/together-words.ts';
import { waysTogether, type Following, type WayTogether } from '../../engine/migration/ways-together.ts';
import type { Rehearsal } from '../../engine/run/rehearse.ts';
import { listed } from '../../engine/text/names.ts';
import { has, type Answer, type Command, type Invocation } from '../command.ts';
import { evidence } from '../evidence.ts';
import type { CommandHost } from '../host.ts';
import { couldNot, folderName, line, problemLines } from '../lines.ts';
import { fateLines } from './rehearse.ts';

const shared = {
	positional: {
		name: 'file',
		kind: 'revision',
		many: true,
		fallback: { updown: [], flask: [], alembic: [] },
		summary: 'Your own files, which nobody else has run; in a project that was forked, it knows them itself.'
	},
	options: [
		{ name: '--keep', summary: 'Keep yours applied and correct the ledger, instead of taking them back.' },
		{ name: '--yes', summary: 'Do it; without it, the way is only rehearsed and shown.' }
	],
	own: true
} as const satisfies Partial<Command>;

const details = [
	'For after a pull, when two have gone on from the same place. Your files change their names and what they say they follow; their statements stay to the byte, and so do all other files.',
	'What is applied of yours is taken back first, so that everything can run in the new order. With --keep it stays, and the ledger learns its new name: theirs then run after yours in this database.',
	'The way is really gone on the rows that are there, up to the heads, and undone. The exit code is 0 where it works, and 1 where it does not or nothing was written for another reason.'
];

export const rebase: Command = {
	name: 'rebase',
	summary: 'Let your own migrations follow the head of somebody else’s.',
	details,
	examples: ['rebase', 'rebase 0004_add_nick.sql', 'rebase 0004_add_nick.sql --yes'],
	...shared,
	run: (invocation, host) => goWay('rebase', invocation, host)
};

export const renumber: Command = {
	name: 'renumber',
	summary: 'Give your own migrations versions that nobody else has taken.',
	details,
	examples: ['renumber', 'renumber 0004_add_nick.sql', 'renumber --keep --yes'],
	...shared,
	run: (invocation, host) => goWay('renumber', invocation, host)
};

async function* goWay(kind: 'rebase' | 'renumber', invocation: Invocation, host: CommandHost): Answer {
	const files = host.files();
	const writer = await host.writer();
	const all = writer.migrationsIn(files);
	const named = new Set(invocation.positionals.length > 0 ? invocation.positionals : (host.mine?.() ?? []));
	const mine = new Set(
		all.filter(({ file, revision }) => named.has(file) || named.has(revision)).map(({ file }) => file)
	);
	const unknown = invocation.positionals.filter(
		(word) => !all.some(({ file, revision }) => file === word || revision === word)
	);
	if (unknown.length > 0 || mine.size === 0) {
		yield line(
			unknown.length > 0
				? `Error: no migration of the folder is called ${listed(unknown, 'or')}.`
				: 'Error: which files are yours alone?',
			'error'
		);
		yield line(`  Name them: \`updown ${kind} ${all.at(-1)?.file ?? '0004_add_nick.sql'}\`.`, 'soft');
		return 2;
	}
	const ledger = await host.ledger();
	const clashes = clashesIn(files, mine, ledger, writer);
	if (clashes.length === 0) {
		yield line('Nothing to do: these files lie in one line with the others.', 'good');
		return 0;
	}
	for (const clash of clashes) yield line(describeClash(clash), 'warning');
	const ways = waysTogether({ files, mine, ledger, writer });
	const way = ways.find((one) => one.kind === kind);
	if (!way) {
		yield line(`Error: \`${kind}\` is no way out of this.`, 'error');
		yield line(`  ${otherWays(ways, host)}`, 'soft');
		return 1;
	}
	return yield* tryWay(kind, way, invocation, host);
}

function otherWays(ways: readonly WayTogether[], { program = 'updown' }: CommandHost): string {
	const lines = {
		merge: `${program} merge heads`,
		rebase: 'updown rebase',
		renumber: 'updown renumber',
		late: `${program} upgrade heads`
	} as const;
	const words = ways.map(({ kind }) => `\`${lines[kind]}\``);
	return words.length === 0
		? 'Write into the files what they revise.'
		: `What there is: ${listed(words, 'or')}.`;
}

async function* tryWay(kind: string, way: WayTogether, invocation: Invocation, host: CommandHost): Answer {
	for (const file of way.rewritten) yield line(describeRewritten(file));
	if (has(invocation, '--keep') && way.whyNotKept !== undefined) {
		yield line(`Error: ${way.whyNotKept}`, 'error');
		return 1;
	}
	const kept = has(invocation, '--keep') ? way.followings.find((one) => one.kind === 'ledger') : undefined;
	const following: Following = kept ?? way.followings[0]!;
	yield line(describeFollowing(following), 'soft');
	const rehearsal = await host.rehearseTogether({ files: way.files, following });
	const works = yield* told(rehearsal, host);
	if (!works) return 1;
	if (!has(invocation, '--yes')) {
		const sure = ['updown', kind, ...invocation.positionals, ...(kept ? ['--keep'] : []), '--yes'].join(' ');
		yield line(`Nothing was written. \`${sure}\` does it.`, 'soft');
		return 0;
	}
	const problems = await host.takeWay(way, following);
	if (problems.length > 0) return yield* couldNot(problems, host);
	yield line(
		`${way.rewritten.length === 1 ? 'Wrote' : 'Wrote all of'} ${listed(way.rewritten.map(({ after }) => after.name))}. \`${host.program ?? 'updown'} upgrade heads\` runs what is pending.`,
		'good'
	);
	return 0;
}

/** What was seen on the way; whether it led to its end. */
async function* told({ result, steps }: Rehearsal, host: CommandHost) {
	for (const { result: step, tables } of steps) {
		yield line(`Rehearsed ${step.direction} of ${step.revision}`, 'soft');
		if (step.status === 'applied') {
			yield line(`✓ ${evidence(step.frame)}`, 'good');
			yield* fateLines(tables);
		} else if (step.status === 'failed') yield* problemLines(step.problem, folderName(host));
	}
	const isTold = steps.some(({ result: step }) => step.status === 'failed');
	for (const problem of result.problems) {
		if (!isTold && problem.severity === 'error') yield* problemLines(problem, folderName(host));
	}
	yield line('All of it was undone: files and database are as they were.');
	return result.status === 'applied' || result.status === 'nothing';
}
