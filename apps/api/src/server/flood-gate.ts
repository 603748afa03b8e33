import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '@gexstream/domain/time';
import type { ShownKey } from './authorization.ts';
import { askerOf } from './rate-limits.ts';
import type { RequestCounter } from './request-counter.ts';
import type { SecurityHeaders } from './security-headers.ts';
import type { ServedRoute } from './served-routes.ts';
import { type TooManyAnswer, tooManyAnswers } from './too-many-answers.ts';

/** Whoever was refused so often in his minute, and goes on, waits for each answer. */
export const refusedBeforeHeld = 1_000;
export const heldMs = 1_000;
/** Between two answers that were held: what came in one moment would else go out in one, and others wait behind it. */
export const heldGapMs = 5;
/** Answers held back at one moment; more go out at once, so that no flood takes all connections. */
const heldMax = 500;

/** Refuses those that have been told already that they asked too often, before anything else is done for them. */
export interface FloodGate {
  /** Whether the request was answered here; false lets it in. */
  refuses(request: IncomingMessage, response: ServerResponse): boolean;
}

export interface FloodGateOptions {
  /** Of each key, and of each address where none is shown. */
  readonly requests: RequestCounter;
  /** Of each address, without a right key. */
  readonly refusals: RequestCounter;
  /** null where no key is asked for. */
  readonly shownKey: ShownKey | null;
  /** Grows until the server listens. */
  readonly routes: readonly ServedRoute[];
  readonly security: SecurityHeaders;
  readonly clock: Clock;
}

/**
 * Who floods is refused a thousand times a second, so his requests come to no route, hook or check of ours: who asks is known by a look at his
 * key or address, and the answer is made already. What is left of a refusal is the system's work for its bytes; so who goes on gets one a second or
 * fewer on each connection, and it is he who waits.
 */
export const floodGate = ({ requests, refusals, shownKey, routes, security, clock }: FloodGateOptions): FloodGate => {
  const requestsOver = tooManyAnswers(requests.max, security, clock);
  const refusalsOver = tooManyAnswers(refusals.max, security, clock);
  const held = new Set<Socket>();

  /** By its plain address: in others it is refused like the rest. */
  const routeOf = ({ method, url }: IncomingMessage): ServedRoute | undefined => {
    const path = url!.split('?', 1)[0]!;
    return routes.find((route) => route.path === path && route.method === method);
  };

  /** Where he stands and what he is told; null lets him in. */
  const overLimit = (request: IncomingMessage): { readonly times: number; readonly answer: TooManyAnswer } | null => {
    const key = shownKey === null ? null : shownKey(request);
    const asker = askerOf(key?.name ?? null, request.socket.remoteAddress);
    const isUnknown = shownKey !== null && key === null;
    if (!requests.isOver(asker) && !(isUnknown && refusals.isOver(asker))) return null;
    const route = routeOf(request);
    const [counter, answerTo] = isUnknown && route?.access !== 'public' ? [refusals, refusalsOver] : [requests, requestsOver];
    if (!counter.isOver(asker) || (counter === requests && route?.counted === false)) return null;
    const standing = counter.count(asker);
    return { times: -standing.left, answer: answerTo(standing) };
  };

  let lastHeldUntil = 0;
  const hold = (socket: Socket, response: ServerResponse, answer: () => void): void => {
    held.add(socket);
    const now = clock.now();
    // Those who left meanwhile make nobody wait longer than all places do.
    lastHeldUntil = Math.max(now + heldMs, Math.min(lastHeldUntil, now + heldMs + heldMax * heldGapMs) + heldGapMs);
    const cancel = clock.after(lastHeldUntil - now, answer);
    response.once('close', () => {
      cancel();
      held.delete(socket);
    });
  };

  return {
    refuses: (request, response) => {
      const over = overLimit(request);
      if (over === null) return false;
      const { socket } = request;
      const answer = (): void => void response.writeHead(429, over.answer.head).end(over.answer.body);
      // Who sends more before he is answered would make what waits grow.
      if (held.has(socket)) socket.destroy();
      else if (over.times > refusedBeforeHeld && held.size < heldMax) hold(socket, response, answer);
      else answer();
      return true;
    },
  };
};

/** Puts the gate before what answers the server's requests now. */
export const guard = (server: Server, gate: FloodGate): void => {
  const answering = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (!gate.refuses(request, response)) for (const answer of answering) answer(request, response);
  });
};
