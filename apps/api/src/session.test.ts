import { type SessionBaselineEvent, sessionDate } from '@gexstream/domain';
import { epochMs } from '@gexstream/domain/time';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SessionAnswer, type SessionBody } from './contract/session.ts';
import { levelsEvent, openMs } from './events.fixture.ts';
import { serveApi } from './served-api.fixture.ts';

let served: Awaited<ReturnType<typeof serveApi>>;
beforeAll(async () => {
  served = await serveApi();
});
afterAll(() => served.stop());

const bellMs = epochMs(openMs - 3_600_000);
const { kind: _, body, ...head } = levelsEvent();

const baselineEvent = (seq: number, moves: SessionBaselineEvent['body']['moves']): SessionBaselineEvent => ({
  kind: 'session-baseline',
  ...head,
  seq,
  body: {
    sessionDate: sessionDate(bellMs),
    model: body.model,
    baseline: {
      asOf: bellMs,
      spot: 5990,
      netGex: -3,
      grossGex: 15,
      king: 6000,
      callWall: 6020,
      putWall: 5950,
      zeroGamma: null,
    },
    openInterest: { call: 70, put: 90, date: '2026-11-19' },
    moves,
  },
});

const king = { level: 'king', asOf: epochMs(bellMs + 5_000), spot: 5991, from: 6000, to: 6010 } as const;
const get = (symbol: string): Promise<Response> => fetch(`${served.api.url}/api/v1/gex/${symbol}/session`);
const asked = async (): Promise<SessionBody> => (await (await get('SPX')).json()) as SessionBody;

test('G-17: what changed since the open is told against the baseline of 09:30, null where a level is missing', async () => {
  expect((await get('SPX')).status).toBe(404);
  await served.publish(baselineEvent(1, []));
  const answer = await asked();
  expect([...Compile(SessionAnswer).Errors(answer)]).toEqual([]);
  expect(answer).toMatchObject({
    baseline_session_date: '2026-11-20',
    baseline: { as_of: '2026-11-20T14:30:00.000Z', spot: 5990, net_gex: -3, zero_gamma: null },
    open_interest: { call: 70, put: 90, date: '2026-11-19' },
    now: { spot: 6005, net_gex: 5, king: 6010 },
    change: { spot: 15, net_gex: 8, gross_gex: 4, king: 10, call_wall: -10, put_wall: null, zero_gamma: null },
    unit: 'USD per 1 % move',
    moves: [],
  });
});

test('G-14: moves are told oldest first; an older record does not replace a newer one', async () => {
  await served.publish(baselineEvent(3, [king]), baselineEvent(2, []));
  expect((await asked()).moves).toEqual([{ level: 'king', as_of: '2026-11-20T14:30:05.000Z', spot: 5991, from: 6000, to: 6010 }]);
});
