import {
  addCommands,
  enqueue,
  removeCommands,
  type StreamCommand,
  streamedOptionFields,
  subscribeCommands,
  withoutWaiting,
} from '@gexstream/schwab';
import { chartField, equityField, type WireService } from '@gexstream/schwab/wire';
import type { SessionTurn, StreamSession } from './session-state.ts';

const equityFields: readonly string[] = [
  equityField.symbol,
  equityField.bid,
  equityField.ask,
  equityField.last,
  equityField.totalVolume,
  equityField.mark,
  equityField.quoteTime,
  equityField.tradeTime,
];

const chartFields: readonly string[] = Object.values(chartField);

/** Everything anew, for a connection that knows nothing yet. */
const subscribeAll = (state: StreamSession): readonly StreamCommand[] => [
  ...subscribeCommands('LEVELONE_EQUITIES', state.underlyings, equityFields),
  ...subscribeCommands('CHART_EQUITY', state.underlyings, chartFields),
  ...subscribeCommands('LEVELONE_OPTIONS', state.wantedOptions, streamedOptionFields),
];

/** Commands that lead from what the server was told to what is wanted; nothing is touched that stays. */
export const subscribeOptions = (state: StreamSession): StreamSession => {
  const wanted = new Set(state.wantedOptions);
  const told = state.toldOptions;
  if (told === null || told.size === 0) {
    const commands = subscribeCommands('LEVELONE_OPTIONS', state.wantedOptions, streamedOptionFields);
    return { ...state, queue: enqueue(withoutWaiting(state.queue, 'LEVELONE_OPTIONS'), commands), toldOptions: wanted };
  }
  const gone = [...told].filter((symbol) => !wanted.has(symbol));
  const added = state.wantedOptions.filter((symbol) => !told.has(symbol));
  // Room is made first: the server refuses what would pass its limit for a moment.
  const commands = [...removeCommands('LEVELONE_OPTIONS', gone), ...addCommands('LEVELONE_OPTIONS', added, streamedOptionFields)];
  return { ...state, queue: enqueue(state.queue, commands), toldOptions: wanted };
};

/** Other underlyings: nothing is touched that stays. */
export const subscribeUnderlyings = (state: StreamSession, underlyings: readonly string[]): StreamSession => {
  const gone = state.underlyings.filter((symbol) => !underlyings.includes(symbol));
  const added = underlyings.filter((symbol) => !state.underlyings.includes(symbol));
  const commands = [
    ...removeCommands('LEVELONE_EQUITIES', gone),
    ...removeCommands('CHART_EQUITY', gone),
    ...addCommands('LEVELONE_EQUITIES', added, equityFields),
    ...addCommands('CHART_EQUITY', added, chartFields),
  ];
  return { ...state, underlyings, queue: enqueue(state.queue, commands) };
};

const againAfterMs = 60_000;

/** A service that is down for a moment, or a command that failed: asked for again in a minute, and every minute until it is taken. */
export const withRefused = (state: StreamSession, service: WireService): StreamSession => ({
  ...state,
  refused: new Map([...state.refused, [service, state.beatMs + againAfterMs]]),
  // Which of its contracts are streamed is unknown.
  ...(service === 'LEVELONE_OPTIONS' ? { toldOptions: null } : {}),
});

export const withoutRefused = (state: StreamSession, service: WireService): StreamSession =>
  state.refused.has(service)
    ? { ...state, refused: new Map([...state.refused].filter(([each]) => each !== service)), detail: `${service} taken again` }
    : state;

/** What is due to be asked for again. */
export const subscribeRefused = (before: StreamSession): StreamSession => {
  let state = before;
  for (const [service, dueMs] of before.refused) {
    if (state.beatMs < dueMs) continue;
    state = withRefused(state, service);
    if (service === 'LEVELONE_OPTIONS') state = subscribeOptions(state);
    // Added: to begin anew would take from the others what they have, should it be refused.
    else {
      const fields = service === 'LEVELONE_EQUITIES' ? equityFields : chartFields;
      state = { ...state, queue: enqueue(state.queue, addCommands(service, state.underlyings, fields)) };
    }
  }
  return state;
};

export const afterLogin = (state: StreamSession): SessionTurn => ({
  state: {
    ...state,
    phase: 'subscribing',
    phaseSinceBeatMs: state.beatMs,
    lastFrameBeatMs: state.beatMs,
    queue: enqueue(state.queue, subscribeAll(state)),
    toldOptions: new Set(state.wantedOptions),
  },
  effects: [],
});
