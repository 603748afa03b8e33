import { TradeRefusal } from '@gexstream/bus';
import { type Button, chatKey, type Trade, tradeStatistics } from '@gexstream/domain';
import { quotedMid } from '../present/quoted-mid.ts';
import { tradeExample, typedExit, typedTrade } from '../trades/typed-trade.ts';
import { sourceMark } from '../words/age-words.ts';
import { answer, complaint, disclaimer, text } from '../words/answers.ts';
import { entryWords, resultWords, statisticsWords, tradeLines, tradeWords } from '../words/trade-words.ts';
import { type Answer, type Command, type CommandCall, CommandError } from './command.ts';

const actions = ['list', 'add', 'close', 'rm'] as const;
type Action = (typeof actions)[number];

/** Open ones and closed ones that a list shows, each. */
const shownMax = 10;

/** A person's own entries and exits, the same that the API has. In a private chat alone: in a group everybody would see them. */
export const outcomeCommand: Command = {
  spec: {
    name: 'outcome',
    summary: 'Your own trades and what came of them: list, add, close, rm',
    options: [
      { name: 'action', summary: 'what to do; left out: the list', required: false, kind: 'choice', choices: actions },
      { name: 'trade', summary: 'the trade in words, or its id and what it was closed at', required: false, kind: 'rest' },
    ],
    audience: 'member',
    section: 'You',
    onlyToAsker: true,
    examples: [
      'outcome',
      tradeExample,
      'outcome add SPY 650P 0dte @1.25 x5 short at 10:30 note faded the open',
      'outcome close abc234 6.30',
      'outcome close abc234 0 at 16:00',
      'outcome rm abc234',
    ],
  },
  run: (call) => {
    if (call.incoming.chatKind !== 'private')
      throw new CommandError('Your trades are nobody else’s to see.', 'Ask in a private chat with this bot: outcome');
    const [action = 'list', rest = ''] = call.args;
    if (!(actions as readonly string[]).includes(action))
      throw new CommandError(
        `outcome takes ${actions.join(', ')}; got "${action.slice(0, 30)}".`,
        `For example: ${tradeExample}`,
      );
    return done[action as Action](call, rest.trim());
  },
};

const done: Readonly<Record<Action, (call: CommandCall, rest: string) => Promise<Answer> | Answer>> = {
  list: ({ settings, office: { trades, present } }) => {
    const own = trades.of(settings);
    if (own.length === 0) return { message: complaint('No trade of yours is written down.', tradeExample) };
    const open = own.filter(({ exit }) => exit === null);
    const shown = [...open.slice(0, shownMax), ...own.filter(({ exit }) => exit !== null).slice(0, shownMax)];
    const statistics = statisticsWords(tradeStatistics(own));
    return {
      message: {
        ...answer(
          `Your trades: ${open.length} open, ${own.length - open.length} closed${sourceMark(present.feed)}`,
          ...shown.map((trade) => text(...tradeLines(trade))),
          ...(shown.length < own.length ? [text(`${own.length - shown.length} more: the API has all, /api/v1/trades`)] : []),
          ...(statistics.length === 0 ? [] : [text(...statistics)]),
          text([{ italic: disclaimer }]),
        ),
        buttons: shown.slice(0, 5).map(buttonsOf),
      },
      replace: true,
    };
  },
  add: async ({ incoming: { chat }, office: { trades, present } }, rest) => {
    const { price, atMs, ...typed } = typedTrade(rest, present.feedNow());
    const told = { ...typed, owner: chatKey(chat), entry: { atMs, price }, exit: null };
    const { trade, known } = await keeping(() => trades.desk.add(told), tradeExample);
    return tradeAnswer(known ? 'That is written down already' : 'Written down', trade);
  },
  close: async (call, rest) => {
    const { trades, present } = call.office;
    const [id = '', ...words] = rest.split(/\s+/);
    const trade = tradeOf(call, id);
    if (words.length === 0) return priceAsked(trade, quotedMid(present, trade));
    const exit = typedExit(words.join(' '), present.feedNow());
    return tradeAnswer('Closed', await keeping(() => trades.desk.close(trade, exit), `outcome close ${trade.id} 6.30`));
  },
  rm: async (call, rest) => {
    const [id = '', confirmed] = rest.split(/\s+/);
    const trade = tradeOf(call, id);
    if (confirmed !== 'yes')
      return {
        message: {
          ...answer(`Erase ${trade.id}?`, text(...tradeLines(trade), 'From the history too; this cannot be undone.')),
          buttons: [[{ label: 'Erase', command: `outcome rm ${trade.id} yes` }, listButton]],
        },
        replace: true,
      };
    await call.office.trades.desk.erase([trade]);
    return { message: { ...answer(`Erased: ${tradeWords(trade)}`), buttons: [[listButton]] }, replace: true };
  },
};

const listButton: Button = { label: 'My trades', command: 'outcome list' };

const buttonsOf = ({ id, exit }: Trade): readonly Button[] => [
  { label: exit === null ? `Close ${id}` : `Correct ${id}`, command: `outcome close ${id}` },
  { label: `Erase ${id}`, command: `outcome rm ${id}` },
];

const tradeAnswer = (did: string, trade: Trade): Answer => ({
  message: {
    ...answer(
      [`${did}: ${tradeWords(trade)}`, ...(trade.exit === null ? [] : [resultWords(trade)])].join(' · '),
      text([{ bold: trade.id }, ` ${entryWords(trade)}`]),
    ),
    buttons: [[...buttonsOf(trade), listButton]],
  },
  replace: true,
});

/** A price cannot be guessed; what can be pressed is the middle of the quote, and nothing. */
const priceAsked = (trade: Trade, mid: number | null): Answer => {
  const at = (price: string, label: string): Button => ({ label, command: `outcome close ${trade.id} ${price}` });
  return {
    message: {
      ...answer(`At what price was ${trade.id} closed?`, text(tradeWords(trade), [{ code: `outcome close ${trade.id} PRICE` }])),
      buttons: [[...(mid === null ? [] : [at(mid.toFixed(2), `Mid ${mid.toFixed(2)}`)]), at('0', 'Worthless'), listButton]],
    },
    replace: true,
  };
};

const tradeOf = ({ settings, office: { trades } }: CommandCall, id: string): Trade => {
  const trade = trades.of(settings).find((each) => each.id === id.toLowerCase());
  if (trade !== undefined) return trade;
  throw new CommandError(id === '' ? 'Which trade?' : `No trade "${id.slice(0, 30)}" is yours.`, 'All of them: outcome list');
};

/** What the desk refuses, in the words of this chat. */
const keeping = async <T>(work: () => Promise<T>, example: string): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof TradeRefusal)) throw cause;
    throw new CommandError(
      cause.field === null
        ? `${cause.message}.`
        : `The ${cause.field.replaceAll('_', ' ')} ${cause.message.replace(/^is /, 'has to be ')}.`,
      `For example: ${example}`,
    );
  }
};
