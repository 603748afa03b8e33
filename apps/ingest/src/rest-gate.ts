import type { ActorRef } from '@gexstream/actors';
import { SchwabError, type SchwabErrorCode, type SchwabRest, type TokenKeeper } from '@gexstream/schwab';
import type { RestBudgetMessage } from './actors/rest-budget.actor.ts';
import type { Counters } from './counters.ts';
import type { RestClaim } from './rest-line.ts';
import { tell } from './tell.ts';

export interface RestGateOptions {
  readonly rest: SchwabRest;
  readonly tokens: TokenKeeper;
  readonly counters: Counters;
  /** Where calls line up; set once the actor exists. */
  readonly budget: () => ActorRef<RestBudgetMessage>;
}

/** Calls for one claim. */
export interface CountedCall {
  run<Answer>(request: (rest: SchwabRest) => Promise<Answer>): Promise<Answer>;
  /** Requests so far; a refused token costs two. */
  calls(): number;
}

/** The only way to call: waits for the budget's leave, tells it about "too many", and once replaces a token that was refused. */
export class RestGate {
  readonly #options: RestGateOptions;
  readonly #waiting = new Map<number, { readonly resolve: () => void; readonly reject: (error: Error) => void }>();
  #asks = 0;
  #closed = false;

  constructor(options: RestGateOptions) {
    this.#options = options;
  }

  /** The way to call for one claim, which counts the requests that really went out. */
  counted(claim: RestClaim): CountedCall {
    let calls = 0;
    const count = (): void => {
      calls += 1;
    };
    return { run: (request) => this.call(claim, request, count), calls: () => calls };
  }

  async call<Answer>(
    claim: RestClaim,
    request: (rest: SchwabRest) => Promise<Answer>,
    onCall: () => void = () => {},
  ): Promise<Answer> {
    const token = await this.#options.tokens.accessToken();
    try {
      return await this.#once(claim, request, onCall);
    } catch (error) {
      if (!(error instanceof SchwabError && error.code === 'SCHWAB_UNAUTHORIZED')) throw error;
      // Only the token that was refused: calls that failed beside this one may have replaced it already.
      this.#options.tokens.invalidate(token);
      return this.#once(claim, request, onCall);
    }
  }

  /** The budget's answer to an ask. */
  granted(id: number): void {
    this.#waiting.get(id)?.resolve();
    this.#waiting.delete(id);
  }

  refused(id: number): void {
    this.#waiting.get(id)?.reject(new SchwabError('SCHWAB_RATE_LIMITED', 'Too many REST calls wait for the budget already'));
    this.#waiting.delete(id);
  }

  /** Lets go of all who wait; no call begins any more. */
  close(): void {
    this.#closed = true;
    for (const { reject } of this.#waiting.values()) reject(closedError());
    this.#waiting.clear();
  }

  async #once<Answer>(claim: RestClaim, request: (rest: SchwabRest) => Promise<Answer>, onCall: () => void): Promise<Answer> {
    await this.#leave(claim);
    const { counters, rest, budget } = this.#options;
    counters.restCalled(claim.payer);
    onCall();
    try {
      const answer = await request(rest);
      void tell(budget(), { type: 'answered' });
      return answer;
    } catch (error) {
      if (error instanceof SchwabError) counters.restFailed(error.code);
      void tell(budget(), outcomeOf(error));
      throw error;
    }
  }

  #leave(claim: RestClaim): Promise<void> {
    if (this.#closed) return Promise.reject(closedError());
    this.#asks += 1;
    const id = this.#asks;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.set(id, { resolve, reject });
    void tell(this.#options.budget(), { type: 'ask', ask: { id, ...claim } });
    return promise;
  }
}

/** What a failed call says of the server: a refusal is an answer, and so is one that cannot be read. */
const outcomeOf = (error: unknown): RestBudgetMessage => {
  if (!(error instanceof SchwabError)) return { type: 'failed' };
  if (error.code === 'SCHWAB_RATE_LIMITED') return { type: 'throttled', retryAfterMs: error.retryAfterMs };
  return serverFaults.has(error.code) ? { type: 'failed' } : { type: 'answered' };
};

const serverFaults: ReadonlySet<SchwabErrorCode> = new Set(['SCHWAB_UNAVAILABLE', 'SCHWAB_UNREACHABLE', 'SCHWAB_TIMEOUT']);

const closedError = (): SchwabError => new SchwabError('SCHWAB_UNREACHABLE', 'Ingest is stopping and makes no more calls');
