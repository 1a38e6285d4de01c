import type { Case, Judge } from './case.ts';
import { openPostgresJudge } from './postgres/index.ts';
import { sqliteJudge } from './sqlite.ts';

/** Who judges which dialect; a text instead says why the pairs cannot be judged now. */
export const judges: Readonly<Record<string, (cases: readonly Case[]) => Promise<Judge | string>>> = {
	sqlite: async () => sqliteJudge,
	postgres: openPostgresJudge
};
