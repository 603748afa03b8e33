import { formatPoints, formatUsd } from '@gexstream/charts';
import { type CellsEvent, netByStrike } from '@gexstream/domain';
import { heatmapImage } from '../images/heatmap-image.ts';
import { provenanceText } from '../words/age-words.ts';
import { complaint, table, text } from '../words/answers.ts';
import { levelsHeadline } from '../words/levels-words.ts';
import { type Command, CommandError } from './command.ts';
import { strikesOverTime } from './heatmap-over-time.ts';
import { knownLevels } from './known-symbol.ts';
import { levelsFooter, symbolOption, toneOf } from './levels-commands.ts';

/** A picture of strikes by expiries; in words where the chat wants none, or too many are being drawn. */
export const heatmapCommand: Command = {
  spec: {
    name: 'heatmap',
    summary: 'Where gamma lies: a picture of strikes by expiries, or over time',
    options: [
      symbolOption,
      {
        name: 'over',
        summary: 'expiry (as it is left out) or time',
        required: false,
        kind: 'choice',
        choices: ['expiry', 'time'],
      },
    ],
    audience: 'member',
    section: 'Levels',
    onlyToAsker: false,
    examples: ['heatmap SPX', 'heatmap SPX time'],
  },
  run: async (call) => {
    const over = call.args[1]?.toLowerCase() ?? 'expiry';
    if (over === 'time') return strikesOverTime(call);
    if (over !== 'expiry') throw new CommandError(`heatmap goes over expiry or time; got "${over.slice(0, 20)}".`);
    const { args, settings, office } = call;
    const { present, pageUrl, images } = office;
    const event = knownLevels(present, args[0], 'heatmap');
    const { underlying, body, eventMs } = event;
    const cells = present.cells(underlying);
    if (cells === null) return { message: complaint(`${underlying} has levels but no cells yet.`, 'Ask again in a second.') };
    const age = present.age(body.newestMs, body.stream);
    const image = settings.images
      ? await images.image(`heatmap/${underlying}/${eventMs}/${age.status}`, () =>
          heatmapImage(event, cells, provenanceText(body.asOf, age, present.feed)),
        )
      : null;
    return {
      message: {
        headline: [levelsHeadline(event)],
        tone: toneOf(event),
        blocks: [
          ...(image === null
            ? [table([['strike', 'net GEX', 'gross'], ...strikesAround(cells, body.spot)], { right: [0, 1, 2] })]
            : []),
          text(
            ...levelsFooter(present, event),
            ...(pageUrl === null ? [] : [[{ link: 'Open the page', url: `${pageUrl}/?symbol=${underlying}` }]]),
          ),
        ],
        buttons: [
          [
            { label: 'Refresh', command: `heatmap ${underlying}` },
            { label: 'Over time', command: `heatmap ${underlying} time` },
            { label: 'GEX', command: `gex ${underlying}` },
          ],
        ],
      },
      ...(image === null ? {} : { image }),
      replace: true,
    };
  },
};

/** The dozen with the most gross gamma near spot, descending as on the page. */
const strikesAround = ({ body }: CellsEvent, spot: number): readonly (readonly string[])[] => {
  const near = netByStrike(body).filter(({ strike }) => Math.abs(strike / spot - 1) <= 0.03);
  const heaviest = [...near].sort((a, b) => b.gross - a.gross).slice(0, 12);
  return heaviest
    .sort((a, b) => b.strike - a.strike)
    .map(({ strike, net, gross }) => [
      formatPoints(strike),
      formatUsd(net, { narrow: true }),
      formatUsd(gross, { narrow: true, plus: false }),
    ]);
};
