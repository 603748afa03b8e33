import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { encodeEvent, topic } from '@gexstream/bus';
import { epochMs } from '@gexstream/domain';
import { startHistory } from '@gexstream/history';
import { outcomes, type Store, StoreError, skewMetrics } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { loadImage } from '@napi-rs/canvas';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { opportunitiesEvent, outcomeRow, rowOf } from '../../apps/api/src/scanner.fixture.ts';
import { skews } from '../servers/dashboard-rows.ts';
import { type BotOffice, openBotOffice, startOffice } from '../support/bot-office.ts';
import { historyCaughtUp } from '../support/clean-run.ts';
import { logStartMs } from '../support/market-log.ts';
import { until } from '../support/until.ts';

// Bots beside a history that was really written: what gex, the scanner and the history made of the log.

let folder = '';
let office: BotOffice;
let store: Store;
let beside: Awaited<ReturnType<typeof startOffice>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-bot-past-'));
  office = await openBotOffice(folder, { allowed: ['telegram:42'] });
  store = await openDuckDbStore({ path: ':memory:', memoryLimitMb: 128 });
  const { bus } = office;
  const history = await startHistory({ bus, store, clock: systemClock(), log: pino({ level: 'silent' }), feed: 'sim' });
  await until('everything is stored', () => historyCaughtUp(bus));
  await history.stop();
  // Scans are kept each quarter of an hour; the log is a minute long.
  const scans = skews.map((row) => ({ ...row, underlying: 'SPX', ts: epochMs(row.ts - 1_800_000) }));
  await store.append(skewMetrics, scans);
  // A log has one reader of each kind.
  await office.bots.stop();
  beside = await officeWith(store);
});
afterAll(async () => {
  await office.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
const officeWith = (given: Store | null) => startOffice(office.bus, office.clock, { allowed: ['telegram:42'] }, given);

const sizeOf = async (png: Uint8Array) => {
  const { width, height } = await loadImage(Buffer.from(png));
  return { width, height };
};

test('heatmap SYMBOL time: strikes over the session so far as a picture, from the store', async () => {
  const { type, pictures } = beside.platform;
  const said = await type('heatmap SPX time');
  const { png, alt, fileName } = pictures.at(-1)!;
  expect(await sizeOf(png)).toEqual({ width: 1_200, height: 900 });
  expect(fileName).toMatch(/^SPX-.*\.png$/);
  expect(alt).toMatch(/SPX/);
  expect(said).toContain(`(${alt})`);
  expect(said).toMatch(/strikes within 2 %, each 15 minutes, New York time/);
  expect(said).toMatch(/\[heatmap SPX time\] \[heatmap SPX\] \[gex SPX\]/);
});

test('a chat without pictures has the same in words: when, spot, the heaviest strike and what it is', async () => {
  const { type, pictures } = beside.platform;
  await type('settings images off');
  const before = pictures.length;
  const said = await type('heatmap SPX time');
  expect(said).toMatch(/time +spot +heaviest +net GEX\n *10:01 +[\d,.]+ +[\d,]+ +[+−][\d.]+[KMB]?/);
  expect(await type('skew SPX')).toContain('skew: 25-delta put IV − call IV, vol points');
  expect(pictures).toHaveLength(before);
  await type('settings images on');
});

test('skew SYMBOL: a line for each expiry over 24 hours, beside the table', async () => {
  const { type, pictures } = beside.platform;
  const said = await type('skew SPX');
  const { png, alt } = pictures.at(-1)!;
  expect(await sizeOf(png)).toEqual({ width: 1_200, height: 900 });
  expect(alt).toContain('skew');
  expect(said).toContain(`(${alt})`);
  expect(said).toMatch(/expiry +skew +IV % +move %/);
  expect(said).not.toContain('No picture');
});

test('flow SYMBOL: what a signal stands for has what came of its like beside it', async () => {
  const { bus } = office;
  const event = opportunitiesEvent('SPX', [rowOf('SPX', 101, 9_000)], epochMs(logStartMs + 64_000));
  await bus.publish([
    { topic: topic.opportunities.name, key: 'SPX', value: encodeEvent(event), timestampMs: event.eventMs },
    { topic: topic.latest.name, key: 'opportunities/SPX', value: encodeEvent(event), timestampMs: event.eventMs },
  ]);
  const said = () => beside.platform.type('flow SPX');
  await until('the opportunity is known', async () => (await said()).includes('100/100'));
  expect(await said()).toContain(
    'CONTRARIAN_BULL: buy calls into panic\nextreme ones so far, by the close: not enough data (0 of 30',
  );
  const risen = Array.from({ length: 30 }, (_, i) => outcomeRow(i));
  const fallen = Array.from({ length: 10 }, (_, i) => outcomeRow(30 + i, { underlying_return: -0.01 }));
  await store.append(outcomes, [...risen, ...fallen, outcomeRow(99, { band: 'strong' })]);
  // By hand: 30 of 40; (30 − 10) / 40 of 1 %.
  expect(await said()).toContain('by the close: of 40 opportunities 75 % went its way, +0.50 % in the mean');
});

test('what heatmap may go over is said when it is something else', async () => {
  expect(await beside.platform.type('heatmap SPX moon')).toContain('heatmap goes over expiry or time; got "moon".');
});

test('without a history, or while it does not answer, the present is answered and the past named as missing', async () => {
  await beside.bots.stop();
  const without = await officeWith(null);
  expect(await without.platform.type('heatmap SPX time')).toMatch(/were started without the history[\s\S]*heatmap SPX/);
  const words = await without.platform.type('skew SPX');
  expect(words).toMatch(/vol points[\s\S]*No picture: These bots were started without the history \(--questdb\)\./);
  const flow = await without.platform.type('flow SPX');
  expect(flow).toContain('CONTRARIAN_BULL');
  expect(flow).not.toContain('buy calls');
  expect(without.platform.pictures).toEqual([]);
  await without.bots.stop();

  const away = () => Promise.reject(new StoreError('STORE_FAILED', 'away'));
  const failing = await officeWith({ ...store, sample: away, range: away });
  expect(await failing.platform.type('heatmap SPX time')).toContain('The history cannot be read now.');
  expect(await failing.platform.type('skew SPX')).toContain('No picture: The history cannot be read now.');
  await failing.bots.stop();
});
