// What is needed only where a project was forked: fetched then, and not with the page.
export { clashesIn } from '../../engine/migration/clashes.ts';
export { asRun } from '../../python/as-run.ts';
export { stopMarks } from './marks.ts';
