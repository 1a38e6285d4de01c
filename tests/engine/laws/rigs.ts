import type { DialectName } from '../../../src/lib/engine/index.ts';
import { postgresRig } from './postgres-rig.ts';
import type { Rig } from './rig.ts';
import { sqliteRig } from './sqlite-rig.ts';

export const rigs: Readonly<Record<DialectName, Rig>> = { sqlite: sqliteRig, postgres: postgresRig };
