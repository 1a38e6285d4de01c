import type { SafeDowngrade } from '../../engine/run/safe-downgrade.ts';
import type { Workbench } from '../workbench.svelte.ts';

/** Writes what was proposed into the migration's file and opens it; where it is applied, the ledger accepts it. Can be undone. */
export async function makeSafe(
	workbench: Workbench,
	revision: string,
	{ file, applied }: SafeDowngrade & { readonly kind: 'written' }
): Promise<void> {
	const before = workbench.file(file.name);
	if (!workbench.free || !before) return;
	workbench.saveFile(file);
	workbench.open(file.name);
	const latest = workbench.undos.latest;
	if (applied) await workbench.do({ kind: 'stamp', targets: [revision], purge: false, accept: true });
	// Text and ledger go back together.
	const accepted = workbench.undos.latest === latest ? undefined : workbench.undos.pop();
	workbench.undos.push({
		what: `the safe downgrade of ${file.name}`,
		weight: accepted?.weight ?? 0,
		undo: async () => {
			await accepted?.undo();
			workbench.saveFile(before);
		}
	});
	workbench.say(
		`The downgrade of \`${file.name}\` now puts aside what it takes, and the upgrade brings it back.`,
		{
			tone: 'good',
			undo: true
		}
	);
}
