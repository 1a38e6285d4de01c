import type { Dialect } from '../dialects/dialect.ts';
import { failure, success, type Outcome } from '../problem.ts';

/**
 * The oldest version that a folder must run on, as generating needs it, from what a person has said; the dialect's
 * usual one where nobody has. Refused where it is no version, or one that generated scripts cannot run on.
 */
export function targetVersion({ versions, title }: Dialect, said: string = versions.usual): Outcome<number> {
	const version = versions.read(said);
	if (version !== undefined) return success(version);
	const [oldest = ''] = versions.choices;
	return failure({
		code: 'unknown-version',
		severity: 'error',
		message: `“${said}” is no version of ${title} that Updown can write for.`,
		hint: `Say ${oldest} or a newer one, e.g. ${versions.usual}.`
	});
}
