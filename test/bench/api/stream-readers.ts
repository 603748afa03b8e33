import { connect, type Socket } from 'node:net';

export interface StreamReaders {
  /** From now on arrivals count. */
  count(): void;
  /** ms from when the server made an event to its arrival, of those that read. */
  readonly delays: number[];
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

const mark = Buffer.from('"feed_now":"');
const eventMark = Buffer.from('event: levels\n');
const isoLength = 24;

/** Connections that read a stream, and tell by the `feed_now` of each `levels` how long it was on its way. Resolves when all have begun. */
export const streamReaders = async (options: StreamReadersOptions): Promise<StreamReaders> => {
  const delays: number[] = [];
  let counting = false;
  let lost = 0;
  let closing = false;
  const sockets: Socket[] = [];

  const arrived = (event: Buffer): void => {
    const at = event.indexOf(mark);
    if (!counting || at < 0) return;
    const madeMs = Date.parse(event.toString('latin1', at + mark.length, at + mark.length + isoLength));
    delays.push(Date.now() - options.feedOffsetMs - madeMs);
  };
  const open = (isStalled: boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: options.port });
      sockets.push(socket);
      socket.write(`GET ${options.path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${options.key}\r\n\r\n`);
      let tail = Buffer.alloc(0);
      socket.on('data', (chunk) => {
        resolve();
        if (isStalled) {
          socket.pause();
          return;
        }
        // An event may be cut anywhere: what follows its mark is looked at once enough of it is there.
        const text = tail.length === 0 ? chunk : Buffer.concat([tail, chunk]);
        let from = 0;
        for (;;) {
          const begin = text.indexOf(eventMark, from);
          if (begin < 0) break;
          const head = text.subarray(begin, begin + 400);
          if (head.length < 400) break;
          arrived(head);
          from = begin + eventMark.length;
        }
        const begin = text.indexOf(eventMark, from);
        tail = Buffer.from(begin >= 0 ? text.subarray(begin) : text.subarray(Math.max(from, text.length - eventMark.length)));
      });
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
    lost: () => lost,
    close: () => {
      closing = true;
      for (const socket of sockets) socket.destroy();
    },
  };
};
