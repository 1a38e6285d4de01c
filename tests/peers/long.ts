/** Whether comparisons are made that take many minutes: `npm run test:peers -- --long`. */
export const isLong = process.env.UPDOWN_PEERS_LONG === '1';
