import { Packr } from 'msgpackr';

/**
 * Stateless: no shared structures, so any record can be read alone, by any process. Maps keep the order of their keys, so the same
 * event gives the same bytes. Typed arrays stay typed arrays (little-endian).
 */
export const messagePack = new Packr({ useRecords: false, moreTypes: true, variableMapSize: true, useToJSON: false });

/** The first byte of every value says how to read the rest. */
export const formatTag = { messagePack: 1 } as const;
