import type { SafeDowngrade } from '../../engine/run/safe-downgrade.ts';
import type { Workbench } from '../workbench.svelte.ts';

/**
 * Writes what was proposed into the migration's file and opens it; where it is applied, the ledger accepts it. Can be undone.
 * False where that is not done, or not to its end, as then its downgrade is not safe.
 */
export async function makeSafe(
	workbench: Workbench,
	revision: string,
	{ file, applied }: SafeDowngrade & { readonly kind: 'written' }
): Promise<boolean> {
	const before = workbench.file(file.name);
	if (!workbench.free || !before) return false;
	workbench.saveFile(file);
	workbench.open(file.name);
	const latest = workbench.undos.latest;
	if (applied) await workbench.do({ kind: 'stamp', targets: [revision], purge: false, accept: true });
	else await lookAgain(workbench);
	// Text and ledger go back together.
	const accepted = workbench.undos.latest === latest ? undefined : workbench.undos.pop();
	workbench.undos.push({
		what: `the safe downgrade of ${file.name}`,
		weight: accepted?.weight ?? 0,
		undo: async () => {
			await accepted?.undo();
			workbench.saveFile(before);
			if (!applied) await lookAgain(workbench);
		}
	});
	// Why it was not accepted is being said.
	if (applied && !isAccepted(workbench, revision)) return false;
	workbench.say(
		`The downgrade of \`${file.name}\` now puts aside what it takes, and the upgrade brings it back.`,
		{
			tone: 'good',
			undo: true
		}
	);
	return true;
}

/** Where the ledger does not note what files say, it goes by what they say now. */
export async function lookAgain(workbench: Workbench): Promise<void> {
	await workbench.sendFolder();
	workbench.database = await workbench.client.state();
}

function isAccepted({ ledger, migrations }: Workbench, revision: string): boolean {
	const entry = ledger.find((one) => one.revision === revision);
	return entry !== undefined && entry.checksum === migrations.get(revision)?.checksum;
}
