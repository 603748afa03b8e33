import type { AlertCondition, AlertFamily } from '@gexstream/domain';
import type { MarketView, Source } from '../sight/market-view.ts';
import { readRegimeChange, readZeroDteShare } from './exposure-readings.ts';
import { readFeedStale, readLogin } from './feed-readings.ts';
import { readFlipCross, readGexChange, readNearWall, readNetSign } from './levels-readings.ts';
import type { Past, Read, Reading } from './reading.ts';
import { readComposite, readScoreSign, readSkew } from './score-readings.ts';
import { readLevelMove, readVolumeSurge } from './session-readings.ts';

type Kind = AlertCondition['kind'];

interface Traits<Of extends Kind> {
  readonly source: Source;
  readonly family: AlertFamily;
  /** Of value and threshold. */
  readonly unit: string;
  /** Something that happens, and does not last: told once, never resolved. */
  readonly momentary: boolean;
  readonly read: Read<Of>;
}

export const conditionTraits: { readonly [Of in Kind]: Traits<Of> } = {
  'spot-crosses-flip': { source: 'levels', family: 'levels', unit: 'points', momentary: false, read: readFlipCross },
  'net-gex-sign': { source: 'levels', family: 'exposure', unit: 'USD per 1 % move', momentary: false, read: readNetSign },
  'near-wall': { source: 'levels', family: 'levels', unit: 'fraction of spot', momentary: false, read: readNearWall },
  'level-moved': { source: 'session', family: 'levels', unit: 'strikes', momentary: true, read: readLevelMove },
  'gex-change': { source: 'levels', family: 'exposure', unit: 'standard deviations', momentary: false, read: readGexChange },
  'zero-dte-share': {
    source: 'exposures',
    family: 'exposure',
    unit: 'share of gross GEX',
    momentary: false,
    read: readZeroDteShare,
  },
  composite: { source: 'opportunities', family: 'flow', unit: 'of 100', momentary: false, read: readComposite },
  'score-sign': { source: 'opportunities', family: 'flow', unit: 'of 100', momentary: true, read: readScoreSign },
  'skew-extreme': { source: 'skew', family: 'skew', unit: 'vol points', momentary: false, read: readSkew },
  'volume-surge': { source: 'session', family: 'volume', unit: 'contracts', momentary: true, read: readVolumeSurge },
  'regime-change': { source: 'exposures', family: 'regime', unit: 'regime', momentary: true, read: readRegimeChange },
  'feed-stale': { source: 'feed', family: 'system', unit: 'seconds', momentary: false, read: readFeedStale },
  'login-expiring': { source: 'login', family: 'system', unit: 'hours', momentary: false, read: readLogin },
};

export const lookAt = (condition: AlertCondition, view: MarketView, past: Past, underlying: string): Reading =>
  (conditionTraits[condition.kind].read as Read<Kind>)(condition, view, past, underlying);
