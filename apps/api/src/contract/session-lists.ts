import { type Static, Type } from 'typebox';

/** What an underlying's session has brought, in the old heatmap's words. */
export const sessionLists = {
  king_history: Type.Array(
    Type.Object({
      strike: Type.Number({ description: 'points' }),
      timestamp: Type.String({ description: 'ISO 8601, UTC' }),
      spot: Type.Number({ description: 'points' }),
    }),
    { description: 'the session’s first king by gross, and each other one since; oldest first, the newest 120' },
  ),
  volume_surges: Type.Array(
    Type.Object({
      strike: Type.Number({ description: 'points' }),
      prev_vol: Type.Number({ description: 'contracts, a minute before' }),
      curr_vol: Type.Number({ description: 'contracts' }),
      delta: Type.Number({ description: 'curr_vol − prev_vol' }),
      pct: Type.Number({ description: 'delta in percent of prev_vol' }),
      call_vol: Type.Number({ description: 'contracts' }),
      put_vol: Type.Number({ description: 'contracts' }),
    }),
    {
      description:
        'strikes whose volume over all expiries was, at the last full minute, more than 1.5 times that of the minute before, and that more than 50; the eight largest increases',
    },
  ),
};

const SessionLists = Type.Object(sessionLists);
export type SessionListsBody = Static<typeof SessionLists>;
