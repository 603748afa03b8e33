import type { Behavior } from '@gexstream/actors';
import { type EpochMs, type FeedNotice, isoTime } from '@gexstream/domain';

/** Keeps an access token ready before anyone needs it, notices when only a person's login helps, and says beforehand when it will. */
export interface TokenKeeping {
  readonly status: 'unknown' | 'ready' | 'failing' | 'login-required';
  readonly reason: string;
  readonly attempt: number;
  /** When the login itself ends; null while that is unknown. */
  readonly loginExpiresMs: EpochMs | null;
  /** The nearest of `warnHours` that was given for this end; null before the first. */
  readonly warnedHours: number | null;
  /** Of the check that is due next; earlier ones no longer count. */
  readonly timer: number;
}

export type TokenKeepingMessage =
  | { readonly type: 'check'; readonly timer: number }
  /** Somebody's refresh met a dead login. */
  | { readonly type: 'refused' }
  | { readonly type: 'ready'; readonly expiresMs: number; readonly loginExpiresMs: EpochMs | null }
  | { readonly type: 'failed'; readonly terminal: boolean; readonly reason: string };

export type TokenKeepingEffect =
  /** Ask for a token, which refreshes it if need be; answered by `ready` or `failed`. */
  | { readonly type: 'renew' }
  | { readonly type: 'check-after'; readonly afterMs: number; readonly timer: number }
  | { readonly type: 'notice'; readonly notice: FeedNotice }
  | { readonly type: 'report' };

export const initialTokenKeeping: TokenKeeping = {
  status: 'unknown',
  reason: '',
  attempt: 0,
  loginExpiresMs: null,
  warnedHours: null,
  timer: 0,
};

/** Within this time of its end a token is renewed; a second later, the keeper of tokens agrees that it is due. */
const aheadMs = 5 * 60_000 - 1_000;
const retryMsMin = 1_000;
const retryMsMax = 60_000;
/** A login may come from another program by way of the store: looked for often where there is none, else now and then. */
const loginCheckMs = 5_000;
const newerLoginCheckMs = 10_000;
const hourMs = 3_600_000;
/** Before the end of the login: a person has to act, and may sleep or be away. */
const warnHours = [48, 24, 2] as const;

type Turn = ReturnType<typeof tokenKeeping>;

export const tokenKeeping: Behavior<TokenKeeping, TokenKeepingMessage, TokenKeepingEffect> = (state, message, now) => {
  switch (message.type) {
    case 'check':
      return { state, effects: message.timer === state.timer ? [{ type: 'renew' }] : [] };
    case 'refused':
      return { state, effects: state.status === 'login-required' ? [] : [{ type: 'renew' }] };
    case 'ready':
      return ready(state, message, now);
    case 'failed': {
      const status = message.terminal ? 'login-required' : 'failing';
      const afterMs = message.terminal ? loginCheckMs : Math.min(retryMsMax, retryMsMin * 2 ** state.attempt);
      const timer = state.timer + 1;
      const effects: TokenKeepingEffect[] = [{ type: 'check-after', afterMs, timer }];
      if (state.status !== status) effects.push({ type: 'report' });
      if (message.terminal && state.status !== status)
        effects.push({ type: 'notice', notice: { code: 'login-required', text: message.reason } });
      return { state: { ...state, status, reason: message.reason, attempt: Math.min(state.attempt + 1, 10), timer }, effects };
    }
  }
};

const ready = (
  state: TokenKeeping,
  { expiresMs, loginExpiresMs }: Extract<TokenKeepingMessage, { readonly type: 'ready' }>,
  now: EpochMs,
): Turn => {
  const warnedBefore = loginExpiresMs === state.loginExpiresMs ? state.warnedHours : null;
  const moments = loginExpiresMs === null ? [] : warnHours.map((hours) => ({ hours, atMs: loginExpiresMs - hours * hourMs }));
  const warnedHours = moments.findLast(({ atMs }) => atMs <= now)?.hours ?? null;
  const nextMs = moments.find(({ atMs }) => atMs > now)?.atMs ?? Number.POSITIVE_INFINITY;
  const afterMs = Math.max(retryMsMin, Math.min(expiresMs - aheadMs, nextMs, now + newerLoginCheckMs) - now);
  const timer = state.timer + 1;
  const effects: TokenKeepingEffect[] = [{ type: 'check-after', afterMs, timer }];
  const warns = warnedHours !== null && warnedHours !== warnedBefore;
  if (state.status !== 'ready' || warns || loginExpiresMs !== state.loginExpiresMs) effects.push({ type: 'report' });
  if (state.status === 'login-required')
    effects.push({ type: 'notice', notice: { code: 'login-restored', text: 'There is a login again' } });
  if (warns) effects.push({ type: 'notice', notice: { code: 'login-expiring', text: expiryText(loginExpiresMs!) } });
  return { state: { status: 'ready', reason: '', attempt: 0, loginExpiresMs, warnedHours, timer }, effects };
};

/** What a person is told while the end is near. */
export const expiryText = (loginExpiresMs: EpochMs): string =>
  `the Schwab login ends at ${isoTime(loginExpiresMs)}; log in again: npx gex login`;
