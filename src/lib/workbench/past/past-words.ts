import type { Look } from '../journey.svelte.ts';

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false });

/** How a version was reached: "as the upgrade left it at 14:03", and of which revision where that is another. */
export function reachedWords({ station, visit }: Look): string {
	if (!visit) return 'where the database began';
	const at = clock.format(new Date(visit.at));
	const of = visit.revision === station ? '' : ` of ${visit.revision}`;
	return `as the ${visit.direction}${of} left it at ${at}`;
}
