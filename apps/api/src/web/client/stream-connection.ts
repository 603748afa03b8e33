import type { AlertAnswer } from '../../contract/alerts.ts';
import type { GexDetailBody } from '../../contract/gex.ts';
import type { FeedStateBody } from '../../contract/status.ts';
import type { CellsChangeBody, LevelsEventBody, SnapshotEventBody } from '../../contract/stream.ts';
import { getDetail, getFeedState } from './api-client.ts';
import { afterMs, everyMs, nowMs } from './browser-clock.ts';

export type ConnectionMode = 'connecting' | 'live' | 'polling' | 'paused';

export interface Connection {
  readonly mode: ConnectionMode;
  /** What failed last, for the reader; null while all is well. */
  readonly problem: string | null;
}

export interface StreamHandlers {
  snapshot(event: SnapshotEventBody): void;
  levels(event: LevelsEventBody): void;
  cells(event: CellsChangeBody): void;
  status(event: FeedStateBody): void;
  alert(event: AlertAnswer): void;
  detail(answer: GexDetailBody): void;
  connection(connection: Connection): void;
}

export interface StreamConnection {
  /** Follows one symbol from now on, beginning with its snapshot. An empty name follows the feed's state alone. */
  follow(symbol: string): void;
  /** Closes the stream and any polling, until `follow` is called again. */
  pause(): void;
}

export const pollEveryMs = 30_000;
/** The server says something at least every 5 s: after three such silences the link is dead, whatever the browser believes. */
const silenceMsMax = 16_000;
const retryMsMin = 3_000;
const retryMsMax = 30_000;

/**
 * The stream while it works; when it fails, polling every 30 s, while a new stream is tried again and again. The browser's own reconnecting
 * is not waited for: a page must not sit silent while numbers can be had another way.
 */
export const streamConnection = (handlers: StreamHandlers): StreamConnection => {
  let symbol = '';
  let events: EventSource | null = null;
  let mode: ConnectionMode = 'connecting';
  let heardMs = nowMs();
  let retryMs = retryMsMin;
  let cancelRetry = (): void => {};
  let cancelPolling = (): void => {};

  const say = (next: ConnectionMode, problem: string | null): void => {
    mode = next;
    handlers.connection({ mode, problem });
  };

  const close = (): void => {
    cancelRetry();
    events?.close();
    events = null;
  };

  const stopPolling = (): void => {
    cancelPolling();
    cancelPolling = () => {};
  };

  const open = (): void => {
    close();
    heardMs = nowMs();
    const source = new EventSource(`/api/v1/stream${symbol === '' ? '' : `?symbols=${encodeURIComponent(symbol)}`}`);
    events = source;
    const on = <Body>(name: string, handle: (body: Body) => void): void =>
      source.addEventListener(name, (event: MessageEvent<string>) => {
        if (source !== events) return;
        heard();
        handle(JSON.parse(event.data) as Body);
      });
    source.addEventListener('open', () => source === events && heard());
    source.addEventListener('error', () => source === events && fail('The live stream broke off'));
    on('snapshot', handlers.snapshot);
    on('levels', handlers.levels);
    on('cells', handlers.cells);
    on('status', handlers.status);
    on('alert', handlers.alert);
  };

  const heard = (): void => {
    heardMs = nowMs();
    retryMs = retryMsMin;
    if (mode === 'live') return;
    stopPolling();
    say('live', null);
  };

  const fail = (reason: string): void => {
    close();
    cancelRetry = afterMs(retryMs, open);
    retryMs = Math.min(retryMsMax, retryMs * 2);
    if (mode === 'polling') return;
    say('polling', reason);
    cancelPolling = everyMs(pollEveryMs, () => void poll());
    void poll();
  };

  const poll = async (): Promise<void> => {
    const asked = symbol;
    try {
      const feed = await getFeedState();
      if (mode === 'polling') handlers.status(feed);
      const detail = asked === '' ? null : await getDetail(asked);
      if (mode !== 'polling' || asked !== symbol) return;
      if (detail !== null) handlers.detail(detail);
      say('polling', null);
    } catch (cause) {
      if (mode === 'polling') say('polling', cause instanceof Error ? cause.message : String(cause));
    }
  };

  everyMs(1_000, () => {
    if (events !== null && nowMs() - heardMs > silenceMsMax) fail('The live stream fell silent');
  });

  return {
    follow(next) {
      symbol = next;
      stopPolling();
      say('connecting', null);
      retryMs = retryMsMin;
      open();
    },
    pause() {
      close();
      stopPolling();
      say('paused', null);
    },
  };
};
