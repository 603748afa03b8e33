import { Socket } from 'node:net';

export interface StreamReaders {
  /** From now on arrivals count. */
  count(): void;
  /** ms from when the server made an event to its arrival, of those that read. */
  readonly delays: number[];
  /** Bytes that came to those that read, since `count`. */
  bytes(): number;
  /** Readers that read and whose connection ended. */
  lost(): number;
  close(): void;
}

export interface StreamReadersOptions {
  readonly port: number;
  readonly path: string;
  readonly key: string;
  readonly readers: number;
  /** Of them, so many take their first bytes and then nothing. */
  readonly stalled: number;
  /** The wall clock's ms when the feed's was at 0. */
  readonly feedOffsetMs: number;
}

const levelsLine = Buffer.from('event: levels');
const mark = Buffer.from('"feed_now":"');
const newline = 10;
const isoLength = 24;

/**
 * Connections that read a stream, and tell by the `feed_now` of each `levels` how long it was on its way. Resolves when all have begun.
 * All bytes are read, into one buffer that all share: a thousand readers are one process here and its own work must not be what is measured.
 */
export const streamReaders = async (options: StreamReadersOptions): Promise<StreamReaders> => {
  const delays: number[] = [];
  let counting = false;
  let bytes = 0;
  let lost = 0;
  let closing = false;
  const sockets: Socket[] = [];
  const shared = Buffer.allocUnsafe(1 << 18);

  const arrived = (text: Buffer, event: number): void => {
    const at = text.indexOf(mark, event) + mark.length;
    const madeMs = Date.parse(text.toString('latin1', at, at + isoLength));
    delays.push(Date.now() - options.feedOffsetMs - madeMs);
  };
  /** Looks at the events in it, line by line, for an event's data are one; returns where one begins that is not there in full yet. */
  const look = (text: Buffer): number => {
    let event = 0;
    let isLevels = false;
    for (let line = 0; ; ) {
      const end = text.indexOf(newline, line);
      if (end < 0) return event;
      if (end === line) {
        if (isLevels && counting) arrived(text, event);
        event = end + 1;
        isLevels = false;
      } else isLevels ||= text.compare(levelsLine, 0, levelsLine.length, line, end) === 0;
      line = end + 1;
    }
  };
  const open = (isStalled: boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      /** An event may be cut anywhere. */
      let tail: Buffer | null = null;
      const take = (length: number): boolean => {
        resolve();
        if (isStalled) return false;
        if (counting) bytes += length;
        const came = shared.subarray(0, length);
        const text = tail === null ? came : Buffer.concat([tail, came]);
        const rest = look(text);
        tail = rest < text.length ? Buffer.from(text.subarray(rest)) : null;
        return true;
      };
      const socket = new Socket({ onread: { buffer: shared, callback: take } });
      sockets.push(socket);
      socket.connect({ host: '127.0.0.1', port: options.port });
      socket.write(`GET ${options.path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${options.key}\r\n\r\n`);
      socket.on('error', reject);
      socket.on('close', () => {
        if (!closing && !isStalled) lost++;
      });
    });
  await Promise.all(Array.from({ length: options.readers }, (_, index) => open(index < options.stalled)));
  return {
    count: () => {
      counting = true;
    },
    delays,
    bytes: () => bytes,
    lost: () => lost,
    close: () => {
      closing = true;
      for (const socket of sockets) socket.destroy();
    },
  };
};
