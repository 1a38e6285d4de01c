/** The bytes that one wheel may have, packed. */
export const largestWheel = 20_000_000;

/** The bytes that all wheels of a project may have together, packed. */
export const largestWheels = 60_000_000;
