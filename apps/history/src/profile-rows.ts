import type { Cells, ProfileEvent } from '@gexstream/domain';
import { type gexProfiles, modelId, type RowOf } from '@gexstream/store';
import { provenanceOf } from './provenance.ts';

/** The rows of table `gex_profiles` that a profile record stands for: one per expiry that has cells, strikes ascending. */
export const profileRows = (event: ProfileEvent): readonly RowOf<typeof gexProfiles>[] => {
  const { body } = event;
  const shared = { ts: event.eventMs, underlying: event.underlying, model: modelId(body.model), spot: body.spot };
  return cellsByExpiry(body).flatMap((cells, expiryIndex) => {
    const expiry = body.expiries[expiryIndex];
    if (expiry === undefined || cells.length === 0) return [];
    const pick = (column: Float64Array): readonly number[] => cells.map((cell) => column[cell] as number);
    return [
      {
        ...shared,
        expiry: expiry.expiry,
        settlement: expiry.settlement,
        strikes: cells.map((cell) => strikeOf(body, cell)),
        call_gex: pick(body.callGex),
        put_gex: pick(body.putGex),
        call_oi: pick(body.callOi),
        put_oi: pick(body.putOi),
        call_volume: pick(body.callVolume),
        put_volume: pick(body.putVolume),
        ...provenanceOf(event),
      },
    ];
  });
};

/** Indices of each expiry's cells, by strike. Throws a `RangeError` for a cell of an expiry that is not listed. */
const cellsByExpiry = (body: Cells): readonly (readonly number[])[] => {
  const groups: number[][] = body.expiries.map(() => []);
  body.expiryIndex.forEach((expiry, cell) => {
    const group = groups[expiry];
    if (group === undefined) throw new RangeError(`cell ${cell} names expiry ${expiry} of ${groups.length}`);
    group.push(cell);
  });
  for (const group of groups) group.sort((a, b) => strikeOf(body, a) - strikeOf(body, b));
  return groups;
};

const strikeOf = (body: Cells, cell: number): number => body.strikes[body.strikeIndex[cell] as number] as number;
