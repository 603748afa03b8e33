import { connect, type Socket } from 'node:net';

/** Connections that send the same request again and again, one at a time each: little work for a request, so that the server's shows. */
export interface HttpConnections {
  /** Sends it on a connection that is free; false when none is. */
  send(onDone: () => void): boolean;
  close(): void;
}

const headEnd = Buffer.from('\r\n\r\n');

/** An answer of another status, or without a length, goes to `onWrong`. */
export const httpConnections = async (
  port: number,
  request: string,
  count: number,
  onWrong: (why: string) => void,
  status = 200,
): Promise<HttpConnections> => {
  const bytes = Buffer.from(request);
  const free: ((onDone: () => void) => void)[] = [];
  const sockets = await Promise.all(Array.from({ length: count }, () => opened(port)));
  for (const socket of sockets) {
    let left = 0;
    let head: Buffer | null = null;
    let done: (() => void) | null = null;
    const send = (onDone: () => void): void => {
      done = onDone;
      socket.write(bytes);
    };
    const finished = (): void => {
      const onDone = done!;
      done = null;
      free.push(send);
      onDone();
    };
    socket.on('data', (chunk) => {
      if (done === null) return onWrong('bytes that nobody asked for');
      if (left > 0) {
        left -= chunk.length;
        if (left <= 0) finished();
        return;
      }
      head = head === null ? chunk : Buffer.concat([head, chunk]);
      const end = head.indexOf(headEnd);
      if (end < 0) return;
      const text = head.toString('latin1', 0, end);
      const length = /content-length: (\d+)/i.exec(text)?.[1];
      if (!text.startsWith(`HTTP/1.1 ${status}`) || length === undefined) onWrong(text.slice(0, 200));
      left = Number(length ?? 0) - (head.length - end - headEnd.length);
      head = null;
      if (left <= 0) {
        left = 0;
        finished();
      }
    });
    socket.on('error', (error) => onWrong(error.message));
    free.push(send);
  }
  return {
    send: (onDone) => {
      const send = free.pop();
      send?.(onDone);
      return send !== undefined;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
};

const opened = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });

/** Sorts them; p in 0…1. */
export const percentiles = (values: readonly number[]): ((p: number) => number) => {
  const sorted = Float64Array.from(values).sort();
  return (p) => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
};
