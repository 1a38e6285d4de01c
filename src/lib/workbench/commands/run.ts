import type { Direction } from '../../engine/migration/migration.ts';
import { runUnlessItHarms } from '../evidence/ask-before.ts';
import { lineOf, type Step } from '../next-steps.ts';
import type { Workbench } from '../workbench.svelte.ts';
import { free } from './command.ts';
import type { App, Command } from './command.ts';
import { whyNoStep } from './why-no-step.ts';

const wayOf = { up: 'up', head: 'up', down: 'down', base: 'down' } as const;

type Runnable = Pick<Command, 'enabled' | 'whyNot' | 'line' | 'run'>;

function step(which: keyof typeof wayOf): Runnable {
	const of = ({ workbench }: App): Step | undefined => workbench.next[which];
	return {
		enabled: (app) => app.workbench.free && of(app) !== undefined,
		whyNot: (app) => whyNoStep(app, wayOf[which]),
		line: (app) => {
			const next = of(app);
			return next && lineOf(next.command);
		},
		run: async (app) => {
			const next = of(app);
			if (next) await runUnlessItHarms(app.workbench, next.command);
		}
	};
}

function rehearsal(which: 'up' | 'down' | 'head', line: string): Runnable {
	const of = ({ workbench }: App) => workbench.next[which]?.command;
	return {
		enabled: (app) => app.workbench.ready && app.workbench.running === undefined && of(app) !== undefined,
		whyNot: (app) => whyNoStep(app, wayOf[which]),
		line: (app) => (of(app) === undefined ? undefined : line),
		run: (app) => {
			const command = of(app);
			if (command?.kind === 'upgrade' || command?.kind === 'downgrade') {
				app.workbench.dialog = { kind: 'rehearsal', command };
			}
		}
	};
}

/** Up where there is a step up, else down. */
function nextDirection({ next }: Workbench): Direction | undefined {
	if (next.up) return 'upgrade';
	return next.down && 'downgrade';
}

/** What moves the database, tries that, and looks at what came of it. */
export const runCommands: readonly Command[] = [
	{
		id: 'upgrade',
		title: 'Upgrade one step',
		group: 'Run',
		words: 'next forward up migrate',
		keys: ['Alt-.'],
		whileTyping: true,
		...step('up')
	},
	{
		id: 'downgrade',
		title: 'Downgrade one step',
		group: 'Run',
		words: 'back previous down rollback',
		keys: ['Alt-,'],
		whileTyping: true,
		...step('down')
	},
	{
		id: 'upgrade-head',
		title: 'Upgrade all the way to head',
		group: 'Run',
		words: 'newest last latest',
		keys: ['Alt-Shift-.'],
		whileTyping: true,
		...step('head')
	},
	{
		id: 'downgrade-base',
		title: 'Downgrade all the way to base',
		group: 'Run',
		words: 'first empty start',
		keys: ['Alt-Shift-,'],
		whileTyping: true,
		...step('base')
	},
	{
		id: 'rehearse',
		title: 'Rehearse the next upgrade',
		group: 'Run',
		words: 'try test dry run preview what if',
		keys: ['Alt-r'],
		whileTyping: true,
		...rehearsal('up', 'updown rehearse')
	},
	{
		id: 'rehearse-head',
		title: 'Rehearse everything that is pending',
		group: 'Run',
		words: 'try test dry run preview all head',
		...rehearsal('head', 'updown rehearse head')
	},
	{
		id: 'rehearse-down',
		title: 'Rehearse the next downgrade',
		group: 'Run',
		words: 'try test dry run preview rollback lose',
		keys: ['Alt-Shift-r'],
		whileTyping: true,
		...rehearsal('down', 'updown rehearse --down')
	},
	{
		id: 'safe-downgrade',
		title: 'Make the next downgrade safe',
		group: 'Run',
		words: 'stash keep put aside lose loss bring back rollback',
		enabled: ({ workbench }) => workbench.free && workbench.next.down !== undefined,
		whyNot: (app) => whyNoStep(app, 'down'),
		line: ({ workbench: { next } }) => next.down && `updown safe-downgrade ${next.down.revision}`,
		run: ({ workbench }) => {
			const revision = workbench.next.down?.revision;
			if (revision !== undefined) workbench.dialog = { kind: 'safeDowngrade', revision };
		}
	},
	{
		id: 'pull-plug',
		title: 'Pull the plug in the next step',
		group: 'Run',
		words: 'crash power fail cut connection lost midway half partial transaction repair ledger',
		keys: ['Alt-Shift-x'],
		whileTyping: true,
		enabled: ({ workbench }) =>
			workbench.free && (nextDirection(workbench) ?? workbench.project.cutOff) !== undefined,
		run: ({ workbench }) => {
			const direction = workbench.project.cutOff?.pulled.direction ?? nextDirection(workbench);
			if (direction) workbench.dialog = { kind: 'pullPlug', direction };
		}
	},
	{
		id: 'ways',
		only: 'sql',
		title: 'Compare the next upgrade with doing without migrations',
		group: 'Run',
		words: 'drop recreate schema why lose rows lecture beside',
		keys: ['Alt-w'],
		whileTyping: true,
		enabled: ({ workbench }) =>
			workbench.ready && workbench.running === undefined && workbench.next.up?.command.kind === 'upgrade',
		whyNot: (app) => whyNoStep(app, 'up'),
		run: ({ workbench }) => {
			const next = workbench.next.up?.command;
			if (next?.kind === 'upgrade') workbench.dialog = { kind: 'ways', target: next.target };
		}
	},
	{
		id: 'round-trip',
		title: 'Round trip of every migration',
		group: 'Run',
		words: 'reversible there and back up down up lossy check downs',
		enabled: ({ workbench }) =>
			workbench.ready && workbench.running === undefined && workbench.folder.graph.migrations.length > 0,
		line: () => 'updown round-trip',
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'roundTrips' };
		}
	},
	{
		id: 'queries',
		title: 'Queries of the app…',
		group: 'Run',
		words: 'pin old app still running compatible break expand contract zero downtime matrix',
		keys: ['Alt-q'],
		whileTyping: true,
		enabled: ({ workbench }) => workbench.ready && workbench.running === undefined,
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'queries' };
		}
	},
	{
		id: 'play',
		title: 'Play or pause: step by step to head',
		group: 'Run',
		words: 'play pause run slowly one after another show',
		keys: ['Alt-p'],
		enabled: ({ workbench }) =>
			workbench.player.playing || (workbench.free && workbench.next.up !== undefined),
		run: ({ workbench }) => {
			if (workbench.player.playing) workbench.player.pause();
			else void workbench.player.play();
		}
	},
	{
		id: 'losses',
		title: 'Loss ledger',
		group: 'Look',
		words: 'lost rows values data gone deleted dropped acknowledge',
		keys: ['Alt-l'],
		enabled: ({ workbench }) => workbench.ready,
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'losses' };
		}
	},
	{
		id: 'drift',
		title: 'Compare the database with the folder…',
		group: 'Run',
		words: 'drift differs check put back by hand',
		keys: ['Alt-d'],
		whileTyping: true,
		enabled: ({ workbench }) => workbench.ready && workbench.running === undefined,
		line: () => 'updown drift',
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'drift' };
		}
	},
	{
		id: 'go-to',
		title: 'Go to a revision…',
		group: 'Run',
		words: 'jump version target search',
		keys: ['Alt-g'],
		whileTyping: true,
		enabled: free,
		run: ({ workbench }) => {
			workbench.dialog = { kind: 'palette', search: '@' };
		}
	},
	{
		id: 'stop',
		title: 'Stop what is running',
		group: 'Run',
		words: 'cancel abort kill',
		keys: ['Escape'],
		whileTyping: true,
		whileStepping: true,
		enabled: ({ workbench }) => workbench.running !== undefined,
		run: ({ workbench }) => workbench.stop()
	},
	{
		id: 'undo',
		title: 'Undo',
		group: 'Run',
		words: 'take back revert',
		keys: ['Mod-z'],
		enabled: ({ workbench }) => workbench.free && workbench.undos.latest !== undefined,
		run: ({ workbench }) => workbench.undo()
	},
	{
		id: 'reset',
		title: 'Empty the database',
		group: 'Run',
		words: 'reset clear drop start over',
		enabled: ({ workbench }) =>
			workbench.free && (workbench.ledger.length > 0 || workbench.database.schema.objects.length > 0),
		run: ({ workbench }) => workbench.reset()
	}
];
