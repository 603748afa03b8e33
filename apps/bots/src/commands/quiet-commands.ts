import {
  type Button,
  type ChatSettings,
  type EpochMs,
  easternClock,
  epochMs,
  nextSession,
  type QuietHours,
  type Snooze,
} from '@gexstream/domain';
import { answer, text } from '../words/answers.ts';
import { snoozedWords, snoozeWords, standingSnoozes } from '../words/snooze-words.ts';
import { changeChat } from './change-chat.ts';
import { type Command, type CommandCall, CommandError } from './command.ts';
import { canonicalSymbol } from './known-symbol.ts';

const hourMs = 3_600_000;
const snoozeMsMax = 30 * 24 * hourMs;
const snoozesMax = 50;

/** What a person says: a time, `today`, a symbol, a rule; in any order. Without a time: an hour. */
const snoozeOf = (words: readonly string[], { settings: { rules, watchlist }, office: { present } }: CommandCall): Snooze => {
  const now = present.feedNow();
  const symbols = [...present.symbols(), ...present.scanner.symbols(), ...watchlist];
  let untilMs = epochMs(now + hourMs);
  let underlying: string | null = null;
  let ruleId: string | null = null;
  for (const word of words) {
    const time = /^(\d{1,4})(m|h|d)$/.exec(word);
    if (time !== null)
      untilMs = epochMs(now + Number(time[1]) * { m: 60_000, h: hourMs, d: 24 * hourMs }[time[2] as 'm' | 'h' | 'd']);
    else if (word === 'today') untilMs = endOfDay(now);
    else if (rules.some(({ id }) => id === word)) ruleId = word;
    else if (symbols.includes(canonicalSymbol(word))) underlying = canonicalSymbol(word);
    else
      throw new CommandError(
        `"${word.slice(0, 30)}" is no time, symbol or rule of this chat.`,
        'For example: snooze 1h, snooze 30m SPX, snooze today SPX, snooze 2h a1',
      );
  }
  if (untilMs <= now || untilMs - now > snoozeMsMax)
    throw new CommandError('A snooze lasts from 1m to 30d.', 'For example: snooze 1h');
  return { underlying, ruleId, untilMs };
};

/** The newer word about the same counts. */
const isOfSame = (a: Snooze, b: Snooze): boolean => a.underlying === b.underlying && a.ruleId === b.ruleId;

/** The close of today’s session in New York; behind it, and on days without one, the next open. */
const endOfDay = (now: EpochMs): EpochMs => {
  const session = nextSession(now);
  return session.date === easternClock(now).date ? session.closeMs : session.openMs;
};

const snoozeCommand: Command = {
  spec: {
    name: 'snooze',
    summary: 'No alerts for a while: of everything, a symbol, or a rule',
    options: [{ name: 'what', summary: '30m, 2h, today; a symbol; a rule', required: false, kind: 'rest' }],
    audience: 'member',
    section: 'Alerts',
    onlyToAsker: false,
    examples: ['snooze 1h', 'snooze today SPX', 'snooze 2h a1'],
  },
  changesChat: true,
  run: async (call) => {
    const now = call.office.present.feedNow();
    const words = (call.args[0] ?? '').split(/\s+/).filter(Boolean);
    const snooze = snoozeOf(words, call);
    await changeChat(call, (settings) => ({
      ...settings,
      snoozes: [...standingSnoozes(settings, now).filter((each) => !isOfSame(each, snooze)), snooze].slice(-snoozesMax),
    }));
    return {
      message: {
        ...answer(snoozeWords(snooze), text('Critical alerts too.')),
        buttons: [[{ label: 'Unsnooze', command: 'unsnooze' }]],
      },
    };
  },
};

const unsnoozeCommand: Command = {
  spec: {
    name: 'unsnooze',
    summary: 'Alerts again, of everything that was snoozed',
    options: [],
    audience: 'member',
    section: 'Alerts',
    onlyToAsker: false,
    examples: ['unsnooze'],
  },
  changesChat: true,
  run: async (call) => {
    const snoozed = standingSnoozes(call.settings, call.office.present.feedNow());
    await changeChat(call, (settings) => ({ ...settings, snoozes: [] }));
    return {
      message: answer(snoozed.length === 0 ? 'Nothing was snoozed' : `Awake again: ${snoozed.map(snoozedWords).join(', ')}`),
    };
  },
};

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const modes = ['digest', 'silent', 'drop'] as const;

/** `22:00-07:00 [mon-fri] [digest|silent|drop]` */
const quietOf = (words: readonly string[]): QuietHours => {
  const example = 'For example: quiet 22:00-07:00 mon-fri digest';
  const hours = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(words[0] ?? '');
  if (hours === null) throw new CommandError(`"${(words[0] ?? '').slice(0, 30)}" is not hours such as 22:00-07:00.`, example);
  const quiet = { from: `${hours[1]}:${hours[2]}`, to: `${hours[3]}:${hours[4]}` };
  if (quiet.from === quiet.to) throw new CommandError('Quiet hours end at another time than they begin.', example);
  let days: readonly number[] = [1, 2, 3, 4, 5, 6, 7];
  let mode: QuietHours['mode'] = 'digest';
  for (const word of words.slice(1)) {
    const range = /^([a-z]{3})(?:-([a-z]{3}))?$/.exec(word);
    const [first, last] = [dayNames.indexOf(range?.[1] ?? ''), dayNames.indexOf(range?.[2] ?? range?.[1] ?? '')];
    if ((modes as readonly string[]).includes(word)) mode = word as QuietHours['mode'];
    else if (first >= 0 && last >= first) days = Array.from({ length: last - first + 1 }, (_, at) => first + at + 1);
    else throw new CommandError(`"${word.slice(0, 30)}" is neither days such as mon-fri nor ${modes.join(', ')}.`, example);
  }
  return { ...quiet, days, mode };
};

const quietCommand: Command = {
  spec: {
    name: 'quiet',
    summary: 'Quiet hours: alerts held for the digest, silent, or dropped',
    options: [{ name: 'hours', summary: '22:00-07:00 [mon-fri] [digest|silent|drop], or off', required: false, kind: 'rest' }],
    audience: 'member',
    section: 'Alerts',
    onlyToAsker: false,
    examples: ['quiet 22:00-07:00', 'quiet 18:00-08:00 mon-fri silent', 'quiet off'],
  },
  changesChat: true,
  run: async (call) => {
    const words = (call.args[0] ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return { message: quietAnswer(call.settings) };
    const quiet = words[0] === 'off' ? null : quietOf(words);
    return { message: quietAnswer(await changeChat(call, (settings) => ({ ...settings, quiet }))) };
  },
};

const quietAnswer = (settings: ChatSettings) => ({
  ...answer(quietWords(settings)),
  buttons: [
    [
      settings.quiet === null
        ? { label: 'Quiet 22:00–07:00', command: 'quiet 22:00-07:00' }
        : { label: 'No quiet hours', command: 'quiet off' },
    ],
  ],
});

export const quietWords = ({ quiet, timeZone }: ChatSettings): string => {
  if (quiet === null) return 'No quiet hours';
  const days = quiet.days.length === 7 ? 'every day' : quiet.days.map((day) => dayNames[day - 1]).join(' ');
  const how = { digest: 'held for the digest', silent: 'without sound', drop: 'dropped' }[quiet.mode];
  return `Quiet ${quiet.from}–${quiet.to} ${timeZone}, ${days}: ${how}; critical ones pass`;
};

const digestCommand: Command = {
  spec: {
    name: 'digest',
    summary: 'A morning digest at a time of New York, and a recap after the close',
    options: [{ name: 'at', summary: 'now; 07:45, off; recap on, recap off', required: false, kind: 'rest' }],
    audience: 'member',
    section: 'Alerts',
    onlyToAsker: false,
    examples: ['digest now', 'digest 07:45', 'digest off', 'digest recap on'],
  },
  changesChat: true,
  run: async (call) => {
    const typed = (call.args[0] ?? '').toLowerCase().trim();
    if (typed === 'now') return { message: await call.office.digest(call.settings) };
    const change = digestChange(typed);
    const settings = change === null ? call.settings : await changeChat(call, (before) => ({ ...before, ...change }));
    return { message: { ...answer(digestWords(settings)), buttons: [digestButtons(settings)] } };
  },
};

const digestChange = (typed: string): Partial<ChatSettings> | null => {
  if (typed === '') return null;
  if (typed === 'off') return { digestAt: null };
  if (typed === 'recap on' || typed === 'recap off') return { recap: typed.endsWith('on') };
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(typed))
    throw new CommandError(
      `"${typed.slice(0, 30)}" is no time of day.`,
      'For example: digest now, digest 07:45, digest off, digest recap on',
    );
  return { digestAt: typed };
};

const digestButtons = ({ digestAt, recap }: ChatSettings): readonly Button[] => [
  { label: 'Now', command: 'digest now' },
  digestAt === null ? { label: 'At 07:45', command: 'digest 07:45' } : { label: 'No digest', command: 'digest off' },
  recap ? { label: 'No recap', command: 'digest recap off' } : { label: 'Recap', command: 'digest recap on' },
];

export const digestWords = ({ digestAt, recap }: ChatSettings): string =>
  `${digestAt === null ? 'No morning digest' : `Digest at ${digestAt} New York on trading days`}; ${recap ? 'a recap after the close' : 'no recap'}`;

export const quietCommands: readonly Command[] = [snoozeCommand, unsnoozeCommand, quietCommand, digestCommand];
