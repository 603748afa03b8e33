import { epochMs, type FeedNoticeEvent, type FeedStatusEvent } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { doctorReport } from '../terminal/doctor-report.ts';
import { calendarFindings } from './calendar.ts';
import { feedFindings, skewFinding } from './clocks.ts';
import { examined, exitStatus, type Finding, ok, problem, warning } from './finding.ts';
import { brokerFindings } from './kafka.ts';
import { diskFinding, nativeFinding, nodeFinding } from './machine.ts';
import { questDbFindings } from './questdb.ts';
import { topicFindings } from './topics.ts';

const states = (findings: readonly Finding[]): readonly string[] => findings.map(({ state, subject }) => `${subject} ${state}`);

test('a problem is status 1, warnings alone are 0', () => {
  expect(exitStatus([ok('a', 'fine'), warning('b', 'hm', 'look')])).toBe(0);
  expect(exitStatus([warning('b', 'hm', 'look'), problem('c', 'bad', 'mend')])).toBe(1);
});

test('the report puts each fix below its finding, and counts', () => {
  const report = doctorReport([ok('node', 'Node 24.0.0'), problem('topics', 'market is missing', 'npx gex topics apply')]);
  expect(report.split('\n')).toEqual([
    'ok       node    Node 24.0.0',
    'PROBLEM  topics  market is missing',
    '         fix: npx gex topics apply',
    '',
    '1 problems, 0 warnings.',
    '',
  ]);
  expect(doctorReport([ok('node', 'Node 24.0.0')])).toContain('All is well.');
});

test('what cannot be looked at is a problem that says why and what to do', async () => {
  const findings = await examined('questdb', 'npm run infra -- up', () => Promise.reject(new Error('connection refused')));
  expect(findings).toEqual([problem('questdb', 'connection refused', 'npm run infra -- up')]);
});

test('an old Node, a full disk and a client that is asked for and not built are problems', () => {
  expect(['20.20.2', '22.17.0', '22.18.0', '24.21.0'].map((version) => nodeFinding(version).state)).toEqual([
    'problem',
    'problem',
    'ok',
    'ok',
  ]);
  expect([5e8, 2e9, 9e9].map((free) => diskFinding('data', free).state)).toEqual(['problem', 'warning', 'ok']);
  expect(nativeFinding('not built', 'rdkafka').state).toBe('problem');
  expect(nativeFinding('not built', 'auto')).toMatchObject({ state: 'warning', fix: 'npm run build:native' });
  expect([nativeFinding('not built', 'kafkajs').state, nativeFinding(null, 'auto').state]).toEqual(['ok', 'ok']);
});

test('a clock is compared with the time that asking took', () => {
  const at = (theirs: number) => skewFinding('QuestDB', epochMs(theirs), epochMs(1_000_000), epochMs(1_005_000));
  expect([1_000_000, 1_003_000, 1_005_000, 1_006_999].map((theirs) => at(theirs).state)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(at(990_000)).toMatchObject({ state: 'warning', says: 'QuestDB is 10 s behind this machine' });
  expect(at(1_200_000)).toMatchObject({ state: 'problem', says: expect.stringMatching(/ahead of this machine/) });
});

test('ingest that is silent, logged out or away is said', () => {
  const now = epochMs(1_000_000);
  const said = (state: string, wallMs: number) =>
    feedFindings({ eventMs: 0, body: { state, detail: 'd', wallMs, speed: 1 } } as FeedStatusEvent, now, 'npm start');
  expect(states(feedFindings(null, now, 'npm start'))).toEqual(['feed problem']);
  expect(said('live', 900_000)).toMatchObject([{ state: 'problem', fix: 'start it: npm start' }]);
  expect(states(said('live', 999_000))).toEqual(['feed ok', 'clock ok']);
  expect(states(said('auth-required', 999_000))).toEqual(['feed problem', 'clock ok']);
  expect(states(said('reconnecting', 999_000))).toEqual(['feed warning', 'clock ok']);
  expect(states(said('live', 1_010_000))).toEqual(['feed ok', 'clock warning']);
});

test("a day whose hours by Schwab are not our calendar's is a warning, once however often it was told", () => {
  const told = (code: string, text: string) => ({ eventMs: 0, body: { code, text } }) as FeedNoticeEvent;
  expect(states(calendarFindings([told('clock-skew', 'x')]))).toEqual(['calendar ok']);
  const text = 'On 2026-11-27 options are closed by Schwab and open …';
  const findings = calendarFindings([told('calendar-differs', text), told('calendar-differs', text)]);
  expect(findings).toMatchObject([{ subject: 'calendar', state: 'warning', says: `${text} (told 1970-01-01T00:00:00.000Z)` }]);
});

test('topics: missing, fixed and thin ones are problems, settings that can be altered a warning', () => {
  const topic = { topic: 'market', exists: true, bytes: 1, differences: [], underReplicated: [] } as const;
  const differs = (setting: string, alterable: boolean) => ({ setting, declared: '1', found: '2', alterable });
  expect(states(topicFindings([topic]))).toEqual(['topics ok']);
  const missing = (name: string) => ({ ...topic, topic: name, exists: false });
  expect(topicFindings([missing('market')])).toMatchObject([{ state: 'problem', says: 'market is missing' }]);
  expect(topicFindings([missing('market'), topic, missing('levels')])).toMatchObject([{ says: 'market, levels are missing' }]);
  expect(states(topicFindings([{ ...topic, differences: [differs('retention.ms', true)] }]))).toEqual(['topics warning']);
  expect(states(topicFindings([{ ...topic, differences: [differs('partitions', false)] }]))).toEqual(['topics problem']);
  expect(topicFindings([{ ...topic, underReplicated: [1, 4] }])).toMatchObject([
    { subject: 'replicas', state: 'problem', says: expect.stringContaining('1, 4') },
  ]);
  const both = {
    ...topic,
    differences: [differs('retention.ms', true), differs('partitions', false), differs('segment.ms', true)],
  };
  expect(
    topicFindings([both]).map(({ says }) => says),
    'a finding a fix',
  ).toEqual([
    'market: partitions is 2, declared is 1',
    'market: retention.ms is 2, declared is 1; market: segment.ms is 2, declared is 1',
  ]);
});

test('brokers that left, do not answer or lag behind are told one by one', () => {
  const broker = { id: 1, address: 'a:1', answers: true, outOfSync: 0 };
  expect(brokerFindings({ clusterId: 'c', brokers: [broker] })).toMatchObject([{ state: 'ok', says: '1 answer, 1 in sync' }]);
  const three = [broker, { id: 2, address: null, answers: false, outOfSync: 12 }, { ...broker, id: 3, outOfSync: 4 }];
  expect(brokerFindings({ clusterId: 'c', brokers: three }).map(({ says }) => says)).toEqual([
    'broker 2 has left the cluster',
    'broker 3 at a:1 is behind with 4 partitions',
  ]);
});

test('QuestDB: its own findings are problems with their statements, a table far behind a warning', () => {
  const healthy = { build: 'Build 9, JDK 17', serverNowMs: epochMs(0), views: [], findings: [] };
  const table = { name: 'sim_gex_levels', suspended: false, transactionsBehind: 5_000 };
  expect(states(questDbFindings({ ...healthy, tables: [table] }))).toEqual(['questdb ok', 'tables warning', 'tables ok']);
  const suspended = { what: 'table x is suspended', fix: 'ALTER TABLE "x" RESUME WAL' };
  expect(questDbFindings({ ...healthy, tables: [], findings: [suspended] })[1]).toMatchObject({
    state: 'problem',
    says: suspended.what,
    fix: suspended.fix,
  });
});
