import { type CellPlace, formatCount, formatPoints, formatUsd, type HeatmapModel } from '@gexstream/charts';
import { calendarDay } from './new-york-time.ts';

/** What there is to say about one cell, for eyes and for ears. */
export interface CellFacts {
  readonly title: string;
  readonly subtitle: string;
  readonly rows: readonly (readonly [label: string, value: string])[];
}

export const cellFacts = (model: HeatmapModel, { row, column }: CellPlace): CellFacts | null => {
  const strike = model.rows[row];
  const expiry = model.columns[column];
  if (strike === undefined || expiry === undefined) return null;
  const at = row * model.columns.length + column;
  const [call, put] = [model.grid.call[at]!, model.grid.put[at]!];
  const title =
    strike.kind === 'strike'
      ? `Strike ${formatPoints(strike.strike)}`
      : `${formatCount(strike.strikeCount)} strikes ${strike.kind} the window (${strike.kind === 'above' ? 'from' : 'to'} ${formatPoints(strike.strike)})`;
  const subtitle =
    expiry.kind === 'sum'
      ? `Sum of all ${model.expiryCount} expiries`
      : `${calendarDay(expiry.expiry)} · ${expiry.dte === 0 ? '0DTE' : `${expiry.dte} d`} · settles ${expiry.settlement === 'am' ? 'a.m.' : 'p.m.'}`;
  if (Number.isNaN(call)) return { title, subtitle, rows: [['No contract here', '']] };
  const net = call + put;
  const away = (strike.strike / model.spot - 1) * 100;
  return {
    title,
    subtitle,
    rows: [
      ['Net GEX', `${net > 0 ? '▲ ' : net < 0 ? '▼ ' : ''}${money(net)}`],
      ['Hedging here', net > 0 ? 'damps moves' : net < 0 ? 'amplifies moves' : 'neither way'],
      ['Call GEX', money(call)],
      ['Put GEX', money(put)],
      ['Open interest', `${formatCount(model.grid.callOi[at]!)} C · ${formatCount(model.grid.putOi[at]!)} P`],
      ['Volume', `${formatCount(model.grid.callVolume[at]!)} C · ${formatCount(model.grid.putVolume[at]!)} P`],
      ...(strike.kind === 'strike' ? ([['From spot', `${away < 0 ? '−' : '+'}${Math.abs(away).toFixed(2)} %`]] as const) : []),
    ],
  };
};

const money = (usd: number): string => formatUsd(usd, { significantDigits: 3 });

/** One sentence for a screen reader. */
export const spokenFacts = ({ title, subtitle, rows }: CellFacts): string =>
  `${title}, ${subtitle}: ${rows.map(([label, value]) => `${label} ${value.replace(/[▲▼] /, '').replace('−', 'minus ')}`).join(', ')}`;
