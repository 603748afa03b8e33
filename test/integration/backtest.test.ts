import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { decodeEvent, topic } from '@gexstream/bus';
import { easternDate, easternTime, epochMs, type Outcome, type OutcomeEvent, outcomeStatistics } from '@gexstream/domain';
import { openRecording, type PlacedEvent, recordedEvents } from '@gexstream/ingest';
import { scannerGroup, startScanner } from '@gexstream/scanner';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSettings } from '../../apps/cli/src/config.ts';
import { backtest } from '../../apps/cli/src/operator/backtest.ts';
import { type Backtest, backtestOf } from '../../apps/cli/src/operator/backtest-result.ts';
import { findPast } from '../../apps/cli/src/operator/find-past.ts';
import { followedRule } from '../../apps/cli/src/operator/followed-rule.ts';
import { type MeasureOptions, measurePast } from '../../apps/cli/src/operator/measure-past.ts';
import { loggedEvents, openPast } from '../../apps/cli/src/operator/open-past.ts';
import { sharedPartitions } from '../../apps/cli/src/operator/past-share.ts';
import { allCommitted, allRecords, openLog } from '../support/gex-log.ts';
import { logRecordings, publishRecordings } from '../support/logged-market.ts';
import { gex } from '../support/product.ts';
import { recordDay } from '../support/recorded-day.ts';
import { until } from '../support/until.ts';

const carry = { kind: 'zero' } as const;
const symbols = ['SPY', 'NVDA'];
const whole = { from: epochMs(0), to: epochMs(Number.MAX_SAFE_INTEGER), onProgress: () => {} };

let folder = '';
let days: string[];
let bus: Awaited<ReturnType<typeof openLog>>;
/** What the live scanner measured of the same two days. */
let live: readonly OutcomeEvent[];
const events: (readonly PlacedEvent[])[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gexstream-backtest-'));
  days = ['2026-11-19', '2026-11-20'].map((date) => join(folder, `${date}.rec`));
  for (const [at, path] of days.entries())
    await recordDay(path, {
      seed: 7,
      dates: [['2026-11-19', '2026-11-20'][at]!],
      followed: symbols,
      streamedContracts: 10,
      demanded: [],
    });
  bus = await openLog(join(folder, 'data', 'sim', 'log'));
  for await (const placed of fromFiles()) events.push(placed);
  await publishRecordings(days, bus);
  const scanner = await startScanner({ bus, clock: systemClock(), log: pino({ level: 'silent' }), carry, symbols });
  await until('the scanner is through', () => allCommitted(bus, scannerGroup));
  await scanner.stop();
  live = (await allRecords(bus, topic.outcomes.name)).map(({ value }) => decodeEvent(value!) as OutcomeEvent);
}, 120_000);
afterAll(async () => {
  await bus.close();
  rmSync(folder, { recursive: true, force: true });
});

async function* fromFiles(files: readonly string[] = days) {
  yield* recordedEvents(await Promise.all(files.map(openRecording)), 'sim');
}
/** Read once: what the files hold is the same each time. */
async function* fromMemory() {
  yield* events;
}
const measured = (more: Partial<MeasureOptions> = {}) =>
  measurePast({ events: fromMemory(), symbols, carry, follow: null, ...whole, ...more });
const past = async (more?: Partial<MeasureOptions>): Promise<Backtest> => backtestOf([await measured(more)]);
/** What the log holds of these partitions. */
async function* fromLog(partitions: readonly number[]) {
  const ranges = await bus.offsets(topic.market.name);
  yield* loggedEvents(
    bus,
    ranges.filter(({ partition }) => partitions.includes(partition)),
  );
}
const allPartitions = sharedPartitions(symbols, 1).flat();
const inAll = ({ groups }: Backtest, horizon: string) =>
  groups.find((group) => group.band === null && group.horizon === horizon)!;

test('the past gives what the live scanner measured: by band and horizon, from recordings and from the log, each time', async () => {
  expect(live.length).toBeGreaterThan(40);
  const read = await past({ events: fromFiles() });
  const said = live.map(({ body }) => body).sort((a, b) => a.enteredMs - b.enteredMs || (a.contract < b.contract ? -1 : 1));
  for (const { band, horizon, ...statistics } of read.groups) {
    const bodies = said.filter((body: Outcome) => body.horizon === horizon && (band === null || body.band === band));
    expect(statistics, `${band} ${horizon}`).toEqual(outcomeStatistics(bodies));
  }
  expect(inAll(read, 'close').n).toBeGreaterThan(30);
  expect(inAll(read, '1d').n, 'the second day measures the first').toBeGreaterThan(0);
  expect(await past()).toEqual(read);
  const logged = await past({ events: fromLog(allPartitions) });
  expect(logged.groups).toEqual(read.groups);
  expect([logged.events, logged.updates]).toEqual([read.events, read.updates]);
});

test('however many threads read them, recordings give the same', async () => {
  const what = { place: { files: days, settings: readSettings({}, {}) }, symbols, carry, rule: null, ...whole };
  const { source, ...one } = await backtest({ ...what, threads: 1 });
  expect(source).toBe(days.join(', '));
  expect(one).toEqual(await past());
  expect(await backtest({ ...what, threads: 2 })).toEqual({ source, ...one });
  const { source: _source, ...ruled } = await backtest({ ...what, rule: 'composite >= 60', threads: 2 });
  expect(ruled).toEqual(await past({ follow: followedRule('composite >= 60', symbols) }));
});

test('however many threads read the log beside its writer, it gives what the recordings give', async () => {
  const place = { files: [], settings: readSettings({ data: join(folder, 'data'), feed: 'sim' }, {}) };
  const what = { place, symbols, carry, rule: null, ...whole };
  const { source, ...one } = await backtest({ ...what, threads: 1 });
  expect(source).toBe(`log of ${join(folder, 'data', 'sim')}`);
  expect(one).toEqual(await past());
  expect(await backtest({ ...what, threads: 2 })).toEqual({ source, ...one });
  const printed = await gex('backtest', '--data', join(folder, 'data'), '--scan', symbols.join(','), '--carry', 'zero');
  expect(printed.stdout).toMatch(/option updates, 2026-11-19T14:30:00\.000Z to 2026-11-20T21:00:00\.000Z/);
});

test('the log is found once: neither a feed that begins nor records that come after that are read', async () => {
  const data = join(folder, 'later');
  await logRecordings(days.slice(0, 1), join(data, 'sim', 'log'));
  const found = await findPast({ files: [], settings: readSettings({ data }, {}) });
  await logRecordings(days.slice(1), join(data, 'sim', 'log'));
  await (await openLog(join(data, 'sim-later', 'log'))).close();
  const { events: later, close } = await openPast(found, new Set(allPartitions));
  const read = await past({ events: later });
  await close();
  expect([read.events, read.toMs]).toEqual([
    (await past({ events: fromFiles(days.slice(0, 1)) })).events,
    easternTime('2026-11-19', 16, 0),
  ]);
});

test('so does the log, by partitions and in any order', async () => {
  const shares = sharedPartitions(symbols, 2);
  expect(shares.flat().toSorted((a, b) => a - b)).toEqual([...allPartitions].toSorted((a, b) => a - b));
  const parts = [];
  for (const share of shares) parts.push(await measured({ events: fromLog(share) }));
  expect(
    parts.every(({ outcomes }) => outcomes.length > 0),
    'each has a symbol',
  ).toBe(true);
  expect(backtestOf(parts.toReversed())).toEqual(await past());
});

test('--from and --to choose by when an opportunity began; the days around are read for what it rests on', async () => {
  const second = epochMs(Date.UTC(2026, 10, 20));
  const [first, later] = [await past({ to: second }), await past({ from: second })];
  const both = await past();
  expect(first.opportunities + later.opportunities).toBe(both.opportunities);
  expect(Math.min(first.opportunities, later.opportunities)).toBeGreaterThan(0);
  expect(inAll(first, '1d').n).toBe(inAll(both, '1d').n);
});

test('--rule measures each contract once a session, from the first look at which it meets the rule', async () => {
  const strong = await past({ follow: followedRule('composite >= 60', symbols) });
  const firstStrong = new Set(
    live.filter(({ body }) => body.composite >= 60).map(({ body }) => `${body.contract}/${easternDate(body.enteredMs)}`),
  );
  // A contract whose score rises within its band is no crossing, so live measures some of them not at all.
  expect(strong.opportunities).toBeGreaterThanOrEqual(firstStrong.size);
  expect(strong.groups.filter(({ band, n }) => band === 'moderate' && n > 0)).toEqual([]);
  const one = await past({ follow: followedRule('SPY composite >= 60', symbols) });
  expect(one.opportunities).toBeLessThan(strong.opportunities);
  expect((await past({ follow: followedRule('composite > 100', symbols) })).opportunities).toBe(0);
});

test.each([
  ['spot crosses flip', 'a condition on the composite score'],
  ['composite > 80 for 30s', 'a condition on the composite score'],
  ['composite > 800', 'lies between 0 and 100'],
  ['whatever', 'is no condition'],
  ['', 'got none'],
])('the rule "%s" is refused: %s', (text, said) => {
  expect(() => followedRule(text, symbols)).toThrow(said);
});

const flags = ['--scan', symbols.join(','), '--carry', 'zero'];

test('npx gex backtest prints it for people', async () => {
  const { status, stdout } = await gex('backtest', ...days, ...flags);
  expect(status).toBe(0);
  expect(stdout).toMatch(/option updates, 2026-11-19T14:30:00\.000Z to 2026-11-20T21:00:00\.000Z/);
  expect(stdout).toMatch(/all +15m +\d+ +[\d.]+ % +[\d.]+ % – [\d.]+ % +[+−][\d.]+ %/);
});

test('npx gex backtest says where too little was measured, and of which rule', async () => {
  const few = await gex('backtest', days[0]!, ...flags, '--rule', 'SPY composite > 95');
  expect(few.stdout).toMatch(/with SPY composite > 95, once a session[\s\S]*all +15m +\d+ +not enough data +– +–/);
});

test('npx gex backtest says of which time, and that nothing of it was read', async () => {
  const { stdout } = await gex('backtest', days[0]!, ...flags, '--from', '2026-11-20');
  expect(stdout).toContain('0 opportunities that began from 2026-11-20T05:00:00.000Z; the market that was read ends before\n');
});

test('npx gex backtest prints it for programs', async () => {
  const json = await gex('backtest', days[0]!, ...flags, '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({
    symbols: 2,
    rule: null,
    groups: expect.arrayContaining([expect.objectContaining({ band: null, horizon: '15m' })]),
  });
});

test('npx gex backtest names what is wrong', async () => {
  expect((await gex('backtest', days[1]!, days[1]!)).stderr).toContain('give recordings that follow each other');
  expect((await gex('backtest', days[0]!, ...flags, '--rule', 'KO composite > 60')).stderr).toContain(
    '--rule names KO, not among the symbols that are scanned',
  );
  expect((await gex('backtest', join(folder, 'nothing.rec'))).stderr).toContain('no such file');
  expect((await gex('backtest', days[0]!, '--from', '2026-11-20', '--to', '2026-11-20')).stderr).toContain(
    '--to must be later than --from',
  );
});
