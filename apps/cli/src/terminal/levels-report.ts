import {
  atmIvAhead,
  daysAhead,
  dealerModelOf,
  type ExpiringGamma,
  type ExpiryForward,
  exerciseStyle,
  expiringGamma,
  exposureKinds,
  exposureUnits,
  type HorizonLevels,
  isoTime,
  type Levels,
  modelText,
  type SliceLevels,
  servedModels,
  skew25dAhead,
} from '@gexstream/domain';
import type { ListingPicture } from '../levels/listing-picture.ts';
import { compactUsd, level, percent, ratio, volPoints } from './numbers.ts';
import { table } from './table.ts';

/** The same numbers for a person: a head that says what they are, the total, then a row a horizon and a row an expiry. */
export const levelsReport = (picture: ListingPicture): string => {
  const { levels } = picture;
  const text = modelText(levels.model);
  const dealerModel = dealerModelOf(levels.model.convention);
  const { meaning } = servedModels[dealerModel];
  return [
    `${levels.underlying}  spot ${level(levels.spot)}  as of ${isoTime(levels.asOf)}  (${picture.source})`,
    `GEX in ${text.unit}; ${text.convention} (model ${dealerModel}: ${meaning}); measure ${text.measure}; carry ${text.carry}; ${text.model}`,
    '',
    totals(picture),
    '',
    exposureTable(picture),
    '',
    horizonTable(picture.horizons),
    '',
    expiryTable(picture),
    '',
    contractsLine(levels),
    ...(levels.total.gross === 0 ? [nothingHeld(levels)] : []),
    ...forwardsLine(picture),
    `zero gamma: ${text.zeroGammaMethod}`,
    'skew 25Δ: IV of the 25-delta put minus that of the 25-delta call, vol points, interpolated in delta; – where a wing is missing;',
    `in ${daysAhead} days: of the two expiries that enclose the day, total variance linear in time, each side by itself; – where none do`,
    'Educational purposes only; not a recommendation.',
    '',
  ].join('\n');
};

const totals = ({ levels, horizons, putCallPremium }: ListingPicture): string => {
  const { total } = levels;
  const { next, monthly } = expiringGamma(levels);
  const { callVolumeWall, putVolumeWall } = horizons.at(-1)!.volumeWalls;
  return table([
    ['net GEX', compactUsd(total.net), dealerModelOf(levels.model.convention) === 'absolute' ? '' : gammaMeaning(total.net)],
    ['call / put', `${compactUsd(total.call)} / ${compactUsd(total.put)}`, `gross ${compactUsd(total.gross)}`],
    ['zero gamma', level(levels.zeroGamma), `all roots: ${roots(levels)}`],
    ['walls', `call ${level(levels.callWall)} / put ${level(levels.putWall)}`, ''],
    ['kings', `gross ${level(levels.maxGrossStrike)} / net ${level(levels.maxNetStrike)}`, ''],
    ['volume walls', `call ${level(callVolumeWall)} / put ${level(putVolumeWall)}`, 'most traded, whatever its gamma'],
    [
      'put/call',
      `OI ${ratio(levels.putCallRatioOi)} / volume ${ratio(levels.putCallRatioVolume)} / premium ${ratio(putCallPremium)}`,
      '',
    ],
    [
      `in ${daysAhead} days`,
      `ATM IV ${percent(atmIvAhead(levels.expiries, levels.asOf, daysAhead))} / skew 25Δ ${volPoints(skew25dAhead(levels.expiries, levels.asOf, daysAhead))}`,
      '',
    ],
    ['gamma leaving', leaving(next), monthly === null ? '' : `at the monthly: ${leaving(monthly)}`],
  ]);
};

const leaving = (gamma: ExpiringGamma | null): string =>
  gamma === null ? '–' : `${(gamma.grossShare * 100).toFixed(1)} % of gross on ${gamma.expiry}`;

const gammaMeaning = (net: number): string => {
  if (net === 0) return '';
  return net > 0 ? 'dealers long gamma: they damp moves' : 'dealers short gamma: they amplify moves';
};

const roots = (levels: SliceLevels): string =>
  levels.zeroGammaAll.length === 0 ? 'none' : levels.zeroGammaAll.map(level).join(', ');

const exposureTable = ({ total }: ListingPicture): string =>
  table(
    [
      ['exposure', 'net', 'call', 'put', 'gross', 'unit'],
      ...exposureKinds.map((kind) => {
        const { net, call, put, gross } = total[kind];
        return [kind.toUpperCase(), ...[net, call, put, gross].map(compactUsd), exposureUnits[kind]];
      }),
    ],
    { right: [1, 2, 3, 4] },
  );

const horizonTable = (horizons: readonly HorizonLevels[]): string =>
  table(
    [
      ['horizon', 'expiries', 'of gross', 'GEX', 'DEX', 'VEX', 'CHEX', 'zero gamma', 'call wall', 'put wall', 'vol. walls'],
      ...horizons.map(({ name, expiries, levels, exposures, volumeWalls, grossShare }) => [
        name,
        String(expiries),
        grossShare === null ? '–' : `${(grossShare * 100).toFixed(1)} %`,
        compactUsd(levels.total.net),
        compactUsd(exposures.dex.net),
        compactUsd(exposures.vex.net),
        compactUsd(exposures.chex.net),
        level(levels.zeroGamma),
        level(levels.callWall),
        level(levels.putWall),
        `${level(volumeWalls.callVolumeWall)} / ${level(volumeWalls.putVolumeWall)}`,
      ]),
    ],
    { right: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
  );

const expiryTable = ({ levels, expiries }: ListingPicture): string =>
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
        'max pain',
        '±1σ IV',
        'straddle',
        'P/C OI',
        'P/C vol',
        'ATM IV',
        'skew 25Δ',
        'used',
        'not used',
      ],
      ...levels.expiries.map((expiry, i) => [
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
        level(expiries[i]!.maxPain),
        level(expiries[i]!.expectedMove.iv?.oneSigma ?? null),
        level(expiries[i]!.expectedMove.straddle?.price ?? null),
        ratio(expiry.putCallRatioOi),
        ratio(expiry.putCallRatioVolume),
        percent(expiry.atmIv),
        volPoints(expiry.skew25d),
        String(expiry.contracts.used),
        String(Object.values(expiry.contracts.excluded).reduce((sum, count) => sum + count, 0)),
      ]),
    ],
    { right: Array.from({ length: 18 }, (_, column) => column + 2) },
  );

const contractsLine = (levels: Levels): string => {
  const reasons = Object.entries(levels.contracts.excluded).map(([reason, count]) => `${count} ${reason}`);
  return `contracts: ${levels.contracts.used} used; not used: ${reasons.length === 0 ? 'none' : reasons.join(', ')}`;
};

const nothingHeld = ({ model: { measure }, contracts: { excluded } }: Levels): string => {
  if (Object.keys(excluded).join() === 'expired')
    return 'every contract here has settled by then: there is no exposure left to compute';
  const quantity = measure === 'oi' ? 'open interest' : measure === 'volume' ? 'volume' : 'open interest or volume of today';
  return `no contract here has both ${quantity} and an IV: there is no exposure to compute, and 0 is no measurement`;
};

/** With carry `parity`: for how many expiries quotes gave the forward, and what stood in for it elsewhere. */
const forwardsLine = ({ levels, parities }: ListingPicture): readonly string[] => {
  const { carry } = levels.model;
  if (carry.kind !== 'parity') return [];
  const configured = new Map<string, number>();
  for (const parity of parities)
    if (parity !== null && parity.source !== 'parity') configured.set(parity.source, (configured.get(parity.source) ?? 0) + 1);
  const rest = [...configured].map(([source, count]) => `${count} ${source}`).join(', ');
  const approximation =
    exerciseStyle(levels.underlying) === 'american' ? '; American exercise: the forwards are approximations' : '';
  return [
    `forwards: ${parities.filter(isImplied).length} of ${parities.length} from put–call parity, rate ${carry.rate}${rest === '' ? '' : `; ${rest} (yield ${carry.dividendYield})`}${approximation}`,
  ];
};

const isImplied = (parity: ExpiryForward | null): boolean => parity?.source === 'parity';
