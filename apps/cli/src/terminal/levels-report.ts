import { type ChainListing, isoTime, type Levels, modelText, type SliceLevels } from '@gexstream/domain';
import { compactUsd, level, percent, ratio, volPoints } from './numbers.ts';
import { table } from './table.ts';

/** The same numbers for a person: a head that says what they are, the total, then a row an expiry. */
export const levelsReport = (levels: Levels, source: ChainListing['source']): string => {
  const text = modelText(levels.model);
  return [
    `${levels.underlying}  spot ${level(levels.spot)}  as of ${isoTime(levels.asOf)}  (${source})`,
    `GEX in ${text.unit}; ${text.convention} (dealers long calls, short puts); measure ${text.measure}; carry ${text.carry}; ${text.model}`,
    '',
    totals(levels),
    '',
    expiryTable(levels),
    '',
    contractsLine(levels),
    ...(levels.total.gross === 0
      ? ['no contract here has both open interest and an IV: there is no exposure to compute, and 0 is no measurement']
      : []),
    `zero gamma: ${text.zeroGammaMethod}`,
    'skew 25Δ: IV of the 25-delta put minus that of the 25-delta call, vol points, interpolated in delta; – where a wing is missing',
    'Educational purposes only; not a recommendation.',
    '',
  ].join('\n');
};

const totals = (levels: Levels): string => {
  const { total } = levels;
  const meaning =
    total.net === 0 ? '' : total.net > 0 ? 'dealers long gamma: they damp moves' : 'dealers short gamma: they amplify moves';
  return table([
    ['net GEX', compactUsd(total.net), meaning],
    ['call / put', `${compactUsd(total.call)} / ${compactUsd(total.put)}`, `gross ${compactUsd(total.gross)}`],
    ['zero gamma', level(levels.zeroGamma), `all roots: ${roots(levels)}`],
    ['walls', `call ${level(levels.callWall)} / put ${level(levels.putWall)}`, ''],
    ['kings', `gross ${level(levels.maxGrossStrike)} / net ${level(levels.maxNetStrike)}`, ''],
    ['put/call', `OI ${ratio(levels.putCallRatioOi)} / volume ${ratio(levels.putCallRatioVolume)}`, ''],
  ]);
};

const roots = (levels: SliceLevels): string =>
  levels.zeroGammaAll.length === 0 ? 'none' : levels.zeroGammaAll.map(level).join(', ');

const expiryTable = (levels: Levels): string =>
  table(
    [
      [
        'expiry',
        '',
        'net',
        'call',
        'put',
        'gross',
        'zero gamma (all)',
        'call wall',
        'put wall',
        'king gross',
        'king net',
        'P/C OI',
        'P/C vol',
        'ATM IV',
        'skew 25Δ',
        'used',
        'not used',
      ],
      ...levels.expiries.map((expiry) => [
        expiry.expiry,
        `${expiry.settlement}${expiry.floored ? ' floored' : ''}`,
        compactUsd(expiry.total.net),
        compactUsd(expiry.total.call),
        compactUsd(expiry.total.put),
        compactUsd(expiry.total.gross),
        roots(expiry),
        level(expiry.callWall),
        level(expiry.putWall),
        level(expiry.maxGrossStrike),
        level(expiry.maxNetStrike),
        ratio(expiry.putCallRatioOi),
        ratio(expiry.putCallRatioVolume),
        percent(expiry.atmIv),
        volPoints(expiry.skew25d),
        String(expiry.contracts.used),
        String(Object.values(expiry.contracts.excluded).reduce((sum, count) => sum + count, 0)),
      ]),
    ],
    { right: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] },
  );

const contractsLine = (levels: Levels): string => {
  const reasons = Object.entries(levels.contracts.excluded).map(([reason, count]) => `${count} ${reason}`);
  return `contracts: ${levels.contracts.used} used; not used: ${reasons.length === 0 ? 'none' : reasons.join(', ')}`;
};
