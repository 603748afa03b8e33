import { formatCount, formatPoints, formatUsd } from '@gexstream/charts';
import type { LevelsEventBody } from '../../contract/stream.ts';
import { byId, element } from './element.ts';

const money = (usd: number, plus = true): string => formatUsd(usd, { significantDigits: 3, plus });

/** What the sign of net GEX means, in a phrase. */
export const signMeaning = (netUsd: number): string => {
  if (netUsd > 0) return 'Dealers long gamma: their hedging sells rallies and buys dips, which damps moves.';
  if (netUsd < 0) return 'Dealers short gamma: their hedging buys rallies and sells dips, which amplifies moves.';
  return 'Dealers flat: their hedging neither damps nor amplifies moves.';
};

type Row = readonly [label: string, value: string, note?: string, wide?: 'wide'];

/** The numbers of the whole book; the window and the columns shown never change them. */
export const keyNumberRows = (levels: LevelsEventBody): readonly Row[] => {
  const { total, spot, zero_gamma, zero_gamma_all, contracts, coverage, put_call_ratio } = levels;
  const excluded = Object.values(contracts.excluded).reduce((sum, count) => sum + count, 0);
  const reasons = Object.entries(contracts.excluded).map(
    ([reason, count]) => `${formatCount(count)} ${reason.replaceAll('_', ' ')}`,
  );
  return [
    ['Spot', formatPoints(spot, 2)],
    ['Zero gamma', level(zero_gamma, 2), zero_gamma === null ? 'no root' : distance(zero_gamma, spot)],
    ['Call wall', level(levels.call_wall), distance(levels.call_wall, spot)],
    ['Put wall', level(levels.put_wall), distance(levels.put_wall, spot)],
    ['Call GEX', money(total.call_gex)],
    ['Put GEX', money(total.put_gex)],
    ['Gross GEX', money(total.gross_gex, false)],
    ['Put/call OI', put_call_ratio.oi === null ? '–' : put_call_ratio.oi.toFixed(2)],
    ['Net / gross', total.gross_gex > 0 ? `${((total.net_gex / total.gross_gex) * 100).toFixed(0).replace('-', '−')} %` : '–'],
    ['Put/call volume', put_call_ratio.volume === null ? '–' : put_call_ratio.volume.toFixed(2)],
    ['King ★ gross', level(levels.max_gross_strike)],
    ['King ☆ net', level(levels.max_net_strike)],
    ...(zero_gamma_all.length > 1
      ? ([['All zero-gamma roots', zero_gamma_all.map((root) => formatPoints(root, 0)).join(' · '), '', 'wide']] as const)
      : []),
    [
      'Contracts used',
      formatCount(contracts.used),
      excluded === 0 ? 'none excluded' : `${formatCount(excluded)} excluded: ${reasons.join(', ')}`,
      'wide',
    ],
    [
      'Coverage of gross gamma',
      coverage === null ? 'unknown' : `${percent(coverage.streamed)} streamed`,
      coverage === null ? '' : `${percent(coverage.polled)} polled, ${percent(coverage.stale)} stale`,
      'wide',
    ],
  ];
};

const level = (price: number | null, decimals?: number): string => (price === null ? 'none' : formatPoints(price, decimals));

const distance = (price: number | null, spot: number): string => {
  if (price === null) return '';
  const share = (price / spot - 1) * 100;
  return `${share < 0 ? '−' : '+'}${Math.abs(share).toFixed(2)} %`;
};

const percent = (share: number): string => `${Math.round(share * 100)} %`;

export const paintKeyNumbers = (levels: LevelsEventBody | null): void => {
  const host = byId('key-numbers');
  if (levels === null) {
    host.replaceChildren();
    return;
  }
  const net = levels.total.net_gex;
  const rows = keyNumberRows(levels).map(([label, value, note = '', wide]) =>
    element(
      'div',
      { class: wide ?? '' },
      element('dt', {}, label),
      element('dd', {}, value, ...(note === '' ? [] : [' ', element('small', {}, note)])),
    ),
  );
  host.replaceChildren(
    element(
      'div',
      { class: `net ${net < 0 ? 'put' : 'call'}` },
      element('h2', {}, `${levels.symbol} net GEX, $ per 1 % move`),
      element('b', {}, `${net < 0 ? '▼' : '▲'} ${money(net)}`),
      element('p', {}, signMeaning(net)),
    ),
    element('dl', { class: 'numbers' }, ...rows),
  );
};
