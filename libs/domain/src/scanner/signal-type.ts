/** What a pair of skew and volume means by the scanner's rules; the first that matches wins. */
export const signalTypes = [
  { name: 'CONTRARIAN_BULL', rule: 'skew > 5 and a call', action: 'buy calls into panic' },
  { name: 'CONTRARIAN_BEAR', rule: 'skew < -1 and a put', action: 'buy puts or sell call spreads' },
  { name: 'MOMENTUM_BULL', rule: 'vol_ratio < -30 and a call', action: 'follow the trend up' },
  { name: 'MOMENTUM_BEAR', rule: 'vol_ratio > 30 and a put', action: 'follow the trend down' },
  { name: 'NEUTRAL', rule: 'none of the others', action: 'premium selling such as iron condors' },
] as const;

export type SignalType = (typeof signalTypes)[number]['name'];

/** `skew25d` in vol points, null when unknown; `volumeRatio` as `ExpiryVolume` has it. */
export const signalType = (skew25d: number | null, side: 'call' | 'put', volumeRatio: number): SignalType => {
  const call = side === 'call';
  if (skew25d !== null && skew25d > 5 && call) return 'CONTRARIAN_BULL';
  if (skew25d !== null && skew25d < -1 && !call) return 'CONTRARIAN_BEAR';
  if (volumeRatio < -30 && call) return 'MOMENTUM_BULL';
  if (volumeRatio > 30 && !call) return 'MOMENTUM_BEAR';
  return 'NEUTRAL';
};
