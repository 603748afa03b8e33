import type { Writable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { AlertBody } from '../contract/alerts.ts';
import { GexAll } from '../contract/gex.ts';
import { MarketSentimentBody, ScanStatusBody, TopOpportunities } from '../contract/scanner.ts';
import { FeedState } from '../contract/status.ts';
import { CellsChange, LevelsEvent, SnapshotEvent } from '../contract/stream.ts';
import { canonicalSymbol, SymbolList } from '../contract/symbol.ts';
import { notFollowed } from '../live/known-symbol.ts';
import type { LiveView } from '../live/live-view.ts';
import { ProblemError } from '../server/problem.ts';
import type { ChangeStream } from '../stream/change-stream.ts';
import type { FullStream } from '../stream/full-stream.ts';
import { problemResponses } from './problem-responses.ts';

declare module 'fastify' {
  interface FastifySchema {
    /** Event name → schema of its data: an extension of OpenAPI, which has no words for event streams. */
    readonly 'x-events'?: Readonly<Record<string, object>>;
  }
}

const StreamQuerystring = Type.Object({ symbols: Type.Optional(SymbolList) }, { additionalProperties: false });
const NoQuery = Type.Object({}, { additionalProperties: false });

const eventStream = (description: string) => ({
  description,
  content: { 'text/event-stream': { schema: Type.String() } },
});

export interface StreamRouteOptions {
  readonly view: LiveView;
  /** Symbols that the scanner has anything of. */
  readonly scanned: () => readonly string[];
  readonly changes: ChangeStream;
  readonly full: FullStream;
  readonly clientsMax: number;
  readonly stalledMsMax: number;
  readonly memoryShort: () => boolean;
}

/** Open for hours and not counted by the rate limit: their number is limited instead. */
const uncounted = { config: { counted: false }, exposeHeadRoute: false };

export const streamRoutes = (app: FastifyInstance, options: StreamRouteOptions): void => {
  const { view, scanned, changes, full, clientsMax, stalledMsMax, memoryShort } = options;
  const admit = (): void => {
    const taken = changes.clients() + full.clients() >= clientsMax;
    if (!taken && !memoryShort()) return;
    const why = taken ? `All ${clientsMax} streams are taken` : 'Streams are not served while memory is short';
    throw new ProblemError('too-many-streams', `${why}; try again later, or poll /api/gex`);
  };

  app.get(
    '/api/stream',
    {
      ...uncounted,
      schema: {
        tags: ['streams'],
        summary: 'The old heatmap’s stream: unnamed events, each all of `/api/gex`, at most one a second, on change',
        querystring: NoQuery,
        response: {
          200: eventStream('Each `data` is as in `x-events`'),
          ...problemResponses.badInput,
          ...problemResponses.tooManyStreams,
        },
        'x-events': { message: GexAll },
      },
    },
    (request, reply) => {
      admit();
      full.attach(openStream(request, reply, stalledMsMax), () => {});
    },
  );

  app.get<{ Querystring: Static<typeof StreamQuerystring> }>(
    '/api/v1/stream',
    {
      ...uncounted,
      schema: {
        tags: ['streams'],
        summary: 'Snapshot, then changes; `Last-Event-ID` resumes within 60 s',
        querystring: StreamQuerystring,
        headers: Type.Object({ 'last-event-id': Type.Optional(Type.String({ maxLength: 64 })) }),
        response: {
          200: eventStream('Events named as in `x-events`, each with an id; a comment when nothing else is said'),
          ...problemResponses.badInput,
          ...problemResponses.unknownSymbol,
          ...problemResponses.tooManyStreams,
        },
        'x-events': {
          snapshot: SnapshotEvent,
          levels: LevelsEvent,
          cells: CellsChange,
          status: FeedState,
          opportunities: TopOpportunities,
          sentiment: MarketSentimentBody,
          scan: ScanStatusBody.items,
          alert: AlertBody,
        },
      },
    },
    (request, reply) => {
      const symbols = askedSymbols(view, scanned(), request.query.symbols);
      admit();
      const lastEventId = request.headers['last-event-id'];
      changes.attach(openStream(request, reply, stalledMsMax), {
        symbols,
        lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
        onClosed: () => {},
      });
    },
  );
};

/** A symbol that nobody follows or scans would make a stream that never says anything. */
const askedSymbols = (view: LiveView, scanned: readonly string[], text: string | undefined): ReadonlySet<string> | null => {
  if (text === undefined) return null;
  const asked = new Set(text.split(',').map(canonicalSymbol));
  const followed = new Set([...(view.feedStatus()?.body.symbols ?? []).map(({ underlying }) => underlying), ...scanned]);
  const unknown = [...asked].find((symbol) => view.answers(symbol) === undefined && !followed.has(symbol));
  // Before anything is known, what will be followed is not either.
  if (unknown !== undefined && (followed.size > 0 || view.symbols().length > 0)) {
    const message = notFollowed(unknown, [...new Set([...followed, ...view.symbols()])]);
    throw new ProblemError('unknown-symbol', message, [{ field: 'symbols', message }]);
  }
  return asked;
};

/**
 * Takes the connection from the framework; the headers that its hooks have set go along. It ends when its key is revoked, and when nothing
 * of what waits for it is taken any more: the heartbeat keeps any other from being idle so long. Its end is the answer's, without chunks:
 * so an event's bytes are the same for all readers and go to the socket as they are, in one call of the system each.
 */
const openStream = ({ caller }: FastifyRequest, reply: FastifyReply, stalledMsMax: number): Writable => {
  reply.hijack();
  const end = (): void => void reply.raw.destroy();
  reply.raw.setTimeout(stalledMsMax, end);
  caller?.revoked?.addEventListener('abort', end);
  reply.raw.once('close', () => caller?.revoked?.removeEventListener('abort', end));
  reply.raw.useChunkedEncodingByDefault = false;
  reply.raw.writeHead(200, {
    ...definedHeaders(reply),
    connection: 'close',
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // A proxy that gathers answers would hold events back.
    'x-accel-buffering': 'no',
  });
  reply.raw.flushHeaders();
  // Whoever asks before the answer before has ended has no socket yet.
  return reply.raw.socket ?? reply.raw;
};

const definedHeaders = (reply: FastifyReply): Record<string, string | number | string[]> => {
  const headers: Record<string, string | number | string[]> = {};
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) headers[name] = value;
  return headers;
};
