import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import { importsPointDown } from './scripts/eslint/floors.mjs';
import svelteConfig from './svelte.config.js';

/** What the engine gets from outside or does without, so that it runs anywhere and twice the same. */
const outsideWorld = [
	...['window', 'document', 'navigator', 'location', 'self', 'localStorage', 'sessionStorage', 'indexedDB'],
	...['caches', 'fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'Worker', 'BroadcastChannel'],
	...['crypto', 'performance', 'process', 'setTimeout', 'setInterval', 'requestAnimationFrame', 'console']
].map((name) => ({ name, message: 'The engine is headless: pass it in.' }));

const noClockNoDice = [
	{ object: 'Date', property: 'now', message: 'Time is passed in: see engine/clock.ts.' },
	{ object: 'Math', property: 'random', message: 'The engine throws no dice: ids are passed in.' },
	...outsideWorld.map(({ name, message }) => ({ object: 'globalThis', property: name, message }))
];

const noPresentMoment = [
	{
		selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
		message: 'Time is passed in: see engine/clock.ts.'
	},
	{ selector: 'CallExpression[callee.name="Date"]', message: 'Time is passed in: see engine/clock.ts.' }
];

const noDialectName = [
	{
		selector: 'Literal[value=/^(sqlite|postgres|postgresql|pglite)\\d?$/i]',
		message: 'Core never names a dialect: ask a capability, or move this below dialects/.'
	},
	{
		selector: 'TemplateElement[value.raw=/\\b(sqlite|postgres|postgresql|pglite)/i]',
		message: 'Core never names a dialect: ask a capability, or move this below dialects/.'
	}
];

export default defineConfig(
	globalIgnores([
		'build/',
		'dist/',
		'.svelte-kit/',
		'.cache/',
		'static/',
		'test-results/',
		'playwright-report/'
	]),
	js.configs.recommended,
	ts.configs.strictTypeChecked,
	svelte.configs.recommended,
	{
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] }
		},
		plugins: { updown: { rules: { 'imports-point-down': importsPointDown } } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			'updown/imports-point-down': 'error',
			// TypeScript knows every name; this rule does not know its types.
			'no-undef': 'off',
			eqeqeq: ['error', 'always'],
			'no-console': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true }
			],
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }
			],
			// Numbers read well in sentences.
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			// `return close();` is how a handler leaves early.
			'@typescript-eslint/no-confusing-void-expression': 'off',
			// With noUncheckedIndexedAccess, `!` marks an index that the lines around it prove.
			'@typescript-eslint/no-non-null-assertion': 'off',
			// It does not see what an `await` or a callback changes.
			'@typescript-eslint/no-unnecessary-condition': 'off',
			// `void value` in an effect names what it depends on.
			'@typescript-eslint/no-meaningless-void-operator': 'off',
			// Dialects and hosts keep one shape; some of their verbs have nothing to wait for.
			'@typescript-eslint/require-await': 'off',
			// A map or set that lives for one calculation needs no reactivity; what is kept is `$state.raw`.
			'svelte/prefer-svelte-reactivity': 'off',
			// Links use `resolve()`; this rule also wants it where the address stays the present one.
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
		rules: {
			// Props are written `let { … } = $props()`, some of them bindable.
			'prefer-const': 'off',
			'svelte/prefer-const': ['error', { destructuring: 'all' }]
		}
	},
	{
		files: ['**/*.svelte'],
		rules: {
			// The linter sees an imported component and a snippet's parameters as `any`; svelte-check sees their types.
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off'
		}
	},
	{
		files: ['src/lib/engine/**/*.ts', 'src/lib/command-line/**/*.ts'],
		rules: {
			'no-restricted-globals': ['error', ...outsideWorld],
			'no-restricted-properties': ['error', ...noClockNoDice],
			'no-restricted-syntax': ['error', ...noPresentMoment]
		}
	},
	{
		files: ['src/lib/engine/**/*.ts'],
		ignores: ['src/lib/engine/dialects/**'],
		rules: { 'no-restricted-syntax': ['error', ...noPresentMoment, ...noDialectName] }
	},
	{
		files: ['**/*.js', '**/*.mjs'],
		extends: [ts.configs.disableTypeChecked],
		rules: { 'no-console': 'off' }
	},
	{
		files: ['tests/**', 'bench/**', 'bin/**', 'content/**', '*.config.ts'],
		rules: { 'no-console': 'off' }
	}
);
