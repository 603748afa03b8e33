import { formatPoints, formatUsd } from '@gexstream/charts';
import { epochMs } from '@gexstream/domain';
import { strikeTimeImage } from '../images/strike-time-image.ts';
import { PastUnavailable, type StrikesOverTime } from '../past/past.ts';
import { newYorkDayMinute, newYorkMinute, sourceMark } from '../words/age-words.ts';
import { complaint, table, text } from '../words/answers.ts';
import { levelsHeadline } from '../words/levels-words.ts';
import type { Answer, CommandCall } from './command.ts';
import { knownLevels } from './known-symbol.ts';
import { levelsFooter, toneOf } from './levels-commands.ts';

/** A picture of strikes over the session so far; in words where the chat wants none, or too many are being drawn. */
export const strikesOverTime = async ({ args, settings, office }: CommandCall): Promise<Answer> => {
  const { present, past, images } = office;
  const event = knownLevels(present, args[0], 'heatmap');
  const { underlying } = event;
  let kept: StrikesOverTime | null;
  try {
    kept = await past.strikesOverTime(event, present.feedNow());
  } catch (error) {
    if (!(error instanceof PastUnavailable)) throw error;
    return { message: complaint(error.message, `The present: heatmap ${underlying}`) };
  }
  if (kept === null)
    return {
      message: complaint(`Nothing of ${underlying} is kept of this session yet.`, 'It begins with the first full minute.'),
    };
  const { columns } = kept;
  const newest = columns.at(-1)!;
  const told = `newest minute ${newYorkDayMinute(epochMs(newest.atMs))}${sourceMark(present.feed)}`;
  const image = settings.images
    ? await images.image(`heatmap-time/${underlying}/${newest.atMs}`, () =>
        strikeTimeImage({ symbol: underlying, ...kept }, told),
      )
    : null;
  const shown = columns.slice(-8);
  return {
    message: {
      headline: [levelsHeadline(event)],
      tone: toneOf(event),
      blocks: [
        ...(image === null
          ? [
              table(
                [
                  ['time', 'spot', 'heaviest', 'net GEX'],
                  ...shown.map(({ atMs, spot, values }) => [
                    newYorkMinute(epochMs(atMs)),
                    formatPoints(spot),
                    ...heaviest(kept.strikes, values),
                  ]),
                ],
                { right: [1, 2, 3] },
              ),
            ]
          : []),
        text(
          `strikes within ${kept.windowPct} %, each ${kept.intervalMs / 60_000} minutes, New York time`,
          ...levelsFooter(present, event),
        ),
      ],
      buttons: [
        [
          { label: 'Refresh', command: `heatmap ${underlying} time` },
          { label: 'By expiry', command: `heatmap ${underlying}` },
          { label: 'GEX', command: `gex ${underlying}` },
        ],
      ],
    },
    ...(image === null ? {} : { image }),
    replace: true,
  };
};

/** The strike with the largest exposure either way, and what it is. */
const heaviest = (strikes: readonly number[], values: readonly (number | null)[]): readonly [string, string] => {
  const most = values.reduce<number>((best, value, at) => (Math.abs(value ?? 0) > Math.abs(values[best] ?? 0) ? at : best), 0);
  const value = values[most] ?? null;
  return value === null ? ['–', '–'] : [formatPoints(strikes[most]!), formatUsd(value, { narrow: true })];
};
