import { daysBetween, formatOsi, settlesMs } from '@gexstream/domain';
import { actMsOf } from './act-time.ts';
import { expirySchedule } from './expiry-schedule.ts';
import type { OptionContract } from './option-contract.ts';
import { fnv1a } from './random.ts';
import { strikeLadder } from './strike-ladder.ts';
import type { SymbolProfile } from './symbol-profile.ts';

/** The contracts an exchange would list on a trading date with the underlying near `reference` (points). */
export const generatedListing = (
  seed: number,
  profile: SymbolProfile,
  date: string,
  reference: number,
): readonly OptionContract[] => {
  const contracts: OptionContract[] = [];
  for (const { expiry, root, settlement } of expirySchedule(profile, date)) {
    const settles = settlesMs(expiry, settlement);
    for (const strike of strikeLadder(profile, reference, daysBetween(date, expiry))) {
      for (const side of ['call', 'put'] as const) {
        const symbol = formatOsi({ root, expiry, side, strike });
        contracts.push({
          symbol,
          id: fnv1a(`${seed}/${symbol}`),
          actMs: actMsOf(symbol),
          underlying: profile.symbol,
          root,
          expiry,
          side,
          strike,
          settlement,
          settlesMs: settles,
          multiplier: 100,
          listed: null,
        });
      }
    }
  }
  return contracts;
};
