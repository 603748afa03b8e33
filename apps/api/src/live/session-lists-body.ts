import { isoTime, type SessionBaselineEvent } from '@gexstream/domain';
import type { SessionListsBody } from '../contract/session-lists.ts';

const kingsMax = 120;

/** Empty before the first session that was seen to open. Records from before volume was looked at have no surges. */
export const sessionListsBody = (session: SessionBaselineEvent | null): SessionListsBody => {
  if (session === null) return { king_history: [], volume_surges: [] };
  const { baseline, moves, surges = null } = session.body;
  const kings = [
    { asOf: baseline.asOf, spot: baseline.spot, to: baseline.king },
    ...moves.filter(({ level }) => level === 'king'),
  ];
  return {
    king_history: kings
      .flatMap(({ asOf, spot, to }) => (to === null ? [] : [{ strike: to, timestamp: isoTime(asOf), spot }]))
      .slice(-kingsMax),
    volume_surges: (surges?.strikes ?? []).map(({ strike, before, now, call, put }) => ({
      strike,
      prev_vol: before,
      curr_vol: now,
      delta: now - before,
      pct: (now / before - 1) * 100,
      call_vol: call,
      put_vol: put,
    })),
  };
};
