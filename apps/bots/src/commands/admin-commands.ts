import { type ChatRef, type ChatSettings, chatKey, type PlatformName } from '@gexstream/domain';
import { newChat, personRef } from '../chats/new-chat.ts';
import type { MaintenanceState } from '../desk/open-maintenance.ts';
import { newYorkDayMinute } from '../words/age-words.ts';
import { answer, text } from '../words/answers.ts';
import { counted } from '../words/counted.ts';
import { type Command, type CommandCall, CommandError } from './command.ts';

const userOption = {
  name: 'user',
  summary: 'platform/id as in `users`, or an id of this platform',
  required: true,
  kind: 'word',
} as const;

const platforms: readonly string[] = ['telegram', 'discord', 'terminal'] satisfies readonly PlatformName[];

/** Whose access is meant: `telegram/42`, also as `BOT_ADMINS` has it, `telegram:42`; or `42` of the platform it is typed on. */
const personTyped = ({ args, incoming }: CommandCall): ChatRef => {
  const typed = args[0] ?? '';
  const example = 'For example: approve telegram/42 (users lists them)';
  if (typed === '') throw new CommandError('Which user?', example);
  const [, platform = incoming.chat.platform, id] = /^(?:([a-z]+)[/:])?([\w-]{1,64})$/.exec(typed) ?? [];
  if (id === undefined || !platforms.includes(platform)) throw new CommandError(`"${typed.slice(0, 40)}" is no user.`, example);
  return id.startsWith('user-') ? { platform: platform as PlatformName, id } : personRef(platform as PlatformName, id);
};

const settingAccess =
  (access: ChatSettings['access'], verb: string): Command['run'] =>
  async (call) => {
    const { office } = call;
    const person = personTyped(call);
    await office.directory.change(person, (before) => ({ ...(before ?? newChat(person, 'private', '')), access }));
    await office.audit(call, access, chatKey(person));
    if (access === 'approved')
      await office.tell(
        person,
        `access/${chatKey(person)}/${office.clock.now()}`,
        answer('You have access now.', text('Try: help')),
      );
    return { message: answer(`${chatKey(person)} ${verb}`), replace: true };
  };

const approveCommand: Command = {
  spec: {
    name: 'approve',
    summary: 'Let a person use this bot',
    options: [userOption],
    audience: 'admin',
    section: 'Administration',
    onlyToAsker: true,
    examples: ['approve telegram/42'],
  },
  run: settingAccess('approved', 'may use this bot'),
};

const blockCommand: Command = {
  spec: {
    name: 'block',
    summary: 'Answer a person no more',
    options: [userOption],
    audience: 'admin',
    section: 'Administration',
    onlyToAsker: true,
    examples: ['block telegram/42'],
  },
  run: settingAccess('blocked', 'is answered no more'),
};

const usersCommand: Command = {
  spec: {
    name: 'users',
    summary: 'Who asked for access, who has it, and what cannot be reached',
    options: [],
    audience: 'admin',
    section: 'Administration',
    onlyToAsker: true,
    examples: ['users'],
  },
  run: ({ office }) => {
    const waits = (settings: ChatSettings): boolean => settings.access === 'pending' && !office.welcomes(settings);
    const chats = [...office.directory.all()].sort((a, b) => Number(waits(b)) - Number(waits(a)));
    const pending = chats.filter(waits);
    const lines = chats.slice(0, 40).map((settings) => {
      const { chat, title, access, rules, unreachable } = settings;
      return [
        chatKey(chat),
        title,
        access === 'pending' && office.welcomes(settings) ? 'by configuration' : access,
        rules.length === 0 ? '' : counted(rules.length, 'rule'),
        unreachable === null ? '' : 'unreachable',
      ]
        .filter(Boolean)
        .join(' · ');
    });
    return {
      message: {
        ...answer(`${counted(chats.length, 'chat')}, ${pending.length} waiting`, ...(lines.length === 0 ? [] : [text(...lines)])),
        buttons: pending.slice(0, 5).map(({ chat }) => [
          { label: `Approve ${chatKey(chat)}`.slice(0, 40), command: `approve ${chatKey(chat)}` },
          { label: 'Block', command: `block ${chatKey(chat)}` },
        ]),
      },
      replace: true,
    };
  },
};

const broadcastCommand: Command = {
  spec: {
    name: 'broadcast',
    summary: 'Say something to every approved chat, after a look at it',
    options: [{ name: 'text', summary: 'what to say', required: true, kind: 'rest' }],
    audience: 'admin',
    section: 'Administration',
    onlyToAsker: true,
    examples: ['broadcast The feed restarts at 17:00.'],
  },
  run: async (call) => {
    const typed = (call.args[0] ?? '').trim();
    if (typed === '') throw new CommandError('What should be said?', 'For example: broadcast The feed restarts at 17:00.');
    const { directory, clock } = call.office;
    const chats = directory.all().filter((settings) => call.office.welcomes(settings) && settings.unreachable === null);
    const [, confirmed] = /^confirm (.+)$/s.exec(typed) ?? [];
    if (confirmed === undefined) {
      const command = `broadcast confirm ${typed}`;
      const fits = new TextEncoder().encode(command).length <= 60;
      return {
        message: {
          ...answer(
            `To ${counted(chats.length, 'chat')}:`,
            text(typed),
            text(fits ? 'Nothing has been sent yet.' : 'Nothing has been sent yet. Send it with:'),
            ...(fits ? [] : [text([{ code: command }])]),
          ),
          buttons: fits ? [[{ label: 'Send', command }]] : [],
        },
      };
    }
    const id = `broadcast/${clock.now()}`;
    for (const { chat } of chats)
      await call.office.tell(chat, `${id}/${chatKey(chat)}`, answer('📢 From the operators', text(confirmed)), true);
    await call.office.audit(call, 'broadcast', `${counted(chats.length, 'chat')}: ${confirmed.slice(0, 200)}`);
    return { message: answer(`On its way to ${counted(chats.length, 'chat')}`), replace: true };
  },
};

const maintenanceCommand: Command = {
  spec: {
    name: 'maintenance',
    summary: 'Answer only admins for a while',
    options: [
      { name: 'state', summary: 'on or off; left out: how it stands', required: false, kind: 'choice', choices: ['on', 'off'] },
    ],
    audience: 'admin',
    section: 'Administration',
    onlyToAsker: true,
    examples: ['maintenance', 'maintenance on', 'maintenance off'],
  },
  run: async (call) => {
    const { maintenance } = call.office;
    const state = call.args[0]?.toLowerCase();
    if (state === undefined) return { message: maintenanceMessage(maintenance.now()), replace: true };
    if (state !== 'on' && state !== 'off')
      throw new CommandError(`maintenance takes on or off; got "${state.slice(0, 30)}".`, 'For example: maintenance on');
    const { chat, user } = call.incoming;
    const now = await maintenance.set(state === 'on', `${chat.platform}:${user.id}`);
    await call.office.audit(call, 'maintenance', state);
    return { message: maintenanceMessage(now), replace: true };
  },
};

const maintenanceMessage = ({ on, by, sinceMs }: MaintenanceState) => ({
  ...answer(
    on ? 'Maintenance is on: only admins are answered' : 'Maintenance is off: everybody is answered',
    ...(sinceMs === null
      ? []
      : [text(['since ', { timeMs: sinceMs, style: 'date-time' as const, fallback: newYorkDayMinute(sinceMs) }, ` · by ${by}`])]),
    text('Nobody is told of it; alerts and digests go on either way, and a restart leaves it as it is.'),
  ),
  buttons: [
    [on ? { label: 'Answer everybody', command: 'maintenance off' } : { label: 'Only admins', command: 'maintenance on' }],
  ],
});

export const adminCommands: readonly Command[] = [
  usersCommand,
  approveCommand,
  blockCommand,
  broadcastCommand,
  maintenanceCommand,
];
