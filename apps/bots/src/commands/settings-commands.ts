import type { AlertFamily, ChatSettings } from '@gexstream/domain';
import { answer, text } from '../words/answers.ts';
import { changeChat } from './change-chat.ts';
import { type Command, CommandError } from './command.ts';
import { digestWords, quietWords } from './quiet-commands.ts';

const families: readonly AlertFamily[] = ['levels', 'exposure', 'flow', 'skew', 'volume', 'regime', 'system'];
const loudness = ['on', 'silent', 'off'] as const;
const names = ['timezone', 'images', 'cap', ...families] as const;

/** One setting as it is typed: its name, then its value. */
const settingOf = (name: string, value: string): Partial<ChatSettings> | ((settings: ChatSettings) => Partial<ChatSettings>) => {
  const takes = (what: string): CommandError => new CommandError(`${name} takes ${what}; got "${value.slice(0, 40)}".`);
  if (name === 'timezone') {
    if (!isTimeZone(value)) throw takes('an IANA zone such as Europe/Berlin');
    return { timeZone: value };
  }
  if (name === 'images') {
    if (value !== 'on' && value !== 'off') throw takes('on or off');
    return { images: value === 'on' };
  }
  if (name === 'cap') {
    const most = Number(value);
    if (!Number.isInteger(most) || most < 1 || most > 200) throw takes('messages of alerts a day, 1 to 200');
    return { alertsPerDayMax: most };
  }
  if (!(families as readonly string[]).includes(name))
    throw new CommandError(
      `There is no setting "${name.slice(0, 30)}".`,
      `Settings: ${names.join(', ')}.`,
      'For example: settings timezone Europe/Berlin',
    );
  if (!(loudness as readonly string[]).includes(value)) throw takes(loudness.join(', '));
  return ({ verbosity }) => ({ verbosity: { ...verbosity, [name]: value as (typeof loudness)[number] } });
};

const isTimeZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const settingsCommand: Command = {
  spec: {
    name: 'settings',
    summary: 'Time zone, images, daily cap, and how loud each kind of alert is',
    options: [
      { name: 'setting', summary: 'its name', required: false, kind: 'choice', choices: names },
      { name: 'value', summary: 'what it should be', required: false, kind: 'rest' },
    ],
    audience: 'member',
    section: 'This chat',
    onlyToAsker: false,
    examples: ['settings', 'settings timezone Europe/Berlin', 'settings flow silent', 'settings cap 20'],
  },
  run: async (call) => {
    const [name, value = ''] = call.args;
    if (name === undefined) return { message: settingsMessage(call.settings), replace: true };
    const change = settingOf(name.toLowerCase(), name === 'timezone' ? value : value.toLowerCase());
    const settings = await changeChat(call, (before) => ({
      ...before,
      ...(typeof change === 'function' ? change(before) : change),
    }));
    return { message: settingsMessage(settings) };
  },
};

const settingsMessage = (settings: ChatSettings) => ({
  ...answer(
    `Settings of ${settings.title || 'this chat'}`,
    text(
      `timezone ${settings.timeZone}`,
      `images ${settings.images ? 'on' : 'off'}`,
      `cap ${settings.alertsPerDayMax} messages of alerts a day`,
      ...families.map((family) => `${family} ${settings.verbosity[family] ?? 'on'}`),
      quietWords(settings),
      digestWords(settings),
      snoozesWords(settings),
      `linked to ${settings.linkedUser ?? 'no API user'}`,
    ),
  ),
  buttons: [
    [
      { label: settings.images ? 'Images off' : 'Images on', command: `settings images ${settings.images ? 'off' : 'on'}` },
      { label: 'Rules', command: 'alert list' },
      { label: 'Watchlist', command: 'watchlist' },
    ],
    [
      { label: 'Quiet hours', command: 'quiet' },
      { label: 'Digest', command: 'digest' },
    ],
  ],
});

const snoozesWords = ({ snoozes }: ChatSettings): string =>
  snoozes.length === 0 ? 'nothing snoozed' : `${snoozes.length} snoozed, see alert list`;

const privacyCommand: Command = {
  spec: {
    name: 'privacy',
    summary: 'What is kept about this chat',
    options: [],
    audience: 'anyone',
    section: 'You',
    onlyToAsker: true,
    examples: ['privacy'],
  },
  run: () => ({
    message: {
      ...answer(
        'What is kept about this chat',
        text(
          '• its id and title, what it watches, its rules, quiet hours and settings, until forgotten',
          '• trades that were told in it, until erased or forgotten; who sees them through the API, if it was linked to a user there',
          '• messages that were sent to it, for a day; alerts for a week',
          '• who approved, blocked, linked or changed a group’s settings, for 30 days',
          'What else is typed is not kept, and nothing goes to anyone else.',
        ),
      ),
      buttons: [[{ label: 'Forget this chat', command: 'forget' }]],
    },
  }),
};

const forgetCommand: Command = {
  spec: {
    name: 'forget',
    summary: 'Erase what is kept about this chat',
    options: [{ name: 'yes', summary: 'to do it, not asked again', required: false, kind: 'word' }],
    audience: 'anyone',
    section: 'You',
    onlyToAsker: true,
    examples: ['forget', 'forget yes'],
  },
  changesChat: true,
  run: async ({ args, incoming, office }) => {
    if (args[0] !== 'yes')
      return {
        message: {
          ...answer(
            'Erase watchlist, rules, settings, trades and access of this chat?',
            text('What waits to be sent is not sent. This cannot be undone.'),
          ),
          buttons: [[{ label: 'Erase', command: 'forget yes' }]],
        },
      };
    await office.forget(incoming.chat);
    return { message: answer('Forgotten.', text('/start begins anew.')) };
  },
};

export const settingsCommands: readonly Command[] = [settingsCommand, privacyCommand, forgetCommand];
