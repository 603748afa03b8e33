import { formatUsd } from '@gexstream/charts';
import { type ChatMessage, type LevelsEvent, regimeActions, regimeHeadline, regimeOf } from '@gexstream/domain';
import type { Present } from '../present/present.ts';
import { provenanceLine } from '../words/age-words.ts';
import { answer, table, text } from '../words/answers.ts';
import { levelsHeadline, points } from '../words/levels-words.ts';
import { changeWords } from '../words/percent-words.ts';
import { type Command, CommandError } from './command.ts';
import type { OptionSpec } from './command-spec.ts';
import { knownLevels } from './known-symbol.ts';

export const symbolOption: OptionSpec = { name: 'symbol', summary: 'such as SPX', required: true, kind: 'symbol' };

const sliceOption: OptionSpec = {
  name: 'expiries',
  summary: 'all, 0dte, or a date such as 2026-11-27',
  required: false,
  kind: 'suggested',
};

/** Under the numbers: how old, whose, in which unit. */
export const levelsFooter = (present: Present, { body }: LevelsEvent) => [
  provenanceLine(body.asOf, present.age(body.newestMs, body.stream), present.feed),
  `GEX in USD per 1 % move · ${body.model.measure} · ${body.model.convention}`,
];

export const toneOf = ({ body }: LevelsEvent): ChatMessage['tone'] => (body.total.net >= 0 ? 'positive' : 'negative');

const gexCommand: Command = {
  spec: {
    name: 'gex',
    summary: 'The regime of a symbol: net gamma, flip, walls, what to expect',
    options: [symbolOption, sliceOption],
    audience: 'member',
    section: 'Levels',
    onlyToAsker: false,
    examples: ['gex SPX', 'gex SPX 0dte'],
  },
  run: ({ args, office: { present } }) => {
    const event = knownLevels(present, args[0], 'gex');
    const { underlying, body } = event;
    const expiry = sliceOf(event, args[1]);
    const slice = expiry ?? body;
    const cells = present.cells(underlying);
    const card = expiry !== null || cells === null ? null : regimeOf(body, cells.body);
    const buttons = [
      [
        { label: 'Refresh', command: `gex ${underlying}${args[1] ? ` ${args[1]}` : ''}` },
        { label: 'Heatmap', command: `heatmap ${underlying}` },
        { label: 'Flow', command: `flow ${underlying}` },
      ],
    ];
    return {
      message: {
        headline: [levelsHeadline(event)],
        tone: toneOf(event),
        blocks: [
          table(
            [
              [expiry === null ? 'all expiries' : expiry.expiry, 'GEX / 1 %'],
              ['net', formatUsd(slice.total.net)],
              ['calls', formatUsd(slice.total.call)],
              ['puts', formatUsd(slice.total.put)],
              ['zero gamma', points(slice.zeroGamma)],
              ['call wall', points(slice.callWall)],
              ['put wall', points(slice.putWall)],
              ['king (gross)', points(slice.maxGrossStrike)],
            ],
            { right: [1] },
          ),
          ...(card === null
            ? []
            : [text([{ bold: regimeHeadline(card).text }], ...regimeActions(card).map((action) => `• ${action.text}`))]),
          text(...levelsFooter(present, event)),
        ],
        buttons,
      },
      replace: true,
    };
  },
};

const levelsCommand: Command = {
  spec: {
    name: 'levels',
    summary: 'Spot, flip, walls and kings to copy, nearest expiries beside the whole book',
    options: [symbolOption],
    audience: 'member',
    section: 'Levels',
    onlyToAsker: false,
    examples: ['levels SPX'],
  },
  aliases: ['walls'],
  run: ({ args, office: { present } }) => {
    const event = knownLevels(present, args[0], 'levels');
    const { body, underlying } = event;
    const slices = [
      { name: 'all', ...body },
      ...body.expiries.slice(0, 3).map((expiry) => ({ ...expiry, name: expiry.expiry.slice(5) })),
    ];
    const row = (name: string, of: (slice: (typeof slices)[number]) => number | null): readonly string[] => [
      name,
      ...slices.slice(0, 3).map((slice) => points(of(slice))),
    ];
    return {
      message: {
        headline: [levelsHeadline(event)],
        tone: toneOf(event),
        blocks: [
          table(
            [
              ['', ...slices.slice(0, 3).map(({ name }) => name)],
              row('flip', ({ zeroGamma }) => zeroGamma),
              row('call', ({ callWall }) => callWall),
              row('put', ({ putWall }) => putWall),
              row('king', ({ maxGrossStrike }) => maxGrossStrike),
              row('net king', ({ maxNetStrike }) => maxNetStrike),
            ],
            { right: [1, 2, 3] },
          ),
          text(...levelsFooter(present, event)),
        ],
        buttons: [
          [
            { label: 'Refresh', command: `levels ${underlying}` },
            { label: 'GEX', command: `gex ${underlying}` },
          ],
        ],
      },
      replace: true,
    };
  },
};

const quoteCommand: Command = {
  spec: {
    name: 'quote',
    summary: 'The price of a symbol, how old it is, and how far from its levels',
    options: [symbolOption],
    audience: 'member',
    section: 'Levels',
    onlyToAsker: false,
    examples: ['quote SPX'],
  },
  run: ({ args, office: { present } }) => {
    const event = knownLevels(present, args[0], 'quote');
    const { body, underlying } = event;
    const away = (level: number | null): string =>
      level === null ? '–' : `${points(level)} (${changeWords(level / body.spot - 1)})`;
    return {
      message: {
        ...answer(
          `${underlying} ${points(body.spot)}`,
          text(`flip ${away(body.zeroGamma)}`, `call wall ${away(body.callWall)}`, `put wall ${away(body.putWall)}`),
          text(provenanceLine(body.asOf, present.age(body.newestMs, body.stream), present.feed)),
        ),
        buttons: [
          [
            { label: 'Refresh', command: `quote ${underlying}` },
            { label: 'Levels', command: `levels ${underlying}` },
          ],
        ],
      },
      replace: true,
    };
  },
};

/** The expiry asked for; null for the whole book. `0dte`: the one that settles today. */
const sliceOf = ({ underlying, body, sessionDate }: LevelsEvent, asked: string | undefined) => {
  if (asked === undefined || asked.toLowerCase() === 'all') return null;
  const wanted = asked.toLowerCase() === '0dte' ? sessionDate : asked;
  const found = body.expiries.find(({ expiry }) => expiry === wanted);
  if (found !== undefined) return found;
  const known = body.expiries.slice(0, 8).map(({ expiry }) => expiry);
  throw new CommandError(`${underlying} has no expiry ${asked.slice(0, 20)}.`, `It has ${known.join(', ') || 'none'}; or all.`);
};

export const levelsCommands: readonly Command[] = [gexCommand, levelsCommand, quoteCommand];
