/** Writes the seed migrations of the samples: `node content/generator/write.js`. */
import { writeFileSync } from 'node:fs';
import { seeds } from './seeds.js';

const samples = new URL('../samples/', import.meta.url);

for (const [path, text] of Object.entries(seeds)) writeFileSync(new URL(path, samples), text);
