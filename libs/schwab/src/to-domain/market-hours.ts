import { type EpochMs, epochMs } from '@gexstream/domain';
import type { WireMarketHours } from '../wire/index.ts';

/** The regular session of equity options, as Schwab has it; null on a day without one. Times that are none leave it undefined. */
export const optionSession = (
  hours: WireMarketHours,
): { readonly openMs: EpochMs; readonly closeMs: EpochMs } | null | undefined => {
  const days = Object.values(hours.option ?? {});
  if (days.length === 0) return undefined;
  if (days.every(({ isOpen }) => isOpen === false)) return null;
  const regular = hours.option?.EQO?.sessionHours?.regularMarket?.[0];
  const [openMs, closeMs] = [Date.parse(regular?.start ?? ''), Date.parse(regular?.end ?? '')];
  return Number.isFinite(openMs) && Number.isFinite(closeMs) ? { openMs: epochMs(openMs), closeMs: epochMs(closeMs) } : undefined;
};
