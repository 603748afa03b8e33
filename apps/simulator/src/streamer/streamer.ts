import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { slotMs, slotsPerSecond } from '../market/act-time.ts';
import type { ServerContext } from '../server-context.ts';
import { type Connection, openConnection } from './connection.ts';

export interface StreamerStats {
  readonly connections: number;
  readonly loggedIn: number;
  readonly keys: number;
  readonly framesSent: number;
}

export interface Streamer {
  stats(): StreamerStats;
  /** Cuts every connection. */
  stop(): void;
}

/** The streaming server at `/ws` of an HTTP server: one user, one connection, each key looked at once a second. */
export const attachStreamer = (server: Server, context: ServerContext): Streamer => {
  const { clock, limits, faults, log } = context;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.clientFrameBytesMax, perMessageDeflate: false });
  const connections = new Set<Connection>();
  const tcp = new Map<Connection, Socket>();
  let user: Connection | null = null;
  let framesOfClosed = 0;

  const accept = (socket: WebSocket, request: IncomingMessage): void => {
    const connection = openConnection(context, socket, {
      loggedIn: (newcomer) => {
        if (user !== null && user !== newcomer) {
          log.info({}, 'streamer: a second login takes over');
          user.replaced();
        }
        user = newcomer;
      },
      closed: (gone) => {
        connections.delete(gone);
        tcp.delete(gone);
        framesOfClosed += gone.framesSent();
        if (user === gone) user = null;
      },
    });
    connections.add(connection);
    tcp.set(connection, request.socket);
  };

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const wanted = new URL(request.url ?? '/', 'http://simulator').pathname;
    if (wanted !== '/ws' || connections.size >= limits.connectionsMax || faults.holds('no-stream')) {
      socket.end(`HTTP/1.1 ${wanted === '/ws' ? '503 Service Unavailable' : '404 Not Found'}\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, accept);
  };
  server.on('upgrade', onUpgrade);

  for (const name of ['drop-fin', 'no-stream'] as const)
    faults.onInject(name, () => {
      for (const connection of connections) connection.cut();
    });
  faults.onInject('drop-rst', () => {
    for (const socket of tcp.values()) socket.resetAndDestroy();
  });
  faults.onInject('kick', () => user?.replaced());
  faults.onInject('oversize', (megabytes) => {
    for (const connection of connections) connection.sendRaw(`{"data":"${'x'.repeat(megabytes * 1024 * 1024)}"}`);
  });

  let lastSlot = Math.floor(clock.now() / slotMs);
  const stopPublishing = clock.every(slotMs, () => {
    const at = clock.now();
    const slot = Math.floor(at / slotMs);
    const due = new Set<number>();
    // The quarters that ended since the last turn; after a jump or a stall, each of them once.
    for (let each = Math.max(lastSlot, slot - slotsPerSecond); each < slot; each++) due.add(each % slotsPerSecond);
    lastSlot = slot;
    if (due.size > 0) for (const connection of connections) connection.publish(due, at);
  });

  return {
    stats: () => {
      let keys = 0;
      let framesSent = framesOfClosed;
      let loggedIn = 0;
      for (const connection of connections) {
        keys += connection.keyCount();
        framesSent += connection.framesSent();
        if (connection.isLoggedIn()) loggedIn++;
      }
      return { connections: connections.size, loggedIn, keys, framesSent };
    },
    stop: () => {
      stopPublishing();
      server.off('upgrade', onUpgrade);
      for (const connection of [...connections]) connection.cut();
      sockets.close();
    },
  };
};
