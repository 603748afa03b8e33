import { formatCount, formatPoints, formatUsd } from '@gexstream/charts';
import {
  type Button,
  epochMs,
  type FlowRow,
  type Line,
  type OpportunityRow,
  outcomesMin,
  signalTypes,
  toldMs,
} from '@gexstream/domain';
import { PastUnavailable } from '../past/past.ts';
import type { Present } from '../present/present.ts';
import { ageWords, provenanceLine } from '../words/age-words.ts';
import { answer, complaint, disclaimer, table, text } from '../words/answers.ts';
import { counted } from '../words/counted.ts';
import { changeWords } from '../words/percent-words.ts';
import { type Command, CommandError, type Office } from './command.ts';
import { symbolOption } from './levels-commands.ts';
import { scannedSymbol } from './scanned-symbol.ts';

const shownMax = 8;

const contract = ({ expiry, strike, side }: Pick<OpportunityRow, 'expiry' | 'strike' | 'side'>): string =>
  `${expiry.slice(5)} ${formatPoints(strike)}${side === 'call' ? 'C' : 'P'}`;

const flowCommand: Command = {
  spec: {
    name: 'flow',
    summary: 'Scores of option flow in a symbol, and its largest premiums',
    options: [symbolOption, { name: 'least', summary: 'least composite score, 0 to 100', required: false, kind: 'word' }],
    audience: 'member',
    section: 'Flow',
    onlyToAsker: false,
    examples: ['flow SPY', 'flow SPY 60'],
  },
  run: async ({ args, office }) => {
    const symbol = scannedSymbol(office, args[0], 'flow');
    const least = leastScore(args[1]);
    const { present } = office;
    const flow = present.scanner.flow(symbol);
    const rows = (present.scanner.opportunities(symbol)?.body.rows ?? []).filter(({ classic }) => classic.total >= least);
    const top = rows[0];
    const told = [flow, present.scanner.opportunities(symbol)].flatMap((event) => (event === null ? [] : toldMs(event)));
    const asOf = epochMs(Math.max(0, ...told));
    const prints = (flow?.body.contracts ?? [])
      .filter(({ premium }) => premium !== null)
      .sort((a, b) => b.premium!.premium - a.premium!.premium)
      .slice(0, 5);
    return {
      message: {
        headline: [
          top === undefined
            ? `${symbol}: no opportunity${least > 0 ? ` of ${least} or more` : ''} now`
            : `${symbol} ${top.classic.total}/100 ${top.band} · ${contract(top)} · ${top.signal}`,
        ],
        tone: top === undefined ? 'neutral' : top.side === 'call' ? 'positive' : 'negative',
        blocks: [
          ...(rows.length === 0
            ? []
            : [
                table(
                  [
                    ['contract', 'score', 'smooth'],
                    ...rows
                      .slice(0, shownMax)
                      .map((row) => [contract(row), String(row.classic.total), row.smooth.total.toFixed(0)]),
                  ],
                  { right: [1, 2] },
                ),
              ]),
          ...(prints.length === 0
            ? []
            : [
                table(
                  [
                    ['contract', 'premium', 'volume'],
                    ...prints.map((row) => [contract(row), premiumText(row), formatCount(row.volume)]),
                  ],
                  { right: [1, 2] },
                ),
              ]),
          ...(top === undefined ? [] : [text(...(await signalWords(top, office)), [{ italic: disclaimer }])]),
          text(provenanceLine(asOf, present.age(asOf), present.feed)),
        ],
        buttons: [
          [
            { label: 'Refresh', command: `flow ${symbol}` },
            { label: 'Stock', command: `stock ${symbol}` },
            { label: 'GEX', command: `gex ${symbol}` },
          ],
        ],
      },
      replace: true,
    };
  },
};

/** What the signal stands for never goes without what came of it: where that is not known, neither is told. */
const signalWords = async ({ signal, band }: OpportunityRow, { past, present }: Office): Promise<readonly string[]> => {
  const { action } = signalTypes.find(({ name }) => name === signal)!;
  try {
    const { n, hitRate, meanReturn } = await past.measuredAtClose(signal, band, present.feedNow());
    const measured =
      hitRate === null || meanReturn === null
        ? `not enough data (${n} of ${outcomesMin} opportunities)`
        : `of ${n} opportunities ${(100 * hitRate).toFixed(0)} % went its way, ${changeWords(meanReturn)} in the mean`;
    return [`${signal}: ${action}`, `${band} ones so far, by the close: ${measured}`];
  } catch (cause) {
    if (cause instanceof PastUnavailable) return [];
    throw cause;
  }
};

const premiumText = ({ premium }: Pick<FlowRow, 'premium'>): string =>
  premium === null ? '–' : formatUsd(premium.premium, { narrow: true, plus: false });

const leastScore = (typed: string | undefined): number => {
  if (typed === undefined) return 0;
  const least = Number(typed);
  if (!(least >= 0 && least <= 100))
    throw new CommandError(`The least score is a number from 0 to 100; got "${typed.slice(0, 20)}".`);
  return least;
};

const scannerButtons = (shown: 'top' | 'sentiment'): readonly Button[] => [
  { label: 'Refresh', command: shown },
  shown === 'top' ? { label: 'Sentiment', command: 'sentiment' } : { label: 'Top', command: 'top' },
];

/** When the scanner last told of any symbol what stands in it. */
const lookedAt = (present: Present): Line => {
  const told = present.scanner.symbols().flatMap((symbol) => {
    const event = present.scanner.opportunities(symbol);
    return event === null ? [] : toldMs(event);
  });
  if (told.length === 0) return ['nothing was looked at yet'];
  const newest = epochMs(Math.max(...told));
  return provenanceLine(newest, present.age(newest), present.feed);
};

const topCommand: Command = {
  spec: {
    name: 'top',
    summary: 'The strongest opportunities of all scanned symbols',
    options: [{ name: 'least', summary: 'least composite score, 0 to 100', required: false, kind: 'word' }],
    audience: 'member',
    section: 'Flow',
    onlyToAsker: false,
    examples: ['top', 'top 80'],
  },
  run: ({ args, office: { present } }) => {
    const least = leastScore(args[0]);
    const all = present.scanner
      .symbols()
      .flatMap((symbol) => (present.scanner.opportunities(symbol)?.body.rows ?? []).map((row) => ({ symbol, row })))
      .filter(({ row }) => row.classic.total >= least)
      .sort((a, b) => b.row.classic.total - a.row.classic.total || b.row.smooth.total - a.row.smooth.total);
    const best = all[0];
    if (best === undefined)
      return {
        message: {
          ...answer(
            `No opportunity${least > 0 ? ` of ${least} or more` : ''} in ${counted(present.scanner.symbols().length, 'symbol')}.`,
            text(lookedAt(present)),
          ),
          buttons: [scannerButtons('top')],
        },
        replace: true,
      };
    const newest = epochMs(Math.max(...all.map(({ symbol }) => toldMs(present.scanner.opportunities(symbol)!))));
    return {
      message: {
        ...answer(
          `${best.symbol} ${contract(best.row)} ${best.row.classic.total}/100 leads ${counted(all.length, 'opportunity', 'opportunities')}`,
          table(
            [
              ['symbol', 'contract', 'score'],
              ...all.slice(0, 12).map(({ symbol, row }) => [symbol, contract(row), String(row.classic.total)]),
            ],
            { right: [2] },
          ),
          text(provenanceLine(newest, present.age(newest), present.feed), [{ italic: disclaimer }]),
        ),
        buttons: [[{ label: `Flow of ${best.symbol}`, command: `flow ${best.symbol}` }, ...scannerButtons('top')]],
      },
      replace: true,
    };
  },
};

const sentimentCommand: Command = {
  spec: {
    name: 'sentiment',
    summary: 'The mood of all scanned symbols at the last scan',
    options: [],
    audience: 'member',
    section: 'Flow',
    onlyToAsker: false,
    examples: ['sentiment'],
  },
  run: ({ office: { present } }) => {
    const event = present.scanner.sentiment();
    if (event === null)
      return {
        message: complaint(
          'No scan has ended yet.',
          'Scans run every 15 minutes from 09:45 to 16:00 New York; ask again after the next.',
        ),
      };
    const { body } = event;
    const unless = (value: number | null, unit: string): string => (value === null ? '–' : `${value.toFixed(2)} ${unit}`.trim());
    return {
      message: {
        ...answer(
          `${body.label} · average skew ${unless(body.avgSkew, 'vol points')}`,
          table(
            [
              ['symbols', String(body.stocksAnalyzed)],
              ['average IV', unless(body.avgIv, '%')],
              ['put/call (OI)', unless(body.avgPutCallRatio, '')],
              ['implied move', unless(body.avgImpliedMove, '%')],
              ['fear (skew > 6)', String(body.extremeFearCount)],
              ['greed (skew < −1)', String(body.extremeGreedCount)],
            ],
            { right: [1] },
          ),
          text(`scan ${body.scanId} · age ${ageWords(Math.max(0, present.feedNow() - event.eventMs))}`, [{ italic: disclaimer }]),
        ),
        buttons: [scannerButtons('sentiment')],
      },
      replace: true,
    };
  },
};

export const flowCommands: readonly Command[] = [flowCommand, topCommand, sentimentCommand];
