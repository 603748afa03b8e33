import type { EpochMs, FeedStatus, FeedSymbol, MarketEvent } from '@gexstream/domain';
import type { RoundOutcome } from './actors/chain-poller.actor.ts';
import type { ContractCounts } from './actors/subscription-budget.actor.ts';
import { expiryText, initialTokenKeeping, type TokenKeeping } from './actors/token-keeper.actor.ts';
import { quotedSpot } from './quoted-spot.ts';
import { clockSkewMs, noSkew, skewText } from './session/clock-skew.ts';
import type { StreamSession } from './session/session-state.ts';

type SessionSeen = Pick<StreamSession, 'phase' | 'everLive' | 'detail' | 'clockSkew'>;

/** What the parts last said of themselves, put together on request. */
export class StatusBoard {
  readonly #underlyings: Set<string>;
  readonly #lastChainMs = new Map<string, EpochMs>();
  readonly #lastEventMs: Map<string, EpochMs>;
  readonly #seq: Map<string, number>;
  readonly #spots = new Map<string, number>();
  readonly #trouble = new Map<string, string>();
  /** What the last round over a chain could not get. */
  readonly #leftOut = new Map<string, string>();
  #counts: ReadonlyMap<string, ContractCounts> = new Map();
  #lastGap: FeedStatus['lastGap'] = null;
  #session: SessionSeen = { phase: 'idle', everLive: false, detail: 'starting', clockSkew: noSkew };
  #token: TokenKeeping = initialTokenKeeping;
  #demands: NonNullable<FeedStatus['demands']> = {};
  #circuit: FeedStatus['restCircuit'] = 'closed';
  stopping = false;

  constructor(underlyings: readonly string[], seq: ReadonlyMap<string, number>, lastEventMs: ReadonlyMap<string, EpochMs>) {
    this.#underlyings = new Set(underlyings);
    this.#seq = new Map(seq);
    this.#lastEventMs = new Map(lastEventMs);
  }

  /** Where the log has underlyings that this run did not begin with. */
  introduce(seq: ReadonlyMap<string, number>, lastEventMs: ReadonlyMap<string, EpochMs>): void {
    for (const [underlying, number] of seq) this.#seq.set(underlying, number);
    for (const [underlying, at] of lastEventMs) this.#lastEventMs.set(underlying, at);
  }

  follow(underlying: string): void {
    this.#underlyings.add(underlying);
  }

  unfollow(underlying: string): void {
    this.#underlyings.delete(underlying);
    this.#trouble.delete(underlying);
    this.#leftOut.delete(underlying);
  }

  get isStreaming(): boolean {
    return this.#session.phase === 'live';
  }

  lastEventMs(underlying: string): EpochMs | undefined {
    return this.#lastEventMs.get(underlying);
  }

  session(state: SessionSeen): void {
    this.#session = state;
  }

  token(state: TokenKeeping): void {
    this.#token = state;
  }

  circuit(phase: FeedStatus['restCircuit']): void {
    this.#circuit = phase;
  }

  demands(states: NonNullable<FeedStatus['demands']>): void {
    this.#demands = states;
  }

  counts(counts: ReadonlyMap<string, ContractCounts>): void {
    this.#counts = counts;
  }

  chain(underlying: string, at: EpochMs): void {
    this.#lastChainMs.set(underlying, at);
    this.#trouble.delete(underlying);
  }

  round(underlying: string, { windows, givenUp, reason }: Pick<RoundOutcome, 'windows' | 'givenUp' | 'reason'>): void {
    if (givenUp === 0) this.#leftOut.delete(underlying);
    else this.#leftOut.set(underlying, `${givenUp} of ${windows} parts of the chain are missing: ${reason}`);
  }

  trouble(underlying: string, reason: string): void {
    this.#trouble.set(underlying, reason);
  }

  published(events: readonly MarketEvent[]): void {
    for (const event of events) {
      this.#lastEventMs.set(event.underlying, event.eventMs);
      this.#seq.set(event.underlying, event.seq);
      if (event.kind === 'underlying-quote') this.#seeSpot(event.underlying, quotedSpot(event.body));
      if (event.kind === 'gap') this.#lastGap = { underlying: event.underlying, ...event.body };
    }
  }

  /** The newest price of each underlying that was quoted, points. */
  get spots(): ReadonlyMap<string, number> {
    return this.#spots;
  }

  /** How far this machine's clock is ahead of the source's, ms; null before enough was heard. */
  get clockSkewMs(): number | null {
    return clockSkewMs(this.#session.clockSkew);
  }

  get seq(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#seq);
  }

  status(wallMs: EpochMs): FeedStatus {
    return {
      state: this.#state(),
      detail: this.#detail(),
      wallMs,
      speed: 1,
      symbols: [...this.#underlyings].map((underlying) => this.#symbol(underlying)),
      lastGap: this.#lastGap,
      loginExpiresMs: this.#token.loginExpiresMs,
      restCircuit: this.#circuit,
      demands: this.#demands,
    };
  }

  #seeSpot(underlying: string, spot: number | null): void {
    if (spot !== null) this.#spots.set(underlying, spot);
  }

  #state(): FeedStatus['state'] {
    if (this.stopping) return 'stopping';
    if (this.#token.status === 'login-required') return 'auth-required';
    const { phase, everLive } = this.#session;
    if (phase === 'live') return 'live';
    if (phase === 'idle') return 'starting';
    return everLive ? 'reconnecting' : 'connecting';
  }

  #detail(): string {
    const { reason, warnedHours, loginExpiresMs } = this.#token;
    const token = reason === '' ? [] : [reason];
    const login = warnedHours === null || loginExpiresMs === null ? [] : [expiryText(loginExpiresMs)];
    const { clockSkew, detail } = this.#session;
    const clock = clockSkew.told ? [skewText(clockSkewMs(clockSkew)!)] : [];
    const rest = this.#circuit === 'closed' ? [] : ['REST calls fail, one probes now and then'];
    // Without a token all fail for the one reason, which is said once.
    const chains = [...this.#leftOut, ...this.#trouble].flatMap(([underlying, why]) =>
      why === reason ? [] : [`${underlying}: ${why}`],
    );
    return [...new Set([...token, ...login, ...clock, detail, ...rest, ...chains])].join(' · ').slice(0, 500);
  }

  #symbol(underlying: string): FeedSymbol {
    const { contracts, streamed } = this.#counts.get(underlying) ?? { contracts: 0, streamed: 0 };
    const live = this.#session.phase === 'live' ? streamed : 0;
    return {
      underlying,
      contracts,
      streamed: live,
      polled: contracts - live,
      lastChainMs: this.#lastChainMs.get(underlying) ?? null,
      lastEventMs: this.#lastEventMs.get(underlying) ?? null,
    };
  }
}
