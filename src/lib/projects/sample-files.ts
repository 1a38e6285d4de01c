/** Every text of every sample, by path. A chunk of its own, so that only those who open a sample load it. */
export const sampleFiles: Readonly<Record<string, string>> = import.meta.glob(
	['../../../content/samples/**/*.sql', '../../../content/samples/*/project/**'],
	{
		query: '?raw',
		import: 'default',
		eager: true
	}
);
