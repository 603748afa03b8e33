import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { wireBot, wireGuild } from './wire.ts';
import { botId, type World } from './world.ts';

const op = { dispatch: 0, heartbeat: 1, identify: 2, resume: 6, reconnect: 7, invalid: 9, hello: 10, ack: 11 } as const;
/** GUILDS: what is known of servers and their channels. All others would have to be asked for in the portal, or are of no use to this bot. */
const guildsIntent = 1;

interface Session {
  readonly id: string;
  socket: WebSocket | null;
  /** The last of what was told: who resumes is told what he has not seen. */
  readonly told: { readonly t: string; readonly d: unknown; readonly s: number }[];
  /** Number of the last. */
  last: number;
}

/** Of a session; whoever has seen less cannot resume it. */
const keptEventsMax = 1_000;

export interface FakeGateway {
  readonly connected: () => boolean;
  /** How often bots began a session, and went on with one. */
  readonly counts: { identified: number; resumed: number };
  /** As an event of the session; kept for it while nobody is connected. */
  tell(type: string, data: unknown): void;
  /** Op 7. */
  askToReconnect(): void;
  /** Op 9: the session is over, or can be resumed. */
  invalidate(resumable: boolean): void;
  close(code: number): void;
  /** Heartbeats are not answered until somebody connects again. */
  stopAcking(): void;
  stop(): void;
}

export const openGateway = (world: World, http: Server, token: string, heartbeatMs: number): FakeGateway => {
  const server = new WebSocketServer({ server: http });
  const counts = { identified: 0, resumed: 0 };
  let session: Session | null = null;
  let acking = true;

  const send = (socket: WebSocket, message: object): void =>
    void socket.send(JSON.stringify({ t: null, s: null, d: null, ...message }));
  const tell = (type: string, data: unknown): void => {
    if (session === null) return;
    const event = { t: type, d: data, s: ++session.last };
    session.told.push(event);
    if (session.told.length > keptEventsMax) session.told.shift();
    if (session.socket !== null) send(session.socket, { op: op.dispatch, ...event });
  };

  const identify = (socket: WebSocket, { token: given, intents }: { token: string; intents: number }): void => {
    if (given !== token) {
      socket.close(4004, 'Authentication failed.');
      return;
    }
    if ((intents & ~guildsIntent) !== 0) {
      socket.close(4014, 'Disallowed intent(s).');
      return;
    }
    counts.identified++;
    session = { id: `session${counts.identified}`, socket, told: [], last: 0 };
    const guilds = [...world.guilds.values()].filter(({ hasBot }) => hasBot);
    tell('READY', {
      v: 10,
      user: wireBot,
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      session_type: 'normal',
      resume_gateway_url: world.gatewayUrl,
      shard: [0, 1],
      application: { id: botId, flags: 0 },
    });
    for (const guild of guilds) tell('GUILD_CREATE', wireGuild(world, guild));
  };

  const resume = (
    socket: WebSocket,
    { token: given, session_id, seq }: { token: string; session_id: string; seq: number },
  ): void => {
    if (given !== token) {
      socket.close(4004, 'Authentication failed.');
      return;
    }
    if (session === null || session.id !== session_id || seq < session.last - session.told.length) {
      send(socket, { op: op.invalid, d: false });
      return;
    }
    counts.resumed++;
    session.socket = socket;
    for (const event of session.told.filter(({ s }) => s > seq)) send(socket, { op: op.dispatch, ...event });
    tell('RESUMED', {});
  };

  server.on('connection', (socket) => {
    acking = true;
    send(socket, { op: op.hello, d: { heartbeat_interval: heartbeatMs, _trace: [] } });
    socket.on('close', () => {
      if (session?.socket === socket) session.socket = null;
    });
    socket.on('message', (data) => {
      const { op: code, d } = JSON.parse(String(data)) as { op: number; d: never };
      if (code === op.heartbeat && acking) send(socket, { op: op.ack });
      if (code === op.identify) identify(socket, d);
      if (code === op.resume) resume(socket, d);
    });
  });

  const socket = (): WebSocket => {
    if (session?.socket == null) throw new Error('no bot is connected');
    return session.socket;
  };
  return {
    connected: () => session?.socket != null,
    counts,
    tell,
    askToReconnect: () => send(socket(), { op: op.reconnect }),
    invalidate: (resumable) => {
      const to = socket();
      if (!resumable) session = null;
      send(to, { op: op.invalid, d: resumable });
    },
    close: (code) => socket().close(code),
    stopAcking: () => {
      acking = false;
    },
    stop: () => {
      for (const one of server.clients) one.terminate();
      server.close();
    },
  };
};
