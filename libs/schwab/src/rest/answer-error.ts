import { SchwabError, type SchwabErrorCode } from '../errors.ts';
import type { HttpAnswer } from './http-call.ts';
import { retryAfterMs } from './retry-after.ts';

/** What an answer other than 200 means. Bodies are JSON of several shapes, HTML or plain text; none is relied on. */
export const answerError = (answer: HttpAnswer, what: string): SchwabError => {
  const code = codeOf(answer);
  return new SchwabError(code, `${what} answered ${answer.status}${detailOf(answer.text)}${advice[code] ?? ''}`, {
    status: answer.status,
    retryAfterMs: retryAfterMs(answer.headers),
  });
};

const codeOf = ({ status, text }: HttpAnswer): SchwabErrorCode => {
  if (text.includes('TooBigBody') || status === 413) return 'SCHWAB_TOO_BIG';
  if (status === 400) return 'SCHWAB_BAD_REQUEST';
  if (status === 401) return 'SCHWAB_UNAUTHORIZED';
  if (status === 404) return 'SCHWAB_NOT_FOUND';
  if (status === 429) return 'SCHWAB_RATE_LIMITED';
  if (status === 403 || status >= 500) return 'SCHWAB_UNAVAILABLE';
  return 'SCHWAB_BAD_ANSWER';
};

const advice: Partial<Record<SchwabErrorCode, string>> = {
  SCHWAB_TOO_BIG: '; ask for fewer expiries',
  SCHWAB_UNAUTHORIZED: '; the access token is not valid, or the app lacks the Market Data product',
  SCHWAB_RATE_LIMITED: '; call less often',
};

const detailCharsMax = 160;

/** The vendor's own words where the body has them, in the known shapes. */
const detailOf = (text: string): string => {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return '';
    const first: unknown = 'errors' in body && Array.isArray(body.errors) ? body.errors[0] : body;
    if (typeof first === 'string') return `: ${first.slice(0, detailCharsMax)}`;
    if (typeof first !== 'object' || first === null) return '';
    for (const name of ['detail', 'title', 'message'] as const) {
      const value: unknown = Object.entries(first).find(([key]) => key === name)?.[1];
      if (typeof value === 'string') return `: ${value.slice(0, detailCharsMax)}`;
    }
  } catch {
    // HTML of the edge or plain text: the status has to do.
  }
  return '';
};
