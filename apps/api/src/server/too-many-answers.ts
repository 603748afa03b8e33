import type { OutgoingHttpHeader } from 'node:http';
import type { Clock, EpochMs } from '@gexstream/domain/time';
import { problemBody } from './problem.ts';
import { secondsOf, tooManyRequests } from './rate-limits.ts';
import type { Standing } from './request-counter.ts';
import type { SecurityHeaders } from './security-headers.ts';

/** A 429 as Node takes it. */
export interface TooManyAnswer {
  /** Names and values in turn, which Node takes as they are. */
  readonly head: OutgoingHttpHeader[];
  /** A text, so that Node sends it with the head in one piece. */
  readonly body: string;
}

interface Made extends TooManyAnswer {
  readonly madeMs: EpochMs;
}

/** For how long an answer is told again: its time is no older. */
const toldAgainMs = 1_000;

/** Answers to requests over a limit, made once a second for each number of seconds that callers have to wait, 60 at most. */
export const tooManyAnswers = (max: number, security: SecurityHeaders, clock: Clock) => {
  const bySeconds: Made[] = [];

  const make = (standing: Standing, madeMs: EpochMs): Made => {
    const body = JSON.stringify(problemBody(tooManyRequests(max, standing), madeMs));
    const seconds = secondsOf(standing);
    const headers: Record<string, OutgoingHttpHeader> = {
      ...security,
      'x-ratelimit-limit': max,
      'x-ratelimit-remaining': 0,
      'x-ratelimit-reset': seconds,
      'retry-after': seconds,
      'cache-control': 'no-store',
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    };
    return { head: Object.entries(headers).flat(), body, madeMs };
  };

  return (standing: Standing): TooManyAnswer => {
    const seconds = secondsOf(standing);
    const now = clock.now();
    const known = bySeconds[seconds];
    if (known !== undefined && now - known.madeMs < toldAgainMs) return known;
    const made = make(standing, now);
    bySeconds[seconds] = made;
    return made;
  };
};
