import { Packr } from 'msgpackr';

/**
 * Stateless: no shared structures, so any record can be read alone, by any process. Maps keep the order of their keys, so the same
 * event gives the same bytes.
 */
export const messagePack = new Packr({ useRecords: false, moreTypes: true, variableMapSize: true, useToJSON: false });

/** The first byte of every value says how to read the rest. The first format, with typed arrays within the MessagePack, is still read. */
export const formatTag = { messagePack: 1, messagePackAndColumns: 2 } as const;

/** The tag, and the length of the MessagePack as 32 bits, little-endian; then come the MessagePack and the columns. */
export const headBytes = 5;
