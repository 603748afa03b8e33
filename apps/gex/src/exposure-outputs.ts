import {
  type Analysis,
  type AnalysisInput,
  bookPremiums,
  bookQuotePairs,
  countIvSources,
  coverageOf,
  dealerInventory,
  type Envelope,
  type EpochMs,
  type ExposureBody,
  type ExposureEvent,
  type ExposurePicture,
  type ExposurePictures,
  epochMs,
  expiringQuotes,
  exposurePicture,
  type IncrementalExposure,
  incrementalExposure,
  inventoryPicture,
  isOpen,
  measureNames,
  type PublishedPicture,
  refreshPositions,
  type SessionBaselineEvent,
  schemaVersion,
  sessionDate,
  spotOf,
  strikeColumns,
  trackSession,
} from '@gexstream/domain';
import type { DueMoment } from './cadence.ts';
import type { UnderlyingState } from './underlying-state.ts';

export interface Measured extends Analysis {
  readonly input: AnalysisInput;
}

/**
 * Recomputes everything at a moment, in canonical order, so that no history of roundings shows in what is published or stored. Null while
 * the spot or the contracts are not known.
 */
export const measure = (state: UnderlyingState, at: EpochMs): Measured | null => {
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
  const input: AnalysisInput = {
    underlying: book.underlying,
    asOf: at,
    spot,
    carry,
    ivOrder: 'live',
    positions,
    expiries: book.expiries,
    layout: positions.layout,
    extraExcluded: Object.fromEntries(book.refused),
  };
  return { input, ...state.analyse(input) };
};

/** The levels at a moment, and the cells, the exposures and the profile where they are asked for. */
export const outputsAt = (
  state: UnderlyingState,
  at: EpochMs,
  wanted: Pick<DueMoment, 'cells' | 'session' | 'profile'> & { readonly exposures: boolean },
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
    stream: book.stream,
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
  const quotes = () => expiringQuotes(book, positions, head.sessionDate, analysis.input);
  return [
    levels,
    ...(wanted.cells
      ? [{ kind: 'cells', version: schemaVersion.cells, ...head, body: { ...cells, expiringQuotes: quotes() } } as const]
      : []),
    ...(wanted.exposures
      ? [
          {
            kind: 'exposures',
            version: schemaVersion.exposures,
            ...head,
            body: { asOf: at, ...picturesOf(state, analysis), forwards: [...book.forwards.values()], ...shared },
          } as const,
        ]
      : []),
    ...(wanted.session && isOpen(at) ? sessionMoves(state, analysis, head) : []),
    ...(wanted.profile ? [{ kind: 'profile', version: schemaVersion.profile, ...head, body: cells } as const] : []),
  ];
};

/** The baseline, and again whenever a level has moved or a minute has gone by. */
const sessionMoves = (state: UnderlyingState, analysis: Analysis, head: OutputHead): readonly SessionBaselineEvent[] => {
  const track = trackSession(state.session, analysis, head.sessionDate);
  if (track === state.session) return [];
  state.session = track;
  return [{ kind: 'session-baseline', version: schemaVersion['session-baseline'], ...head, body: track }];
};

/** One for each measure, from the same columns, one of what dealers hold by the trades that could be classified, and what was paid today. */
const picturesOf = (
  { book, analyse, positions, sessionStartMs }: UnderlyingState,
  { input }: Measured,
): Pick<ExposurePictures, 'pictures' | 'strikes' | 'inventory' | 'premiums'> => {
  const pairs = bookQuotePairs(book);
  const { contracts, classified } = dealerInventory(book, positions!, input.asOf, epochMs(sessionStartMs));
  const pictures = measureNames.map((measure) => exposurePicture({ ...input, measure }, pairs, analyse));
  const traded = inventoryPicture(input, contracts, analyse, pairs);
  return {
    pictures: pictures.map(published),
    strikes: pictures.map(({ strikes }) => strikeColumns(strikes)),
    inventory: { picture: published(traded), strikes: strikeColumns(traded.strikes), classified },
    premiums: bookPremiums(book, positions!, input.asOf),
  };
};

const published = ({ strikes: _, ...picture }: ExposurePicture): PublishedPicture => picture;

type OutputHead = Omit<Envelope<string, never>, 'kind' | 'version' | 'body'>;

/** `emitMs` is the event time that caused the output, not a clock's: a replay gives the same bytes. */
const outputHead = (state: UnderlyingState, at: EpochMs): OutputHead => ({
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
