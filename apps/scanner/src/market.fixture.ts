import {
  type Envelope,
  easternTime,
  epochMs,
  formatOsi,
  type MarketEvent,
  type OptionUpdates,
  optionField,
  sessionDate,
} from '@gexstream/domain';

/** Half past ten in New York, on a Friday. */
export const start = easternTime('2026-11-20', 10, 30);
export const expiries = ['2026-11-20', '2026-11-27', '2026-12-04', '2026-12-11', '2026-12-18'];

/** Events of one symbol as ingest would number them, at seconds after `start`. */
export const marketOf = (underlying: string) => {
  let seq = 0;
  const at = (second: number, body: Pick<MarketEvent, 'kind' | 'body'>, mark = false): MarketEvent => {
    const eventMs = epochMs(start + second * 1_000);
    seq += mark ? 0 : 1;
    const head: Omit<Envelope<string, unknown>, 'kind' | 'body'> = {
      version: 1,
      feed: 'sim',
      run: 'r1',
      underlying: mark ? '*' : underlying,
      seq: mark ? 0 : seq,
      eventMs,
      receiveMs: eventMs,
      emitMs: eventMs,
      sessionDate: sessionDate(eventMs),
    };
    return { ...head, ...body } as MarketEvent;
  };
  return {
    at,
    mark: (second: number) => at(second, { kind: 'time-mark', body: {} }, true),
    quote: (second: number, last: number, volume: number) =>
      at(second, { kind: 'underlying-quote', body: { origin: 'stream', last, volume } }),
    chain: (second: number) => at(second, { kind: 'option-updates', body: wholeChain(underlying) }),
    round: (second: number, calls = 1, reason = '') =>
      at(second, {
        kind: 'demand-round',
        body: {
          app: 'scanner',
          fromDate: expiries[0]!,
          toDate: expiries.at(-1)!,
          calls,
          windows: 1,
          givenUp: reason === '' ? 0 : 1,
          reason,
        },
      }),
    volume: (second: number, symbol: string, volume: number) =>
      at(second, {
        kind: 'option-updates',
        body: {
          origin: 'stream',
          symbols: [symbol],
          mask: Uint16Array.of(optionField.volume),
          columns: { volume: Float64Array.of(volume) },
        },
      }),
  };
};

export const callAt = (underlying: string, strike: number, expiry = expiries[1]!): string =>
  formatOsi({ root: underlying, expiry, side: 'call', strike });

/** Strikes 80 to 120 at 5 expiries, 1000 of open interest each, IV falling with the strike; nothing traded. */
const wholeChain = (root: string): OptionUpdates => {
  const contracts = expiries.flatMap((expiry) =>
    Array.from({ length: 41 }, (_, i) => 80 + i).flatMap((strike) =>
      (['call', 'put'] as const).map((side) => ({ root, expiry, side, strike })),
    ),
  );
  const column = (value: (strike: number) => number) => Float64Array.from(contracts, ({ strike }) => value(strike));
  const { openInterest, iv, bid, ask, volume } = optionField;
  return {
    origin: 'rest',
    symbols: contracts.map(formatOsi),
    mask: new Uint16Array(contracts.length).fill(openInterest | iv | bid | ask | volume),
    columns: {
      openInterest: column(() => 1_000),
      iv: column((strike) => 0.5 - 0.002 * (strike - 80)),
      bid: column(() => 2),
      ask: column(() => 2.1),
      volume: column(() => 0),
    },
    listing: { fromDate: expiries[0]!, toDate: expiries.at(-1)!, part: 0, parts: 1 },
  };
};
