import { createContext } from 'svelte';
import type { App } from './commands.ts';

/** The app of the screen that a component is part of. */
export const [getApp, setApp] = createContext<App>();
