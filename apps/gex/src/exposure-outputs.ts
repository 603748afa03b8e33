import {
  type Analysis,
  countIvSources,
  coverageOf,
  type Envelope,
  type EpochMs,
  type ExposureBody,
  type ExposureEvent,
  epochMs,
  type IncrementalExposure,
  incrementalExposure,
  refreshPositions,
  schemaVersion,
  sessionDate,
  spotOf,
} from '@gexstream/domain';
import type { UnderlyingState } from './underlying-state.ts';

/**
 * Recomputes everything at a moment, in canonical order, so that no history of roundings shows in what is published or stored. Null while
 * the spot or the contracts are not known.
 */
export const measure = (state: UnderlyingState, at: EpochMs): Analysis | null => {
  const { book, carry } = state;
  const spot = spotOf(book);
  if (!(spot > 0) || book.length === 0) return null;
  const positions = refreshPositions(book, state.positions, spot, at, carry);
  const market = { spot, asOf: at, carry };
  if (state.exposure === null || state.positions !== positions)
    state.exposure = incrementalExposure(positions, book.expiries, market, positions.layout);
  else state.exposure.recompute(market);
  state.positions = positions;
  state.signature = levelSignature(state.exposure);
  return state.analyse({
    underlying: book.underlying,
    asOf: at,
    spot,
    carry,
    ivOrder: 'live',
    positions,
    expiries: book.expiries,
    layout: positions.layout,
    extraExcluded: Object.fromEntries(book.refused),
  });
};

/** The levels at a moment, and the cells and the profile where they are asked for. */
export const outputsAt = (
  state: UnderlyingState,
  at: EpochMs,
  wanted: { readonly cells: boolean; readonly profile: boolean },
): readonly ExposureEvent[] => {
  // Sums over half a chain look like sums over a whole one: nothing goes out before this session's first whole round.
  if (state.newestInput === null || state.book.wholeSession !== sessionDate(at)) return [];
  const analysis = measure(state, at);
  if (analysis === null) return [];
  const { book } = state;
  const exposure = state.exposure!;
  const positions = state.positions!;
  const shared = {
    coverage: coverageOf(book, (row) => Math.abs(exposure.contribution(row)), at),
    ivSources: countIvSources(positions.ivSource, (row) => exposure.contribution(row) !== 0, book.length),
    newestMs: epochMs(Math.min(book.newestMs, at)),
  };
  const head = outputHead(state, at);
  const levels: ExposureEvent = {
    kind: 'levels',
    version: schemaVersion.levels,
    ...head,
    body: { ...analysis.levels, ...shared },
  };
  const cells: ExposureBody<Analysis['cells']> = { ...analysis.cells, ...shared };
  return [
    levels,
    ...(wanted.cells ? [{ kind: 'cells', version: schemaVersion.cells, ...head, body: cells } as const] : []),
    ...(wanted.profile ? [{ kind: 'profile', version: schemaVersion.profile, ...head, body: cells } as const] : []),
  ];
};

/** `emitMs` is the event time that caused the output, not a clock's: a replay gives the same bytes. */
const outputHead = (state: UnderlyingState, at: EpochMs): Omit<Envelope<string, never>, 'kind' | 'version' | 'body'> => ({
  feed: state.newestInput!.feed,
  run: state.newestInput!.run,
  underlying: state.book.underlying,
  seq: state.lastSeq,
  eventMs: at,
  receiveMs: state.newestInput!.receiveMs,
  emitMs: at,
  sessionDate: sessionDate(at),
});

/** What a trader would call another level: walls, kings, the sign of net. */
export const levelSignature = (exposure: IncrementalExposure): string => {
  const { callWall, putWall, maxGrossStrike, maxNetStrike, net } = exposure.levels();
  return `${callWall} ${putWall} ${maxGrossStrike} ${maxNetStrike} ${Math.sign(net)}`;
};
