import { expect, test } from 'vitest';
import { exportZip, importFolder, type ExportedProject } from '../../../src/lib/formats/registry.ts';
import { readZip } from '../../../src/lib/formats/zip.ts';
import { pastOf } from '../../../src/lib/projects/past.ts';
import type { Loss, Visit } from '../../../src/lib/projects/project.ts';
import { lossesAfter } from '../../../src/lib/workbench/evidence/losses.ts';
import { framesOf, withFrames } from '../../../src/lib/workbench/frames.ts';
import { dialects } from '../databases.ts';
import { file, newSession } from './bench.ts';

const bytes = { sqlite: "x'00ff10'", postgres: "'\\x00ff10'::bytea" };
const blob = { sqlite: 'BLOB', postgres: 'bytea' };

test.each(dialects)(
	'what steps did on %s comes back whole from a zip, whatever values rows hold',
	async (dialect) => {
		const files = [
			file(
				'0001',
				`CREATE TABLE pets (id BIGINT PRIMARY KEY, name TEXT, picture ${blob[dialect]}, weight DOUBLE PRECISION);
			INSERT INTO pets VALUES (9007199254740993, 'Rex', ${bytes[dialect]}, 1e300), (2, NULL, NULL, -0.5);`,
				'DROP TABLE pets;'
			),
			file('0002', "UPDATE pets SET name = '$bytes' WHERE id = 2;", 'SELECT 1;'),
			file(
				'0003',
				'ALTER TABLE pets DROP COLUMN picture;',
				`ALTER TABLE pets ADD COLUMN picture ${blob[dialect]};`
			)
		];
		const session = newSession();
		await session.setFolder(files);
		const { value: opened } = await session.open({ dialect, foreignKeys: true });
		let schema = opened.schema;
		let frames: readonly Visit[] = [];
		let losses: readonly Loss[] = [];
		for (const command of [
			{ kind: 'upgrade', target: 'head' },
			{ kind: 'downgrade', target: 'base' }
		] as const) {
			const { value } = await session.run(command, () => undefined);
			frames = withFrames(frames, value.result, schema);
			losses = lossesAfter(losses, framesOf(value.result));
			schema = value.state.schema;
		}
		await session.close();
		expect(frames).toHaveLength(6);
		expect(losses.length).toBeGreaterThan(0);
		const queries = [{ name: 'app v1', sql: '-- all\nSELECT * FROM pets;' }];
		const project: ExportedProject = {
			name: 'Pets',
			dialect,
			foreignKeys: true,
			files,
			schemaSql: '',
			past: { frames, losses, queries }
		};

		const entries = readZip(exportZip(project));
		const back = entries.ok ? importFolder(entries.value, { dialect: 'sqlite', fallbackName: '' }) : entries;
		if (!back.ok) throw new Error(back.problems[0]?.message);
		expect(back.value.notes).toEqual([]);
		const { past, notes } = pastOf(back.value.saidPast!);
		expect(notes).toEqual([]);
		expect(past.frames).toEqual(frames);
		expect(past.queries).toEqual(queries);
		// By what lost values would be recognised is of no use to another database.
		const told = losses.map((loss) => ({
			...loss,
			tables: loss.tables.map(({ marks: _, ...table }) => table)
		}));
		expect(past.losses).toEqual(told);
		// And once more: the same past gives the same bytes.
		expect(exportZip({ ...project, past })).toEqual(exportZip(project));
	}
);
