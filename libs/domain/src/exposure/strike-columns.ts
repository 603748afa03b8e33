import { type ExposureKind, type Exposures, exposureKinds } from './exposure-kinds.ts';
import type { GreekExposures } from './greek-exposures.ts';

type Columns = Readonly<Record<ExposureKind, Float32Array>>;

/**
 * Every exposure by strike, over all expiries, as it goes into a record: element i of each column belongs to `strikes[i]`, ascending. In
 * single precision, which is seven digits, or a chain of a thousand strikes by four measures would not fit into one.
 */
export interface StrikeColumns {
  readonly strikes: Float64Array;
  readonly call: Columns;
  readonly put: Columns;
  readonly gross: Columns;
}

export const strikeColumns = (strikes: GreekExposures['strikes']): StrikeColumns => {
  const columns = (part: 'call' | 'put' | 'gross'): Columns =>
    Object.fromEntries(
      exposureKinds.map((kind) => [kind, Float32Array.from(strikes, ({ exposures }) => exposures[kind][part])]),
    ) as unknown as Columns;
  return {
    strikes: Float64Array.from(strikes, ({ strike }) => strike),
    call: columns('call'),
    put: columns('put'),
    gross: columns('gross'),
  };
};

/** The same by strike again; net is call + put. */
export const exposuresByStrike = ({ strikes, call, put, gross }: StrikeColumns): GreekExposures['strikes'] =>
  Array.from(strikes, (strike, i) => ({
    strike,
    exposures: Object.fromEntries(
      exposureKinds.map((kind) => {
        const [ofCalls, ofPuts] = [call[kind][i]!, put[kind][i]!];
        return [kind, { net: ofCalls + ofPuts, call: ofCalls, put: ofPuts, gross: gross[kind][i]! }];
      }),
    ) as unknown as Exposures,
  }));
