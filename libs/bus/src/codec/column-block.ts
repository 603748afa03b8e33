import { addExtension } from 'msgpackr';

/**
 * Typed arrays of an event stand together in one block behind its MessagePack, each at a multiple of its element's size; in the
 * MessagePack stands only kind and length, in the same order. Reading copies the block once and lays views over the copy: an
 * ArrayBuffer for each column would cost more than all else that reading a frame does. Little-endian, as every platform of Node is.
 */
const kinds = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const;

type Column = InstanceType<(typeof kinds)[number]>;

/** The number of a column in the MessagePack is its length times this, plus its kind. */
const kindsMax = 16;
/** msgpackr's extensions are one table for all of a process; 'c' is free in it. */
const extensionType = 0x63;

/** msgpackr calls back within `pack` and `unpack`, which do not await: one block is at hand at a time. */
let written: Column[] = [];
let writtenBytes = 0;
let block = new ArrayBuffer(0);
let readBytes = 0;

const aligned = (offset: number, size: number): number => Math.ceil(offset / size) * size;

const kindOf = (column: Column): number => {
  const kind = kinds.findIndex((each) => column instanceof each);
  if (kind < 0) throw new TypeError(`A column is a typed array of numbers, got ${column.constructor.name}`);
  return kind;
};

const write = (column: Column): number => {
  written.push(column);
  writtenBytes = aligned(writtenBytes, column.BYTES_PER_ELEMENT) + column.byteLength;
  return column.length * kindsMax + kindOf(column);
};

const read = (number: number): Column => {
  const Kind = kinds[number % kindsMax];
  if (Kind === undefined) throw new RangeError(`unknown kind of column ${number % kindsMax}`);
  const begin = aligned(readBytes, Kind.BYTES_PER_ELEMENT);
  const length = Math.floor(number / kindsMax);
  readBytes = begin + length * Kind.BYTES_PER_ELEMENT;
  return new Kind(block, begin, length);
};

// Every typed array's class extends this one.
addExtension({ Class: Object.getPrototypeOf(Uint8Array), type: extensionType, write, read });

/** Runs `pack`; `place` writes the columns it met, `bytes` in all, behind its result. */
export const withColumns = (pack: () => Uint8Array): { packed: Uint8Array; bytes: number; place: (into: Uint8Array) => void } => {
  written = [];
  writtenBytes = 0;
  const packed = pack();
  const columns = written;
  const bytes = writtenBytes;
  return {
    packed,
    bytes,
    place: (into) => {
      let end = 0;
      for (const column of columns) {
        const begin = aligned(end, column.BYTES_PER_ELEMENT);
        into.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), begin);
        end = begin + column.byteLength;
      }
    },
  };
};

/** Runs `unpack` with the columns of `bytes`, which are copied. Throws RangeError where they are not exactly what it asks for. */
export const fromColumns = <T>(bytes: Uint8Array, unpack: () => T): T => {
  // Not `slice`: a Buffer's gives a view.
  block = new Uint8Array(bytes).buffer;
  readBytes = 0;
  const value = unpack();
  if (readBytes !== bytes.length) throw new RangeError(`${bytes.length - readBytes} bytes of columns belong to nothing`);
  return value;
};
