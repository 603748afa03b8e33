import type { Cancel, EpochMs } from '@gexstream/domain';
import { responseCode, type WireData } from '@gexstream/schwab/wire';
import type { WebSocket } from 'ws';
import { sfc32 } from '../market/random.ts';
import type { ServerContext } from '../server-context.ts';
import { simulatedUser } from '../settings.ts';
import { type ClientRequest, readClientFrame } from './client-requests.ts';
import { feedSession } from './feed-session.ts';
import { isFeedService } from './market-feed.ts';
import { heartbeatFrame, noticeFrame, responseFrame } from './server-frames.ts';
import { spoiledFrames } from './spoiled-frames.ts';

/** A peer that does not read its last frame is dropped after this long. */
const farewellMs = 1_000;

export interface ConnectionEvents {
  /** A login was accepted; the user's other connection has to go. */
  loggedIn(connection: Connection): void;
  closed(connection: Connection): void;
}

/** One client of the streamer. */
export interface Connection {
  /** Looks at the keys of these quarters of the second and sends what changed. */
  publish(slots: ReadonlySet<number>, at: EpochMs): void;
  /** Another connection took over. */
  replaced(): void;
  /** Without ceremony. */
  cut(): void;
  /** One frame, as it is. */
  sendRaw(text: string): void;
  isLoggedIn(): boolean;
  keyCount(): number;
  framesSent(): number;
}

/** Stands for a request that could not be read, in the reply that says so. */
const unreadable: ClientRequest = { service: 'ADMIN', command: '', requestId: '', customerId: '', correlId: '', parameters: {} };

export const openConnection = (context: ServerContext, socket: WebSocket, events: ConnectionEvents): Connection => {
  const { clock, limits, behaviour, desk, faults, log, onFrameSent } = context;
  const feed = feedSession(context);
  const random = sfc32(`faults/${context.seed}`);
  let login: ClientRequest | null = null;
  let ended = false;
  let frames = 0;
  let cancelHeartbeat: Cancel = () => {};
  let cancelIdle: Cancel = () => {};

  const send = (text: string, sent?: () => void): void => {
    if (socket.readyState !== socket.OPEN || faults.holds('stall')) return;
    frames++;
    onFrameSent(text);
    socket.send(text, sent);
  };

  /** Sends the last words, if any, then severs the connection. */
  const sever = (lastWords: string | null): void => {
    if (ended) return;
    ended = true;
    cancelHeartbeat();
    cancelIdle();
    if (lastWords === null) {
      socket.terminate();
      return;
    }
    const giveUp = clock.after(farewellMs, () => socket.terminate());
    socket.once('close', giveUp);
    send(lastWords, () => socket.terminate());
  };

  const stopStreaming = (msg: string): void => {
    log.info({ code: responseCode.stopStreaming, reason: msg }, 'streamer: connection stopped');
    sever(noticeFrame(clock.now(), responseCode.stopStreaming, msg));
  };

  const reply = (request: ClientRequest, code: number, msg: string): void => send(responseFrame(request, clock.now(), code, msg));

  const sendData = (data: readonly WireData[]): void => {
    if (data.length === 0) return;
    for (const { text, afterMs } of spoiledFrames(data, faults, random)) {
      if (afterMs === 0) send(text);
      else clock.after(afterMs, () => send(text));
    }
  };

  const watchIdle = (): void => {
    cancelIdle();
    cancelIdle = () => {};
    if (feed.keyCount() === 0)
      cancelIdle = clock.after(limits.emptySubscriptionMs, () => stopStreaming('Stop streaming due to empty subscription'));
  };

  const handleLogin = (request: ClientRequest): void => {
    const token = request.parameters.Authorization;
    const known = request.customerId === simulatedUser.customerId && request.correlId !== '';
    if (!known || typeof token !== 'string' || !desk.isAccessToken(token)) {
      log.info({ code: responseCode.loginDenied }, 'streamer: login denied');
      const denied = 'Login Denied.: token is invalid or has expired.';
      sever(responseFrame(request, clock.now(), responseCode.loginDenied, denied));
      return;
    }
    login = request;
    events.loggedIn(connection);
    reply(request, responseCode.success, 'server=s0000sim-1;status=NP');
    send(heartbeatFrame(clock.now()));
    cancelHeartbeat();
    cancelHeartbeat = clock.every(limits.heartbeatMs, () => {
      if (behaviour.streamAfterToken === 'ends' && !desk.isAccessToken(token)) sever(null);
      else send(heartbeatFrame(clock.now()));
    });
    watchIdle();
  };

  const handleCommand = (request: ClientRequest): void => {
    if (request.service === 'ADMIN' && request.command === 'LOGOUT') {
      reply(request, responseCode.success, 'SUCCESS');
      socket.close(1000);
    } else if (isFeedService(request.service)) {
      const { replies, show } = feed.handle(request, request.service);
      for (const { code, msg } of replies) reply(request, code, msg);
      for (const data of feed.snapshot(request.service, show, clock.now())) sendData([data]);
      watchIdle();
    } else {
      reply(request, responseCode.serviceNotAvailable, 'Service not available or temporary down.');
    }
  };

  const handle = (request: ClientRequest): void => {
    if (request.service === 'ADMIN' && request.command === 'LOGIN') handleLogin(request);
    else if (login === null || request.correlId !== login.correlId || request.customerId !== login.customerId)
      reply(request, responseCode.streamConnNotFound, 'Stream connection not found');
    else handleCommand(request);
  };

  const connection: Connection = {
    publish: (slots, at) => {
      if (ended || login === null) return;
      if (socket.bufferedAmount > limits.sendBufferBytesMax) stopStreaming('Stop streaming due to slow consumption');
      else sendData(feed.changes(slots, at));
    },
    replaced: () => {
      const msg = 'Connection closed: the user has connected elsewhere';
      if (login === null || behaviour.takeoverNotice === 'none') sever(null);
      else if (behaviour.takeoverNotice === 'notify') sever(noticeFrame(clock.now(), responseCode.closeConnection, msg));
      else sever(responseFrame(login, clock.now(), responseCode.closeConnection, msg));
    },
    cut: () => sever(null),
    sendRaw: (text) => send(text),
    isLoggedIn: () => login !== null && !ended,
    keyCount: () => feed.keyCount(),
    framesSent: () => frames,
  };

  socket.on('message', (message) => {
    for (const request of readClientFrame(String(message))) {
      if (ended) return;
      if (request === null) reply(unreadable, responseCode.badCommandFormat, 'Bad command formatting');
      else handle(request);
    }
  });
  // An oversized or broken frame: the close code goes out by itself, and the close event follows.
  socket.on('error', (error) => log.info({ error: error.message }, 'streamer: socket error'));
  socket.on('close', () => {
    sever(null);
    events.closed(connection);
  });
  return connection;
};
