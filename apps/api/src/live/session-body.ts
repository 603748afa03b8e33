import { isoTime, type LevelsEvent, type SessionBaselineEvent, type SessionMark, type TrackedLevel } from '@gexstream/domain';
import type { SessionBody } from '../contract/session.ts';
import { provenance } from './provenance.ts';
import type { AnswerHead } from './serialised-answers.ts';
import { sessionListsBody } from './session-lists-body.ts';

/** The newest levels against the baseline of the newest session. */
export const sessionBody = (session: SessionBaselineEvent, levels: LevelsEvent, head: AnswerHead): SessionBody => {
  const { sessionDate, baseline, openInterest, moves } = session.body;
  const { body } = levels;
  const [then, now] = [
    mark(baseline),
    mark({
      asOf: body.asOf,
      spot: body.spot,
      netGex: body.total.net,
      grossGex: body.total.gross,
      king: body.maxGrossStrike,
      callWall: body.callWall,
      putWall: body.putWall,
      zeroGamma: body.zeroGamma,
    }),
  ];
  return {
    symbol: levels.underlying,
    ...provenance(levels, body),
    age_ms: head.ageMs,
    feed_now: isoTime(head.feedNow),
    status: head.status,
    baseline_session_date: sessionDate,
    baseline: then,
    open_interest: { call: openInterest.call, put: openInterest.put, date: openInterest.date },
    now,
    change: {
      spot: now.spot - then.spot,
      net_gex: now.net_gex - then.net_gex,
      gross_gex: now.gross_gex - then.gross_gex,
      king: difference(now.king, then.king),
      call_wall: difference(now.call_wall, then.call_wall),
      put_wall: difference(now.put_wall, then.put_wall),
      zero_gamma: difference(now.zero_gamma, then.zero_gamma),
    },
    moves: moves.map(({ level, asOf, spot, from, to }) => ({ level: levelName[level], as_of: isoTime(asOf), spot, from, to })),
    volume_surges: sessionListsBody(session).volume_surges,
    volume_surges_as_of: session.body.surges ? isoTime(session.body.surges.asOf) : null,
  };
};

const levelName = { king: 'king', callWall: 'call_wall', putWall: 'put_wall', zeroGamma: 'zero_gamma' } as const satisfies Record<
  TrackedLevel,
  string
>;

const mark = ({ asOf, spot, netGex, grossGex, king, callWall, putWall, zeroGamma }: SessionMark): SessionBody['now'] => ({
  as_of: isoTime(asOf),
  spot,
  net_gex: netGex,
  gross_gex: grossGex,
  king,
  call_wall: callWall,
  put_wall: putWall,
  zero_gamma: zeroGamma,
});

const difference = (now: number | null, then: number | null): number | null =>
  now === null || then === null ? null : now - then;
