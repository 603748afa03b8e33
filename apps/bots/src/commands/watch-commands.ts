import type { Button } from '@gexstream/domain';
import { chatLimits } from '../chats/new-chat.ts';
import { answer, complaint, text } from '../words/answers.ts';
import { levelsHeadline } from '../words/levels-words.ts';
import { changeChat } from './change-chat.ts';
import { type Command, type CommandCall, CommandError } from './command.ts';
import { canonicalSymbol, refuseUnknown } from './known-symbol.ts';

const symbolsTyped = ({ args }: CommandCall, verb: string): readonly string[] => {
  const symbols = [
    ...new Set(
      (args[0] ?? '')
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(canonicalSymbol),
    ),
  ];
  if (symbols.length === 0) throw new CommandError('Which symbols?', `For example: ${verb} SPX SPY`);
  return symbols;
};

const firstRule = 'alert add watchlist spot crosses flip';
const watchlistButton: Button = { label: 'Watchlist', command: 'watchlist' };

const symbolsOption = { name: 'symbols', summary: 'one or more, such as SPX SPY', required: true, kind: 'rest' } as const;

const watchCommand: Command = {
  spec: {
    name: 'watch',
    summary: 'Put symbols on the watchlist that rules of this chat follow',
    options: [symbolsOption],
    audience: 'member',
    section: 'This chat',
    onlyToAsker: false,
    examples: ['watch SPX SPY'],
  },
  changesChat: true,
  run: async (call) => {
    const wanted = symbolsTyped(call, 'watch');
    refuseUnknown(call.office.present, wanted);
    const { watchlist } = await changeChat(call, (settings) => {
      const watchlist = [...new Set([...settings.watchlist, ...wanted])];
      if (watchlist.length > chatLimits.watchedMax)
        throw new CommandError(
          `A chat watches ${chatLimits.watchedMax} symbols at most; this would be ${watchlist.length}.`,
          'Unwatch some first: unwatch SYMBOL',
        );
      return { ...settings, watchlist };
    });
    const { rules } = call.settings;
    const followed = rules.some(({ underlyings }) => underlyings === 'watchlist');
    return {
      message: {
        ...answer(
          `Watching ${watchlist.join(', ')}`,
          ...(followed ? [] : [text(`No rule follows the watchlist yet: ${firstRule}`)]),
        ),
        buttons: [[watchlistButton, ...(followed ? [] : [{ label: 'Tell of flip crossings', command: firstRule }])]],
      },
    };
  },
};

const unwatchCommand: Command = {
  spec: {
    name: 'unwatch',
    summary: 'Take symbols off the watchlist',
    options: [symbolsOption],
    audience: 'member',
    section: 'This chat',
    onlyToAsker: false,
    examples: ['unwatch SPY'],
  },
  changesChat: true,
  run: async (call) => {
    const unwanted = symbolsTyped(call, 'unwatch');
    const missing = unwanted.filter((symbol) => !call.settings.watchlist.includes(symbol));
    if (missing.length === unwanted.length)
      return {
        message: complaint(
          `${missing.join(', ')} was not on the watchlist.`,
          `Watched: ${call.settings.watchlist.join(', ') || 'nothing'}.`,
        ),
      };
    const { watchlist } = await changeChat(call, (settings) => ({
      ...settings,
      watchlist: settings.watchlist.filter((symbol) => !unwanted.includes(symbol)),
    }));
    return watchlist.length === 0
      ? { message: answer('Watching nothing now') }
      : { message: { ...answer(`Watching ${watchlist.join(', ')}`), buttons: [[watchlistButton]] } };
  },
};

const watchlistCommand: Command = {
  spec: {
    name: 'watchlist',
    summary: 'The watched symbols, each with its levels in a line',
    options: [],
    audience: 'member',
    section: 'This chat',
    onlyToAsker: false,
    examples: ['watchlist'],
  },
  run: ({ settings: { watchlist }, office: { present } }) => {
    if (watchlist.length === 0) return { message: complaint('Nothing is watched here yet.', 'For example: watch SPX SPY') };
    const lines = watchlist.map((symbol) => {
      const levels = present.levels(symbol);
      return levels === null
        ? `${symbol} –`
        : `${levelsHeadline(levels)} · ${present.age(levels.body.newestMs, levels.body.stream).status}`;
    });
    return {
      message: {
        ...answer(`${watchlist.length} watched`, text(...lines)),
        buttons: [
          watchlist.slice(0, 4).map((symbol) => ({ label: symbol, command: `gex ${symbol}` })),
          [{ label: 'Refresh', command: 'watchlist' }],
        ],
      },
      replace: true,
    };
  },
};

export const watchCommands: readonly Command[] = [watchCommand, unwatchCommand, watchlistCommand];
