import { formatPoints, formatUsd } from '@gexstream/charts';
import { epochMs } from '@gexstream/domain';
import { skewImage } from '../images/skew-image.ts';
import { PastUnavailable } from '../past/past.ts';
import type { ChatImage } from '../platform/chat-platform.ts';
import { newYorkTime, provenanceLine, sourceMark } from '../words/age-words.ts';
import { answer, complaint, table, text } from '../words/answers.ts';
import type { Command, Office } from './command.ts';
import { scannedSymbol } from './flow-commands.ts';
import { symbolOption } from './levels-commands.ts';

const stockCommand: Command = {
  spec: {
    name: 'stock',
    summary: 'What the scanner sees of a symbol: volume, conviction, expiries',
    options: [symbolOption],
    audience: 'member',
    section: 'Flow',
    onlyToAsker: false,
    examples: ['stock AAPL'],
  },
  run: ({ args, office }) => {
    const symbol = scannedSymbol(office, args[0]);
    const { present } = office;
    const flow = present.scanner.flow(symbol);
    if (flow === null) return { message: complaint(`Nothing of ${symbol}'s flow is known yet.`, 'Ask again in a minute.') };
    const { body } = flow;
    const levels = present.levels(symbol);
    return {
      message: answer(
        `${symbol} ${formatPoints(body.spot)} · ${body.contracts.length} contracts with flow`,
        table(
          [
            ['expiry', 'calls', 'puts'],
            ...body.expiries
              .slice(0, 5)
              .map(({ expiry, callVolume, putVolume }) => [expiry.slice(5), String(callVolume), String(putVolume)]),
          ],
          { right: [1, 2] },
        ),
        ...(levels === null ? [] : [text(`net GEX ${formatUsd(levels.body.total.net)} per 1 %`)]),
        text(provenanceLine(flow.eventMs, present.age(flow.eventMs), present.feed)),
      ),
      replace: true,
    };
  },
};

const skewCommand: Command = {
  spec: {
    name: 'skew',
    summary: '25-delta skew and implied move of a symbol, by expiry',
    options: [symbolOption],
    audience: 'member',
    section: 'Flow',
    onlyToAsker: false,
    examples: ['skew SPY'],
  },
  run: async ({ args, settings, office }) => {
    const symbol = scannedSymbol(office, args[0]);
    const { present } = office;
    const skew = present.scanner.skew(symbol);
    const first = skew?.body.expiries[0];
    if (skew == null || first === undefined)
      return { message: complaint(`Nothing of ${symbol}'s skew is known yet.`, 'Ask again in a minute.') };
    const image = settings.images ? await skewPicture(symbol, office) : null;
    const number = (value: number | null, digits = 1): string => (value === null ? '–' : value.toFixed(digits));
    return {
      message: {
        ...answer(
          `${symbol} skew ${number(first.skew25d)} vol points (${first.expiry}) · move ±${number(first.impliedMovePct)} %`,
          table(
            [
              ['expiry', 'skew', 'IV %', 'move %'],
              ...skew.body.expiries.map((row) => [
                row.expiry.slice(5),
                number(row.skew25d),
                number(row.avgIv),
                number(row.impliedMovePct),
              ]),
            ],
            { right: [1, 2, 3] },
          ),
          text(
            'skew: 25-delta put IV − call IV, vol points',
            provenanceLine(skew.eventMs, present.age(skew.eventMs), present.feed),
          ),
        ),
        buttons: [
          [
            { label: 'Refresh', command: `skew ${symbol}` },
            { label: 'Flow', command: `flow ${symbol}` },
          ],
        ],
      },
      ...(image === null ? {} : { image }),
      replace: true,
    };
  },
};

/** Null where nothing is kept yet, the history is away, or too many are being drawn: the words stand by themselves. */
const skewPicture = async (symbol: string, { present, past, images }: Office): Promise<ChatImage | null> => {
  try {
    const lines = await past.skewOverTime(symbol, present.feedNow());
    const newest = Math.max(...lines.flatMap(({ points }) => points.map(({ atMs }) => atMs)));
    if (!Number.isFinite(newest)) return null;
    const asOf = epochMs(newest);
    // A scan comes each quarter of an hour: by the age of a stream it would be called stale.
    const told = `newest scan ${newYorkTime(asOf)}${sourceMark(present.feed)}`;
    return await images.image(`skew/${symbol}/${newest}`, () => skewImage(symbol, lines, told));
  } catch (error) {
    if (error instanceof PastUnavailable) return null;
    throw error;
  }
};

export const stockCommands: readonly Command[] = [stockCommand, skewCommand];
