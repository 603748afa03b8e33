import { Packr } from 'msgpackr';

/**
 * Stateless: no shared structures, so any record can be read alone, by any process. Maps keep the order of their keys, so the same
 * event gives the same bytes.
 */
export const messagePack = new Packr({ useRecords: false, moreTypes: true, variableMapSize: true, useToJSON: false });

/**
 * The first byte of every value says how to read the rest. Written is the last; read are also the first, with typed arrays within the
 * MessagePack, and the second, with columns behind it as they are in memory.
 */
export const formatTag = { messagePack: 1, plainColumns: 2, packedColumns: 3 } as const;

/** The tag; then, where columns follow, the length of the MessagePack, and where they are packed, what they take in memory: 32 bits each, little-endian. */
export const headBytes = { [formatTag.messagePack]: 1, [formatTag.plainColumns]: 5, [formatTag.packedColumns]: 9 } as const;
