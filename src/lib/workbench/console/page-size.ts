/** Rows of a result on one page. */
export const consolePageSize = 100;
