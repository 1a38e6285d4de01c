import type { Schema } from '../../schema/model.ts';

/** What is in a database that has just been made. */
export const fresh: Schema = {
	objects: [
		{
			kind: 'schema',
			name: 'public',
			properties: {},
			comment: 'standard public schema',
			sql: 'CREATE SCHEMA public'
		}
	]
};
