/**
 * The last OID that PostgreSQL gives to what is its own; the users' are later. Queries compare with this one and not with the
 * first of the users', which may be a table's: a plan that mentions a relation is made anew whenever that relation changes.
 */
export const lastOfSystem = 16_383;
