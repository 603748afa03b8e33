import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Milliseconds that every chunk from the server waits before it goes to the client; chunks keep their order. */
  delayAnswers(ms: number): void;
  /** Answers are read and thrown away; the connection stays open: what was asked is done, and the client never learns. */
  swallowAnswers(on: boolean): void;
  /** Nothing passes, in either direction; connections stay open, new ones are taken. */
  stall(on: boolean): void;
  /** Every connection ends with RST. */
  reset(): void;
  /** False: new connections are refused by RST at once. */
  accept(on: boolean): void;
  /** Bytes that came from clients, of all connections so far. */
  bytesIn(): number;
  /** HTTP requests that came from clients, of all connections so far. One begins a chunk, since its client awaits each answer. */
  requests(): number;
  close(): Promise<void>;
}

/** Stands between a client and a server on 127.0.0.1 and spoils what goes through, as a network can. A server that has to know the proxy's port gets its own later. */
export const tcpProxy = async (targetPort: number | (() => number)): Promise<TcpProxy> => {
  const pairs = new Set<readonly [Socket, Socket]>();
  let delayMs = 0;
  let swallow = false;
  let stalled = false;
  let accepting = true;
  let bytes = 0;
  let requests = 0;

  const pauseAll = (): void => {
    for (const pair of pairs) for (const socket of pair) stalled ? socket.pause() : socket.resume();
  };

  const server = createServer((client) => {
    if (!accepting) {
      client.resetAndDestroy();
      return;
    }
    const target = connect(typeof targetPort === 'number' ? targetPort : targetPort(), '127.0.0.1');
    const pair = [client, target] as const;
    pairs.add(pair);
    client.setNoDelay(true);
    target.setNoDelay(true);
    client.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (/^[A-Z]+ \//.test(chunk.toString('latin1', 0, 16))) requests += 1;
      if (!target.write(chunk)) {
        client.pause();
        target.once('drain', () => stalled || client.resume());
      }
    });
    target.on('data', (chunk: Buffer) => {
      if (swallow) return;
      if (delayMs === 0) client.write(chunk);
      else setTimeout(() => client.writable && client.write(chunk), delayMs);
    });
    const over = (): void => {
      pairs.delete(pair);
      client.destroy();
      target.destroy();
    };
    for (const socket of pair) {
      socket.on('error', over);
      socket.on('close', over);
    }
    if (stalled) pauseAll();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const reset = (): void => {
    for (const [client, target] of pairs) {
      client.resetAndDestroy();
      target.destroy();
    }
  };
  return {
    port: (server.address() as AddressInfo).port,
    delayAnswers: (ms) => {
      delayMs = ms;
    },
    swallowAnswers: (on) => {
      swallow = on;
    },
    stall: (on) => {
      stalled = on;
      pauseAll();
    },
    reset,
    accept: (on) => {
      accepting = on;
    },
    bytesIn: () => bytes,
    requests: () => requests,
    close: async () => {
      reset();
      server.close();
      await once(server, 'close');
    },
  };
};
