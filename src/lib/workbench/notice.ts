import type { Problem } from '../engine/problem.ts';
import type { WayOut } from './ways-out.ts';

/** The sentence that says what just happened; one at a time, in one place, read out to screen readers. */
export interface Notice {
	readonly id: number;
	/** `Back ticks` mark code. */
	readonly text: string;
	readonly tone: 'good' | 'plain' | 'bad';
	/** Shown as a button beside the sentence. */
	readonly undo?: boolean;
	/** What can be done about it, as buttons. */
	readonly ways?: readonly WayOut[];
	/** Where the mistake is, so that the sentence can lead there. */
	readonly problem?: Problem | undefined;
}
