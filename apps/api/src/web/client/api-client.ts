import type { GexDetailBody } from '../../contract/gex.ts';
import type { FeedStateBody } from '../../contract/status.ts';

/** An answer that is not the one asked for. The message is for the reader: what failed and why. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** HTTP status, 0 when no answer came at all. */
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const timeoutMs = 10_000;

export const getDetail = (symbol: string): Promise<GexDetailBody> => getJson(`/api/gex/${encodeURIComponent(symbol)}`);

export const getFeedState = (): Promise<FeedStateBody> => getJson('/api/status');

/** The contract types are the server's own; it checks each answer against them before it sends it. */
export const getJson = async <Body>(path: string): Promise<Body> => {
  const answer = await fetch(path, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(timeoutMs) }).catch(
    (cause: unknown) => {
      const slow = cause instanceof DOMException && cause.name === 'TimeoutError';
      throw new ApiProblem(0, slow ? `No answer within ${timeoutMs / 1_000} s` : 'The server cannot be reached');
    },
  );
  if (answer.ok) return (await answer.json()) as Body;
  const problem = (await answer.json().catch(() => ({}))) as { readonly detail?: string; readonly title?: string };
  throw new ApiProblem(answer.status, problem.detail ?? problem.title ?? `The server answered ${answer.status}`);
};
