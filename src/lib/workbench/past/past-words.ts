import type { Look } from '../journey.svelte.ts';

/** How a version was reached: "as the upgrade left it at 14:03", and of which revision where that is another. */
export function reachedWords({ station, visit }: Look): string {
	if (!visit) return 'where the database began';
	const at = new Date(visit.at).toLocaleTimeString('en', {
		hour: '2-digit',
		minute: '2-digit',
		hour12: false
	});
	const of = visit.revision === station ? '' : ` of ${visit.revision}`;
	return `as the ${visit.direction}${of} left it at ${at}`;
}
