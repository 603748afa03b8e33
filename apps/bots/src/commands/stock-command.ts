import { formatCount, formatPoints, formatUsd } from '@gexstream/charts';
import { toldMs } from '@gexstream/domain';
import { provenanceLine } from '../words/age-words.ts';
import { answer, complaint, table, text } from '../words/answers.ts';
import type { Command } from './command.ts';
import { symbolOption } from './levels-commands.ts';
import { scannedSymbol } from './scanned-symbol.ts';

export const stockCommand: Command = {
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
    const symbol = scannedSymbol(office, args[0], 'stock');
    const { present } = office;
    const flow = present.scanner.flow(symbol);
    if (flow === null) return { message: complaint(`Nothing of ${symbol}'s flow is known yet.`, 'Ask again in a minute.') };
    const { body } = flow;
    const levels = present.levels(symbol);
    return {
      message: {
        ...answer(
          `${symbol} ${formatPoints(body.spot)} · ${contractsWithFlow(body.contracts.length)}`,
          text('volume today, contracts'),
          table(
            [
              ['expiry', 'calls', 'puts'],
              ...body.expiries
                .slice(0, 5)
                .map(({ expiry, callVolume, putVolume }) => [expiry.slice(5), formatCount(callVolume), formatCount(putVolume)]),
            ],
            { right: [1, 2] },
          ),
          ...(levels === null ? [] : [text(`net GEX ${formatUsd(levels.body.total.net)} per 1 %`)]),
          text(provenanceLine(toldMs(flow), present.age(toldMs(flow)), present.feed)),
        ),
        buttons: [
          [
            { label: 'Refresh', command: `stock ${symbol}` },
            { label: 'Flow', command: `flow ${symbol}` },
            { label: 'Skew', command: `skew ${symbol}` },
          ],
        ],
      },
      replace: true,
    };
  },
};

const contractsWithFlow = (count: number): string => `${count} contract${count === 1 ? '' : 's'} with flow`;
