import { randomBytes } from 'node:crypto';
import { chatKey, type PlatformName } from '@gexstream/domain';
import { personRef } from '../chats/new-chat.ts';
import { changesRules } from '../commands/alert-command.ts';
import { CommandError, type Office } from '../commands/command.ts';
import type { FrontDesk, Incoming } from '../platform/chat-platform.ts';
import { answer, complaint, text } from '../words/answers.ts';
import { type People, personKey, requestAccess, type Standing, standingOf } from './access.ts';
import { suggestions } from './suggestions.ts';
import { type TypedCommand, typedCommand } from './typed-command.ts';

/** Commands of one chat that wait for the one that runs; beyond it the answer is that it is busy. */
const waitingMax = 5;

export interface Desk extends FrontDesk {
  /** Commands since the start: answered, refused for access, and those that broke on our side. */
  counts(): { readonly answered: number; readonly refused: number; readonly broken: number };
}

/** Takes what people type and press: one command of a chat after the other, chats beside each other. */
export const openDesk = (office: Office, people: People): Desk => {
  const queues = new Map<string, { waiting: number; last: Promise<void> }>();
  const counts = { answered: 0, refused: 0, broken: 0 };

  const take = (incoming: Incoming): Promise<void> => {
    const key = chatKey(incoming.chat);
    const queue = queues.get(key) ?? { waiting: 0, last: Promise.resolve() };
    if (queue.waiting >= waitingMax)
      return quietly(incoming, () =>
        incoming.reply(complaint('Too many commands at once.', 'Wait for the answers that are under way, then ask again.')),
      );
    queue.waiting++;
    queues.set(key, queue);
    queue.last = queue.last.then(async () => {
      await quietly(incoming, () => answerTo(incoming));
      queue.waiting--;
      if (queue.waiting === 0) queues.delete(key);
    });
    return queue.last;
  };

  /** A platform that does not take the answer is the platform's matter: it is told, and the next command goes on. */
  const quietly = async ({ chat }: Incoming, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (err) {
      counts.broken++;
      office.log.warn({ platform: chat.platform, err }, 'an answer was not taken');
    }
  };

  const answerTo = async (incoming: Incoming): Promise<void> => {
    const standing = standingOf(incoming, office.directory, people);
    if (standing.access === 'blocked') {
      counts.refused++;
      return;
    }
    try {
      const typed = typedCommand(incoming.text, office.commands);
      if (await turnedAway(incoming, standing, typed)) {
        counts.refused++;
        return;
      }
      const {
        message,
        image,
        replace = false,
      } = await typed.command.run({
        args: typed.args,
        incoming,
        settings: standing.settings,
        isBotAdmin: standing.access === 'admin',
        office,
      });
      await incoming.reply(message, { replace, ...(image === undefined ? {} : { image }) });
      counts.answered++;
      // It took the answer, so alerts reach it again too.
      await office.directory.amend(incoming.chat, (settings) =>
        settings.unreachable === null ? settings : { ...settings, unreachable: null },
      );
    } catch (error) {
      await explain(incoming, error);
    }
  };

  /** Says why a person may not do this here; true when it was said. */
  const turnedAway = async (incoming: Incoming, { access }: Standing, { command, args }: TypedCommand): Promise<boolean> => {
    const { audience, name } = command.spec;
    if (access === 'stranger') {
      const request = await requestAccess(incoming, office.directory, people);
      if (request === 'new') await tellAdmins(incoming);
      if (audience !== 'anyone') {
        await incoming.reply(
          request === 'full'
            ? complaint('Too many people wait for access now.', 'Ask again later.')
            : complaint(
                `Access requested. Your id: ${incoming.user.id}.`,
                'An admin has been asked; you hear from us once you have it.',
              ),
        );
        return true;
      }
    }
    if (audience === 'admin' && access !== 'admin') {
      await incoming.reply(complaint(`${name} is for admins of this bot.`, 'What you may use: help'));
      return true;
    }
    if (office.maintenance.now().on && access !== 'admin') {
      await incoming.reply(complaint('Maintenance: only admins are answered for a while.', 'Alerts go on.'));
      return true;
    }
    const changes = command.changesChat === true || (name === 'alert' && changesRules(args[0] ?? ''));
    if (!changes || access === 'admin' || incoming.chatKind === 'private') return false;
    if (await incoming.isChatAdmin()) {
      await office.audit({ incoming }, 'settings', `${name} ${args.join(' ')}`.slice(0, 200));
      return false;
    }
    await incoming.reply(
      complaint("You can't change settings in this group (admins only).", 'In a private chat you have your own.'),
    );
    return true;
  };

  const tellAdmins = async (incoming: Incoming): Promise<void> => {
    const key = personKey(incoming);
    for (const admin of people.admins) {
      const [platform, id] = admin.split(':') as [PlatformName, string];
      await office.tell(personRef(platform, id), `request/${key}/${admin}`, {
        ...answer(`${incoming.user.name.slice(0, 60)} asks for access`, text([{ code: key }])),
        buttons: [
          [
            { label: 'Approve', command: `approve ${key}` },
            { label: 'Block', command: `block ${key}` },
          ],
        ],
      });
    }
    office.log.info({ platform: incoming.chat.platform }, 'a stranger asks for access; npx gex chat users lists who waits');
  };

  const explain = async (incoming: Incoming, error: unknown): Promise<void> => {
    if (error instanceof CommandError) {
      await incoming.reply(complaint(error.message, ...error.next));
      counts.answered++;
      return;
    }
    const ref = randomBytes(2).toString('hex').toUpperCase();
    counts.broken++;
    office.log.error({ ref, platform: incoming.chat.platform, err: error }, 'a command broke');
    await incoming.reply(
      complaint(`Something broke on our side (ref ${ref}).`, 'Ask again; if it stays, tell the operator the ref.'),
    );
  };

  return {
    commands: office.commands.map(({ spec }) => spec),
    take,
    suggest: (command, option, typed, chat) => suggestions(office, { command, option, typed, chat }),
    counts: () => ({ ...counts }),
  };
};
