import { daysBetween, formatOsi, settlesMs } from '@gexstream/domain';
import { actMsOf } from './act-time.ts';
import { expirySchedule } from './expiry-schedule.ts';
import type { OptionContract } from './option-contract.ts';
import type { PricePath } from './price-path.ts';
import { fnv1a } from './random.ts';
import { seriesAge, seriesSessionsMax } from './series-age.ts';
import { sessionsBefore } from './sessions.ts';
import { type LadderDay, strikeLadder } from './strike-ladder.ts';
import type { SymbolProfile } from './symbol-profile.ts';

/** A series' sessions from its first to `date`, newest first. */
const ladderDays = (profile: SymbolProfile, path: PricePath, expiry: string, date: string): readonly LadderDay[] => {
  const age = seriesAge(profile, expiry, date);
  const dates = [date, ...sessionsBefore(date, age).map((session) => session.date)];
  const closes = path.closesBefore(date, seriesSessionsMax + 1);
  return dates.map((each, index) => ({ reference: closes[index] ?? profile.baseSpot, calendarDays: daysBetween(each, expiry) }));
};

/** The contracts an exchange would list on a trading date: each series has every strike it was ever given. */
export const generatedListing = (
  seed: number,
  profile: SymbolProfile,
  path: PricePath,
  date: string,
): readonly OptionContract[] => {
  const contracts: OptionContract[] = [];
  for (const { expiry, root, settlement } of expirySchedule(profile, date)) {
    const settles = settlesMs(expiry, settlement);
    for (const strike of strikeLadder(profile, ladderDays(profile, path, expiry, date))) {
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
