import type { Clock } from '@gexstream/domain';
import { SchwabError } from '../errors.ts';
import { readBody } from './bounded-body.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface HttpCall {
  /** Shown in errors: the path at most, never a query, a token or a secret. */
  readonly what: string;
  readonly url: string;
  readonly init: RequestInit;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
}

/** One request with a time limit over headers and body together. Throws SCHWAB_TIMEOUT, SCHWAB_UNREACHABLE or SCHWAB_TOO_BIG. */
export const httpCall = async (call: HttpCall): Promise<HttpAnswer> => {
  const abort = new AbortController();
  const cancel = call.clock.after(call.timeoutMs, () => abort.abort());
  try {
    const response = await (call.fetch ?? fetch)(call.url, { ...call.init, signal: abort.signal, redirect: 'error' });
    return { status: response.status, headers: response.headers, text: await readBody(response, call.what) };
  } catch (cause) {
    if (cause instanceof SchwabError) throw cause;
    if (abort.signal.aborted) {
      throw new SchwabError('SCHWAB_TIMEOUT', `${call.what} did not answer within ${call.timeoutMs} ms`, { cause });
    }
    throw new SchwabError('SCHWAB_UNREACHABLE', `${call.what} could not be reached: ${networkReason(cause)}`, { cause });
  } finally {
    cancel();
  }
};

/** `fetch` hides the network's own code one or two causes deep. */
const networkReason = (cause: unknown): string => {
  for (let error = cause, depth = 0; error instanceof Error && depth < 4; error = error.cause, depth += 1) {
    if ('code' in error && typeof error.code === 'string') return error.code;
  }
  return cause instanceof Error ? cause.name : 'unknown reason';
};
