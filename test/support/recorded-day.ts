import { systemClock } from '@gexstream/actors';
import { addDays, type EpochMs, easternDate, epochMs, scanTimes, schwabSymbol, sessionOn } from '@gexstream/domain';
import { fileSink, openRecordingWriter, type RecordingWriter } from '@gexstream/ingest';
import { streamedOptionFields } from '@gexstream/schwab';
import { defaultBehaviour, defaultLimits } from '@gexstream/simulator';
import { faultDesk } from '../../apps/simulator/src/faults/fault-desk.ts';
import { type Market, openMarket } from '../../apps/simulator/src/market/market.ts';
import type { UnderlyingMarket } from '../../apps/simulator/src/market/underlying-market.ts';
import { chainAnswer } from '../../apps/simulator/src/rest/chains.ts';
import { feedSession } from '../../apps/simulator/src/streamer/feed-session.ts';

export interface RecordedDayOptions {
  readonly seed: number;
  /** Trading dates, one after the other. */
  readonly dates: readonly string[];
  /** Followed: their chains come in rounds, and so many of their contracts are streamed. */
  readonly followed: readonly string[];
  readonly streamedContracts: number;
  /** Of whom the scanner demands a chain before each scan. */
  readonly demanded: readonly string[];
}

const quarters = new Set([0, 1, 2, 3]);
const weeks = 4;

/**
 * Days of the simulated market as a recording, without living through them: what is received around each of the 26 scans and before the close,
 * and nothing between. Equal options give equal entries.
 */
export const recordDay = async (path: string, options: RecordedDayOptions): Promise<void> => {
  const { seed, dates, followed, demanded } = options;
  const market = openMarket(seed, [...new Set([...followed, ...demanded])], []);
  const startedMs = sessionOn(dates[0]!)!.openMs;
  const header = {
    ...{ feed: 'sim' as const, symbols: followed, carry: 'zero', startedMs },
    ...{ chainEveryMs: 900_000, streamedContractsMax: 1_000, restPerMinuteMax: 110 },
  };
  const writer = await openRecordingWriter({ sink: await fileSink(path), header, clock: systemClock() });
  const day = recordedMarket(writer, market);
  for (const symbol of followed)
    day.said(startedMs, { kind: 'feed-link', underlying: symbol, body: { stream: 'up', reason: 'log in' } });
  for (const date of dates) {
    const times = scanTimes(date);
    for (const scanMs of times) {
      for (const symbol of followed) day.chain(epochMs(scanMs - 12_000), symbol, 'round');
      for (const symbol of demanded) {
        day.chain(epochMs(scanMs - 11_000), symbol, 'demand');
        await writer.written();
      }
      // The close is its last scan; what is open then is looked at five seconds before it.
      day.stream(
        epochMs(scanMs - 10_000),
        epochMs(scanMs + (scanMs === times.at(-1) ? 0 : 2_000)),
        followed,
        options.streamedContracts,
      );
    }
  }
  await writer.close();
};

/** A stretch of a session without holes: the chains, then every second what the stream says. */
export const recordStretch = async (
  path: string,
  {
    seed,
    symbols,
    streamedContracts,
    from,
    seconds,
  }: {
    readonly seed: number;
    readonly symbols: readonly string[];
    readonly streamedContracts: number;
    readonly from: EpochMs;
    readonly seconds: number;
  },
): Promise<void> => {
  const header = {
    ...{ feed: 'sim' as const, symbols, carry: 'zero', startedMs: epochMs(from - 12_000) },
    ...{ chainEveryMs: 900_000, streamedContractsMax: streamedContracts * symbols.length, restPerMinuteMax: 110 },
  };
  const writer = await openRecordingWriter({ sink: await fileSink(path), header, clock: systemClock() });
  const day = recordedMarket(writer, openMarket(seed, symbols, []));
  for (const symbol of symbols) {
    day.said(epochMs(from - 12_000), { kind: 'feed-link', underlying: symbol, body: { stream: 'up', reason: 'log in' } });
    day.chain(epochMs(from - 11_000), symbol, 'round');
    await writer.written();
  }
  for (let second = 0; second < seconds; second += 10) {
    const begin = epochMs(from + second * 1_000);
    day.stream(begin, epochMs(begin + 9_000), symbols, streamedContracts);
    await writer.written();
  }
  await writer.close();
};

const recordedMarket = ({ append }: RecordingWriter, market: Market) => {
  const underlyingOf = (symbol: string): UnderlyingMarket => market.byWireSymbol(schwabSymbol(symbol))!;
  const said = (receivedMs: EpochMs, draft: object): void =>
    append({ kind: 'said', receivedMs, request: '', body: JSON.stringify([{ ...draft, sourceMs: receivedMs }]) });

  /** A chain as a call answers it, and the word of ingest that the round is whole. */
  const chain = (at: EpochMs, symbol: string, why: 'round' | 'demand'): void => {
    const [fromDate, toDate] = [easternDate(at), addDays(easternDate(at), 7 * weeks)];
    const underlying = underlyingOf(symbol);
    const contracts = underlying.contracts(at).filter(({ expiry }) => expiry >= fromDate && expiry <= toDate);
    const query = new URLSearchParams({ symbol: schwabSymbol(symbol), fromDate, toDate, includeUnderlyingQuote: 'true' });
    const body = JSON.stringify(chainAnswer(underlying, contracts, at, true, defaultBehaviour.absentGreek));
    append({ kind: 'answer', receivedMs: at, request: `/marketdata/v1/chains?${query}`, body });
    if (why === 'round') said(at, { kind: 'chain-round', underlying: symbol, body: { windows: 1, givenUp: 0 } });
    else {
      const round = { app: 'scanner', fromDate, toDate, calls: 1, windows: 1, givenUp: 0, reason: '' };
      said(at, { kind: 'demand-round', underlying: symbol, body: round });
    }
  };

  /** What a stream of these contracts says second by second, with a mark each; the nearest of each symbol come first. */
  const stream = (from: EpochMs, to: EpochMs, symbols: readonly string[], contracts: number): void => {
    const keys = symbols.flatMap((symbol) => {
      const underlying = underlyingOf(symbol);
      const spot = underlying.quote(from).last;
      return [...underlying.contracts(from)]
        .sort((a, b) => Math.abs(a.strike - spot) - Math.abs(b.strike - spot))
        .slice(0, contracts)
        .map((contract) => contract.symbol);
    });
    // Several logins' worth may be recorded: what is past one login's limit would be left out without a word.
    const limits = { ...defaultLimits, streamSymbolsMax: Math.max(defaultLimits.streamSymbolsMax, keys.length) };
    const session = feedSession({ market, limits, behaviour: defaultBehaviour, faults: faultDesk() });
    const parameters = { keys: keys.join(','), fields: streamedOptionFields.join(',') };
    const request = { command: 'SUBS', requestId: '1', customerId: '', correlId: '', parameters };
    if (keys.length > 0) session.handle({ ...request, service: 'LEVELONE_OPTIONS' }, 'LEVELONE_OPTIONS');
    for (let at: number = from; at <= to; at += 1_000) {
      const receivedMs = epochMs(at);
      const data = session.changes(quarters, receivedMs);
      if (data.length > 0) append({ kind: 'frame', receivedMs, request: '', body: JSON.stringify({ data }) });
      append({ kind: 'mark', receivedMs, request: '', body: '' });
    }
  };
  return { said, chain, stream };
};
