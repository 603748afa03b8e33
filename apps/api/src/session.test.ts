import { type SessionBaselineEvent, sessionDate } from '@gexstream/domain';
import { epochMs } from '@gexstream/domain/time';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GexAllBody } from './contract/gex.ts';
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

const baselineEvent = (
  seq: number,
  moves: SessionBaselineEvent['body']['moves'],
  surges: SessionBaselineEvent['body']['surges'] = null,
): SessionBaselineEvent => ({
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
    volumes: { asOf: bellMs, strikes: new Float64Array(), call: new Float64Array(), put: new Float64Array() },
    surges,
  },
});

const king = { level: 'king', asOf: epochMs(bellMs + 5_000), spot: 5991, from: 6000, to: 6010 } as const;
const get = (symbol: string): Promise<Response> => fetch(`${served.api.url}/api/v1/gex/${symbol}/session`);
const asked = async (): Promise<SessionBody> => (await (await get('SPX')).json()) as SessionBody;

test('G-17: what changed since the open is told against the baseline of 09:30, null where a level is missing', async () => {
  const before = await get('SPX');
  expect([before.status, await before.json()]).toEqual([404, expect.objectContaining({ error: 'no-data' })]);
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
    volume_surges: [],
    volume_surges_as_of: null,
  });
});

test('G-14: moves are told oldest first; an older record does not replace a newer one', async () => {
  await served.publish(baselineEvent(3, [king]), baselineEvent(2, []));
  expect((await asked()).moves).toEqual([{ level: 'king', as_of: '2026-11-20T14:30:05.000Z', spot: 5991, from: 6000, to: 6010 }]);
});

test('G-14, G-15: the old heatmap’s king history and volume surges stand beside the levels, and the surges in the session', async () => {
  const surges = {
    sinceMs: bellMs,
    asOf: epochMs(bellMs + 60_000),
    strikes: [{ strike: 6000, before: 60, now: 150, call: 100, put: 50 }],
  };
  await served.publish(
    baselineEvent(4, [king, { ...king, level: 'callWall' }, { ...king, to: null }, { ...king, from: null, to: 5990 }], surges),
  );
  const told = [{ strike: 6000, prev_vol: 60, curr_vol: 150, delta: 90, pct: 150, call_vol: 100, put_vol: 50 }];
  expect(await asked()).toMatchObject({ volume_surges: told, volume_surges_as_of: '2026-11-20T14:31:00.000Z' });
  const all = (await (await fetch(`${served.api.url}/api/gex`)).json()) as GexAllBody;
  expect(all.SPX!.king_history.map(({ strike, timestamp, spot }) => [strike, timestamp.slice(11, 19), spot])).toEqual([
    [6000, '14:30:00', 5990],
    [6010, '14:30:05', 5991],
    [5990, '14:30:05', 5991],
  ]);
  expect(all.SPX!.volume_surges).toEqual(told);
});
