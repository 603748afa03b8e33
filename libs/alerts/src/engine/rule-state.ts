import { type Alert, type AlertRule, type EpochMs, epochMs } from '@gexstream/domain';
import type { Reading, Reference } from '../readings/reading.ts';

/** One rule on one underlying of one chat. All of it may be kept and taken up again; times are of events. */
export interface RuleState {
  /** `pending`: it holds, but not long enough; `recovering`: it has ended, but not long enough; `stale`: nothing is known. */
  readonly phase: 'idle' | 'pending' | 'firing' | 'recovering' | 'stale';
  /** When the phase began, or its reference changed. What is not newer has been dealt with: after a crash it is read again. */
  readonly sinceMs: EpochMs;
  readonly reference: Reference | null;
  /** Null unless an alert fired that is not over. */
  readonly firing: Firing | null;
  /** Of the last alert that was told. */
  readonly toldMs: EpochMs | null;
  /** Alerts that were not told since then, and when the first of them was. */
  readonly missed: { readonly count: number; readonly sinceMs: EpochMs } | null;
}

export interface Firing {
  readonly firedMs: EpochMs;
  readonly suppressed: Alert['suppressed'];
}

export const firstState: RuleState = {
  phase: 'idle',
  sinceMs: epochMs(0),
  reference: null,
  firing: null,
  toldMs: null,
  missed: null,
};

export interface Step {
  /** The same object where nothing has changed. */
  readonly state: RuleState;
  /** `fired`: whoever decides whether it is told sets `firing`, unless it is momentary. */
  readonly happened: 'fired' | 'resolved' | null;
}

/** One look later. Pure; missing is not over. */
export const stepRule = (
  state: RuleState,
  reading: Reading,
  at: EpochMs,
  { forMs, keepFiringMs }: Pick<AlertRule, 'forMs' | 'keepFiringMs'>,
  momentary: boolean,
): Step => {
  if (at <= state.sinceMs) return { state, happened: null };
  const begin = (phase: RuleState['phase'], more: Partial<RuleState> = {}): RuleState => ({
    ...state,
    phase,
    sinceMs: at,
    ...more,
  });
  const still = (changed = state): Step => ({ state: changed, happened: null });
  const settled = { reference: reading.reference ?? state.reference };
  const fire = (): Step => ({ state: begin(momentary ? 'idle' : 'firing', settled), happened: 'fired' });
  const resolve = (): Step => ({ state: begin('idle', { ...settled, firing: null }), happened: 'resolved' });

  const { zone } = reading;
  if (zone === 'missing') return still(state.phase === 'stale' ? state : begin('stale'));
  const phase = state.phase === 'stale' ? (state.firing === null ? 'idle' : 'firing') : state.phase;
  const back = phase === state.phase ? state : begin(phase);
  switch (phase) {
    case 'idle':
      if (zone === 'in') return forMs === 0 ? fire() : still(begin('pending'));
      return still(back.reference === null && reading.reference !== null ? { ...back, ...settled } : back);
    case 'pending':
      if (zone !== 'in') return still(begin('idle'));
      return at - state.sinceMs >= forMs ? fire() : still();
    case 'firing':
      if (zone !== 'out') return still(isSame(settled.reference, back.reference) ? back : begin('firing', settled));
      return keepFiringMs === 0 ? resolve() : still(begin('recovering', settled));
    case 'recovering':
      if (zone !== 'out') return still(begin('firing', settled));
      return at - state.sinceMs >= keepFiringMs ? resolve() : still();
  }
};

const isSame = (a: Reference | null, b: Reference | null): boolean =>
  a === b || (a !== null && b !== null && Object.entries(a).every(([name, value]) => b[name] === value));
