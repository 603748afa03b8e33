import { ageWords } from '../words/age-words.ts';
import { answer, complaint, text } from '../words/answers.ts';
import { changeChat } from './change-chat.ts';
import { type Answer, type Command, type CommandCall, CommandError } from './command.ts';

const howTo = [
  'A code comes from the API, with a key of yours that may trade: POST /api/v1/links',
  'It counts for ten minutes, once: link K7QPA-2MXVD',
];

const unlinkButton = { label: 'Unlink', command: 'unlink' };

/** Joins this chat to a user of the API, by a code that he alone can have. In a private chat alone: a group would see what is his. */
export const linkCommand: Command = {
  spec: {
    name: 'link',
    summary: 'Let this chat act for a user of the API, by a code from there',
    options: [{ name: 'code', summary: 'from POST /api/v1/links; left out: how it stands', required: false, kind: 'rest' }],
    audience: 'member',
    section: 'You',
    onlyToAsker: true,
    examples: ['link', 'link K7QPA-2MXVD'],
  },
  run: async (call) => {
    const { incoming, settings, office } = call;
    onlyPrivate(call);
    const typed = (call.args[0] ?? '').trim();
    if (typed === '') return standing(settings.linkedUser);
    const redeemed = await office.links.redeem(incoming.chat, typed);
    if (redeemed === 'wrong') {
      await office.audit(call, 'link-refused', 'a wrong code');
      return { message: complaint('That is no code that counts now.', ...howTo) };
    }
    if ('waitMs' in redeemed)
      throw new CommandError(`Too many wrong codes; the next is looked at in ${ageWords(redeemed.waitMs)}.`, ...howTo);
    const { user } = redeemed;
    await changeChat(call, (before) => ({ ...before, linkedUser: user }));
    await office.audit(call, 'link', `user ${user}`);
    return {
      message: {
        ...answer(
          `This chat acts for ${user} now`,
          text(`${user} sees this chat’s trades and alerts through the API; here you see and change ${user}’s trades.`),
        ),
        buttons: [[{ label: 'My trades', command: 'outcome list' }, unlinkButton]],
      },
    };
  },
};

const unlinkCommand: Command = {
  spec: {
    name: 'unlink',
    summary: 'This chat acts for no user of the API any more',
    options: [],
    audience: 'member',
    section: 'You',
    onlyToAsker: true,
    examples: ['unlink'],
  },
  run: async (call) => {
    onlyPrivate(call);
    const { linkedUser } = call.settings;
    if (linkedUser === null) return standing(null);
    await changeChat(call, (before) => ({ ...before, linkedUser: null }));
    await call.office.audit(call, 'unlink', `user ${linkedUser}`);
    return {
      message: answer(`This chat acts for ${linkedUser} no more`, text('What was told here stays with this chat.')),
      replace: true,
    };
  },
};

const standing = (user: string | null): Answer => ({
  message:
    user === null
      ? complaint('This chat acts for no user of the API.', ...howTo)
      : { ...answer(`This chat acts for ${user}`), buttons: [[unlinkButton]] },
});

const onlyPrivate = ({ incoming }: CommandCall): void => {
  if (incoming.chatKind !== 'private')
    throw new CommandError(
      'A group acts for nobody: everybody in it would see what is his.',
      'Ask in a private chat with this bot: link',
    );
};

export const linkCommands: readonly Command[] = [linkCommand, unlinkCommand];
