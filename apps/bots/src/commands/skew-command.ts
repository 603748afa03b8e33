import { epochMs, toldMs } from '@gexstream/domain';
import { skewImage } from '../images/skew-image.ts';
import { PastUnavailable } from '../past/past.ts';
import type { ChatImage } from '../platform/chat-platform.ts';
import { newYorkDayMinute, provenanceLine, sourceMark } from '../words/age-words.ts';
import { answer, complaint, table, text } from '../words/answers.ts';
import type { Command, Office } from './command.ts';
import { symbolOption } from './levels-commands.ts';
import { scannedSymbol } from './scanned-symbol.ts';

/** A table of what is, and a picture of 24 hours where the chat wants pictures and a scan is kept. */
export const skewCommand: Command = {
  spec: {
    name: 'skew',
    summary: '25-delta skew and implied move of a symbol, by expiry; as a picture over 24 hours',
    options: [symbolOption],
    audience: 'member',
    section: 'Flow',
    onlyToAsker: false,
    examples: ['skew SPY'],
  },
  run: async ({ args, settings, office }) => {
    const symbol = scannedSymbol(office, args[0], 'skew');
    const { present } = office;
    const skew = present.scanner.skew(symbol);
    const first = skew?.body.expiries[0];
    if (skew == null || first === undefined)
      return { message: complaint(`Nothing of ${symbol}'s skew is known yet.`, 'Ask again in a minute.') };
    const picture = settings.images ? await skewPicture(symbol, office) : {};
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
            provenanceLine(toldMs(skew), present.age(toldMs(skew)), present.feed),
            ...(picture.missing === undefined ? [] : [`No picture: ${picture.missing}`]),
          ),
        ),
        buttons: [
          [
            { label: 'Refresh', command: `skew ${symbol}` },
            { label: 'Flow', command: `flow ${symbol}` },
          ],
        ],
      },
      ...(picture.image === undefined ? {} : { image: picture.image }),
      replace: true,
    };
  },
};

interface SkewPicture {
  readonly image?: ChatImage;
  /** Why there is none. */
  readonly missing?: string;
}

const skewPicture = async (symbol: string, { present, past, images }: Office): Promise<SkewPicture> => {
  try {
    const lines = await past.skewOverTime(symbol, present.feedNow());
    if (lines.length === 0) return { missing: 'no scan with a skew is kept of the last 24 hours.' };
    const newest = Math.max(...lines.flatMap(({ points }) => points.map(({ atMs }) => atMs)));
    // A scan comes each quarter of an hour: by the age of a stream it would be called stale.
    const told = `newest scan ${newYorkDayMinute(epochMs(newest))}${sourceMark(present.feed)}`;
    const image = await images.image(`skew/${symbol}/${newest}`, () => skewImage(symbol, lines, told));
    return image === null ? { missing: 'too many are being drawn.' } : { image };
  } catch (error) {
    if (error instanceof PastUnavailable) return { missing: error.message };
    throw error;
  }
};
