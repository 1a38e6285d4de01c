/** The desired structure, beside `migrations/`. */
export const schemaFile = 'schema.sql';
