import { type Envelope, type EpochMs, epochMs } from '@gexstream/domain';
import { logStartMs } from './market-log.ts';

/** A feed that is live at `eventMs` of its own time, as of `wallMs`, with these symbols. */
export const liveFeedStatus = (eventMs: EpochMs, wallMs: EpochMs, symbols: readonly string[]): Envelope<string, unknown> => ({
  kind: 'feed-status',
  version: 1,
  feed: 'sim',
  run: 'r1',
  underlying: '*',
  seq: 0,
  eventMs,
  receiveMs: epochMs(logStartMs),
  emitMs: epochMs(logStartMs),
  sessionDate: '2026-11-20',
  body: {
    state: 'live',
    detail: 'simulator connected',
    wallMs,
    speed: 1,
    symbols: symbols.map((underlying) => ({
      underlying,
      contracts: 246,
      streamed: 246,
      polled: 0,
      lastChainMs: null,
      lastEventMs: null,
    })),
    lastGap: null,
    loginExpiresMs: null,
    restCircuit: 'closed',
  },
});
