import { expect, test } from 'vitest';
import { eleven, feedAt, follow, levelsAt, nothingFollowed, scoreAt, seconds, settingsOf } from '../engine/alerts.fixture.ts';
import { alertMessage, resolvedMessage } from './alert-message.ts';

const at = (second: number) => seconds(eleven, second);
const around = { underlying: 'SPX', timeZone: 'America/New_York', feedNote: 'simulated' };
const both = settingsOf([
  'SPX spot crosses flip for 0s keep 0s',
  'SPX spot within 0.5% of put wall for 0s keep 0s',
  'SPX composite > 80',
]);

test('what fires together on a symbol is one message after three seconds; another family has its own', () => {
  const { told } = follow(both, [
    levelsAt(at(0), 5650),
    levelsAt(at(1), 5590),
    levelsAt(at(2), 5520),
    scoreAt(at(2), 90),
    levelsAt(at(3), 5520),
    levelsAt(at(4), 5520),
    levelsAt(at(5), 5520),
  ]);
  expect(told.map(({ family, revision, members }) => [family, revision, members.map(({ alert }) => alert.ruleId)])).toEqual([
    ['levels', 1, ['a1', 'a2']],
    ['flow', 1, ['a3']],
  ]);
});

test('what fires within two minutes is written into the message that is out; later it is a message of its own', () => {
  const looks = [levelsAt(at(0), 5650), levelsAt(at(1), 5590), levelsAt(at(5), 5590)];
  const early = follow(both, [...looks, levelsAt(at(121), 5520)]).told;
  expect(early.map(({ id, revision, members }) => [id === early[0]!.id, revision, members.length])).toEqual([
    [true, 1, 1],
    [true, 2, 2],
  ]);
  const late = follow(both, [...looks, levelsAt(at(122), 5520), levelsAt(at(126), 5520)]).told;
  expect(late.map(({ revision, members }) => [revision, members.length])).toEqual([
    [1, 1],
    [1, 1],
  ]);
  expect(late[1]!.id).not.toBe(late[0]!.id);
});

test('what is critical has a message of its own once the first is out: an edit makes no sound', () => {
  const settings = settingsOf(['SPX spot crosses flip for 0s', 'SPX spot within 0.5% of put wall for 0s critical']);
  const { told } = follow(settings, [
    levelsAt(at(0), 5650),
    levelsAt(at(1), 5590),
    levelsAt(at(5), 5590),
    levelsAt(at(60), 5520),
    levelsAt(at(64), 5520),
  ]);
  expect(told.map(({ revision, members }) => [revision, members.length])).toEqual([
    [1, 1],
    [1, 1],
  ]);
});

test('the end edits the original, also hours later; the message then says when and how long', () => {
  const looks = [
    levelsAt(at(0), 5650),
    levelsAt(at(1), 5599),
    levelsAt(at(5), 5599),
    levelsAt(at(7_200), 5599),
    levelsAt(at(7_201), 5560),
  ];
  const { told } = follow(settingsOf(['SPX spot crosses flip for 0s keep 0s']), looks);
  expect(told.map(({ id, revision }) => [id, revision])).toEqual([
    [told[0]!.id, 1],
    [told[0]!.id, 2],
  ]);
  expect(alertMessage(told[1]!, around)).toEqual({
    headline: ['✅ SPX below its flip: 5,599 < 5,600'],
    tone: 'neutral',
    blocks: [
      { kind: 'text', lines: [['✅ resolved ', { timeMs: at(7_201), style: 'time', fallback: '13:00' }, ', lasted 2 h']] },
      {
        kind: 'text',
        lines: [
          ['spot 5,599 · flip 5,600 · walls 5,500/5,700'],
          [{ timeMs: at(1), style: 'time', fallback: '11:00' }, ' · 0.0 s later · simulated'],
        ],
      },
      { kind: 'text', lines: [['Why: ', { code: 'SPX spot crosses flip for 0s keep 0s' }]] },
    ],
    buttons: [
      [
        { label: 'Snooze 1h', command: 'snooze 1h a1' },
        { label: 'Mute SPX today', command: 'snooze today SPX' },
      ],
      [
        { label: 'Why?', command: 'alert why a1' },
        { label: 'Chart', command: 'gex SPX' },
      ],
    ],
  });
});

test('the next message says how many like it were not told, and since when', () => {
  const scores = [85, 70, 90, 70, 95, 70].map((score, i) => scoreAt(at(60 * i), score));
  const { told } = follow(settingsOf(['SPX composite > 80']), [...scores, scoreAt(at(600), 99), scoreAt(at(660), 99)]);
  const last = alertMessage(told.at(-1)!, around);
  expect(JSON.stringify(last.blocks[0])).toContain(
    `"+2 similar since ",${JSON.stringify({ timeMs: at(120), style: 'time', fallback: '11:02' })}`,
  );
});

test('a rule that asks for it has its end told by a message of its own', () => {
  const settings = settingsOf(['SPX feed stale for 0s keep 0s']);
  const fired = follow(settings, [feedAt(at(0), null), feedAt(at(1), 40_000), feedAt(at(5), 44_000)]);
  const member = follow(settings, [feedAt(at(6), null)], fired).told.at(-1)!.members[0]!;
  expect(resolvedMessage(member, 'Europe/Berlin')).toMatchObject({
    headline: ['✅ SPX feed is fresh'],
    blocks: [
      {
        lines: [
          ['✅ resolved ', { fallback: '17:00' }, ', lasted 5 s'],
          ['Why: ', { code: 'SPX feed stale for 0s keep 0s' }],
        ],
      },
    ],
  });
});

test('several at once: the first is the headline, the gravest gives the mark, and each is named', () => {
  const settings = settingsOf(['SPX spot within 0.5% of put wall for 0s', 'SPX spot crosses flip for 0s critical']);
  const { told } = follow(settings, [levelsAt(at(0), 5650), levelsAt(at(1), 5520), levelsAt(at(5), 5520)]);
  const message = alertMessage(told[0]!, around);
  expect(message.headline).toEqual(['🚨 SPX 0.362\u00a0% from its put wall 5,500 (≤\u00a00.5\u00a0%) (+1)']);
  expect(JSON.stringify(message.blocks[0])).toContain('SPX below its flip: 5,520 < 5,600');
  expect(message.tone).toBe('warning');
});

test('what is kept of messages has a bound, however much fires', () => {
  const settings = settingsOf(['SPX spot crosses flip for 0s keep 0s cooldown 1m'], { alertsPerDayMax: 10_000 });
  const looks = Array.from({ length: 400 }, (_, i) => levelsAt(at(130 * i), i % 2 === 0 ? 5650 : 5550));
  const { state } = follow(settings, looks, nothingFollowed);
  expect(state.groups.length).toBeLessThanOrEqual(12);
});
