import { addExtension } from 'msgpackr';
import { blockViews, pack, packedBytes, packingOf, packings, unpack } from './packed-column.ts';

/**
 * Typed arrays of an event stand together in one block behind its MessagePack, each at a multiple of its element's size; in the
 * MessagePack stands only kind and length, in the same order. Doubles are packed where that loses nothing. Reading lays views over one
 * ArrayBuffer: one for each column would cost more than all else that reading a frame does. Little-endian, as every platform of Node is.
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

/** The number of a column in the MessagePack is its length times this, plus its kind; the packed ones follow the plain ones. */
const kindsMax = 32;
/** In the format before, which packs nothing. */
const plainKindsMax = 16;
/** msgpackr's extensions are one table for all of a process; 'c' is free in it. */
const extensionType = 0x63;
/** No record asks for more: what is broken shall not take all memory before it is found out. */
const memoryBytesMax = 2 ** 28;

interface Written {
  readonly column: Column;
  readonly begin: number;
  readonly packed: ReturnType<typeof packingOf>;
}

/** Blocks of frames are read through views that are made once; what is larger (a snapshot) gets its own. */
const usualBlock = blockViews(64 * 1024);

/** msgpackr calls back within `pack` and `unpack`, which do not await: one block is at hand at a time. */
let written: Written[] = [];
let writtenBytes = 0;
let memoryBytes = 0;
let block = usualBlock;
let blockKindsMax = kindsMax;
let readBytes = 0;
let memory = new ArrayBuffer(0);

const aligned = (offset: number, size: number): number => Math.ceil(offset / size) * size;

const kindOf = (column: Column): number => {
  const kind = kinds.findIndex((each) => column instanceof each);
  if (kind < 0) throw new TypeError(`A column is a typed array of numbers, got ${column.constructor.name}`);
  return kind;
};

const write = (column: Column): number => {
  const packed = column instanceof Float64Array ? packingOf(column) : null;
  const size = column.BYTES_PER_ELEMENT;
  const begin = aligned(writtenBytes, size);
  written.push({ column, begin, packed });
  writtenBytes = begin + (packed === null ? column.byteLength : packedBytes(packed.packing, column.length));
  memoryBytes = aligned(memoryBytes, size) + column.byteLength;
  const kind = packed === null ? kindOf(column) : kinds.length + packings.indexOf(packed.packing);
  return column.length * kindsMax + kind;
};

const read = (number: number): Column => {
  const kind = number % blockKindsMax;
  const length = Math.floor(number / blockKindsMax);
  const packing = packings[kind - kinds.length];
  const Kind = packing === undefined ? kinds[kind] : Float64Array;
  if (Kind === undefined) throw new RangeError(`unknown kind of column ${kind}`);
  const size = Kind.BYTES_PER_ELEMENT;
  const begin = aligned(readBytes, size);
  memoryBytes = aligned(memoryBytes, size);
  // Throws where there is no room for as many.
  const column = new Kind(memory, memoryBytes, length);
  memoryBytes += column.byteLength;
  readBytes = begin + (packing === undefined ? column.byteLength : packedBytes(packing, length));
  if (packing !== undefined) unpack(column as Float64Array, packing, block, begin);
  else new Uint8Array(memory, column.byteOffset, column.byteLength).set(block.bytes.subarray(begin, readBytes));
  return column;
};

// Every typed array's class extends this one.
addExtension({ Class: Object.getPrototypeOf(Uint8Array), type: extensionType, write, read });

export interface PackedEvent {
  readonly packed: Uint8Array;
  /** Of all columns, as they are written and as they are in memory. */
  readonly bytes: number;
  readonly memoryBytes: number;
  readonly place: (into: Uint8Array) => void;
}

/** Runs `packEvent`; `place` writes the columns it met, `bytes` in all, behind its result. */
export const withColumns = (packEvent: () => Uint8Array): PackedEvent => {
  written = [];
  writtenBytes = 0;
  memoryBytes = 0;
  const packed = packEvent();
  const [columns, bytes] = [written, writtenBytes];
  const place = (into: Uint8Array): void => {
    const views = blockViews(bytes);
    for (const { column, begin, packed: how } of columns) {
      if (how !== null) pack(column as Float64Array, how.packing, how.base, views, begin);
      else views.bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), begin);
    }
    into.set(views.bytes.subarray(0, bytes));
  };
  return { packed, bytes, memoryBytes, place };
};

/** How the columns of a record stand there. */
export interface BlockFormat {
  /** What they take in memory. */
  readonly memoryBytes: number;
  /** Some may be packed; in the format before none is. */
  readonly packs: boolean;
}

/** Runs `unpackEvent` with the columns of `bytes`, which are copied. Throws RangeError where they are not exactly what it asks for. */
export const fromColumns = <T>(bytes: Uint8Array, format: BlockFormat, unpackEvent: () => T): T => {
  if (format.memoryBytes > memoryBytesMax) throw new RangeError(`its columns would take ${format.memoryBytes} bytes`);
  block = bytes.length <= usualBlock.bytes.length ? usualBlock : blockViews(bytes.length);
  block.bytes.set(bytes);
  memory = new ArrayBuffer(format.memoryBytes);
  blockKindsMax = format.packs ? kindsMax : plainKindsMax;
  readBytes = 0;
  memoryBytes = 0;
  const value = unpackEvent();
  if (readBytes !== bytes.length) throw new RangeError(`${bytes.length - readBytes} bytes of columns belong to nothing`);
  if (memoryBytes !== format.memoryBytes) throw new RangeError('its columns are fewer than it says');
  return value;
};
