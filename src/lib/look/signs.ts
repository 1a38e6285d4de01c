/** The signs of LOOK: one character each, always with its word, never colour alone. */
export const signs = {
	applied: { glyph: '✓', word: 'applied', tone: 'good' },
	pending: { glyph: '○', word: 'pending', tone: 'soft' },
	here: { glyph: '◉', word: 'you are here', tone: 'accent' },
	edited: { glyph: '⚠', word: 'edited since applied', tone: 'warning' },
	partial: { glyph: '⚠', word: 'partly applied', tone: 'warning' },
	drift: { glyph: '⚠', word: 'differs from the folder', tone: 'warning' },
	missing: { glyph: '✕', word: 'missing', tone: 'bad' },
	failed: { glyph: '✕', word: 'failed', tone: 'bad' },
	broken: { glyph: '✕', word: 'has a problem', tone: 'bad' },
	kept: { glyph: '=', word: 'kept', tone: 'soft' },
	changed: { glyph: '≠', word: 'changed', tone: 'warning' },
	added: { glyph: '+', word: 'added', tone: 'good' },
	lost: { glyph: '−', word: 'lost', tone: 'bad' },
	restored: { glyph: '↺', word: 'restored', tone: 'restored' }
} as const;

export type SignName = keyof typeof signs;
