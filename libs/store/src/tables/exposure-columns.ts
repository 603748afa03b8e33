import { type ExposureKind, exposureKinds, exposureUnits } from '@gexstream/domain';
import type { Column } from '../table.ts';

const parts = { net: 'call + put', call: 'of the calls', put: 'of the puts', gross: 'of the contracts’ magnitudes' } as const;

type ExposureColumn = `${keyof typeof parts}_${ExposureKind}`;

/** `net_gex`, `call_gex`, … `gross_zomma`: every exposure of a slice, under the model of its row. */
export const exposureColumns = Object.fromEntries(
  exposureKinds.flatMap((kind) =>
    Object.entries(parts).map(([part, doc]): [string, Column] => [
      `${part}_${kind}`,
      { type: 'double', unit: exposureUnits[kind].replace(' move', ''), doc },
    ]),
  ),
) as Readonly<Record<ExposureColumn, { readonly type: 'double'; readonly unit: string; readonly doc: string }>>;

/** Beside the two ratios that each slice has of open interest and of volume. */
export const premiumRatio = {
  put_call_ratio_premium: {
    type: 'double',
    unit: 'ratio',
    nullable: true,
    doc: 'put / call premium: volume of the session × mid (last sale without a two-sided quote) × multiplier; null where a side has none',
  },
} as const satisfies Record<string, Column>;

export const volumeWalls = {
  call_volume_wall: {
    type: 'double',
    unit: 'points',
    nullable: true,
    doc: 'strike at or above spot with the largest call volume',
  },
  put_volume_wall: { type: 'double', unit: 'points', nullable: true, doc: 'strike at or below spot with the largest put volume' },
} as const satisfies Record<string, Column>;
