/**
 * Key chords as `Mod-Shift-k`: `Mod` is Control, on Apple machines Command. The last part is the key's name, or
 * the character it types.
 */
export type Chord = string;

const apple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** Characters that Shift or Alt make into another one are known by their place on the keyboard as well. */
const codes: Readonly<Record<string, string>> = { '.': 'Period', ',': 'Comma', '`': 'Backquote' };

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Whether the keys pressed are this chord. */
export function pressed(chord: Chord, event: Pressed): boolean {
	const parts = chord.split('-');
	const key = parts.pop() ?? '';
	const wants = (name: string) => parts.includes(name);
	const control = wants('Ctrl') || (wants('Mod') && !apple);
	if (event.ctrlKey !== control) return false;
	if (event.metaKey !== (wants('Mod') && apple)) return false;
	if (event.altKey !== wants('Alt')) return false;
	// A character such as `?` needs Shift on some keyboards and not on others.
	const typed = key.length === 1 && !/[a-z0-9.,`]/i.test(key);
	if (!typed && event.shiftKey !== wants('Shift')) return false;
	if (event.key.toLowerCase() === key.toLowerCase()) return true;
	const code = codes[key] ?? (/^[a-z]$/i.test(key) && wants('Alt') ? `Key${key.toUpperCase()}` : undefined);
	return code !== undefined && event.code === code;
}

/** The chord as people read it: `Ctrl K`, `⌘ K`. */
export function chordText(chord: Chord): string {
	const names: Readonly<Record<string, string>> = {
		Mod: apple ? '⌘' : 'Ctrl',
		Alt: apple ? '⌥' : 'Alt',
		Shift: apple ? '⇧' : 'Shift',
		ArrowLeft: '←',
		ArrowRight: '→'
	};
	return chord
		.split('-')
		.map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part))
		.join(' ');
}

/** Whether keys go into a text just now. */
export function isTyping(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false;
	return target.isContentEditable || target.matches('input, textarea, select');
}
