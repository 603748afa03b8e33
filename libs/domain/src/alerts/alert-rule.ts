/** When a chat wants to hear of what. */
export interface AlertRule {
  /** Short and unique within the chat: `a1`. */
  readonly id: string;
  /** Without prefix; `watchlist` follows the chat's. Empty for what concerns no underlying. */
  readonly underlyings: readonly string[] | 'watchlist';
  readonly condition: AlertCondition;
  readonly severity: 'info' | 'warning' | 'critical';
  /** The condition must hold this long before it fires. */
  readonly forMs: number;
  /** It must have ended this long before the alert is resolved. */
  readonly keepFiringMs: number;
  /** From one alert to the next of the same rule and underlying. */
  readonly cooldownMs: number;
  readonly paused: boolean;
  /** Resolved: a message of its own, beside the edit of the first. */
  readonly notifyResolved: boolean;
}

/** Enter and exit are apart, so that a value at the threshold does not flap. Fractions, not percent; USD per 1 % move; volatility points. */
export type AlertCondition =
  /** `exit`: fraction of spot that it must be away from the flip before it counts as over. */
  | { readonly kind: 'spot-crosses-flip'; readonly exit: number }
  | { readonly kind: 'net-gex-sign'; readonly exitUsd: number }
  /** Fractions of spot. */
  | { readonly kind: 'near-wall'; readonly wall: 'call' | 'put' | 'any'; readonly enter: number; readonly exit: number }
  | { readonly kind: 'level-moved'; readonly level: 'call-wall' | 'put-wall' | 'king' | 'any'; readonly strikes: number }
  /** Change of net GEX over the window in standard deviations of such changes today. */
  | { readonly kind: 'gex-change'; readonly windowMs: number; readonly enter: number; readonly exit: number }
  /** Share of 0DTE in gross GEX, 0…1. */
  | { readonly kind: 'zero-dte-share'; readonly operator: '>' | '<'; readonly enter: number; readonly exit: number }
  /** Composite score 0…100 of any contract of the underlying. */
  | { readonly kind: 'composite'; readonly operator: '>' | '>='; readonly enter: number; readonly exit: number }
  /** The direction of the highest opportunity changes between calls and puts, at a score of at least `least`. */
  | { readonly kind: 'score-sign'; readonly least: number }
  /** 25-delta skew, volatility points. */
  | { readonly kind: 'skew-extreme'; readonly above: number; readonly below: number; readonly exit: number }
  | { readonly kind: 'volume-surge' }
  | { readonly kind: 'regime-change' }
  | { readonly kind: 'feed-stale' }
  | { readonly kind: 'login-expiring' };
