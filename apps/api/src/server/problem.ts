import { type EpochMs, isoTime } from '@gexstream/domain/time';
import { type Static, Type } from 'typebox';

/** Every 4xx and 5xx: RFC 9457, with the members of the older contract beside it. */
export const Problem = Type.Object({
  type: Type.String({ description: '`urn:gexstream:problem:CODE`' }),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String({ description: 'what happened and what to do next' }),
  errors: Type.Array(Type.Object({ field: Type.String(), message: Type.String() }), { description: 'which inputs are wrong' }),
  error: Type.String({ description: 'the code alone' }),
  message: Type.String({ description: 'same as detail' }),
  timestamp: Type.String({ description: 'ISO 8601, UTC' }),
  request_id: Type.Optional(Type.String()),
});

export type ProblemBody = Static<typeof Problem>;

export type ProblemCode =
  | 'bad-input'
  | 'unprocessable-input'
  | 'no-data'
  | 'key-required'
  | 'scope-required'
  | 'wrong-host'
  | 'unknown-route'
  | 'unknown-symbol'
  | 'method-not-allowed'
  | 'no-room'
  | 'body-too-large'
  | 'uri-too-long'
  | 'unsupported-media-type'
  | 'too-many-requests'
  | 'too-many-streams'
  | 'not-yet'
  | 'store-unavailable'
  | 'bus-unavailable'
  | 'login-refused'
  | 'login-not-hosted'
  | 'login-upstream'
  | 'request-refused'
  | 'internal';

/** Seconds after which it may be there. */
export const askAgainSeconds: Partial<Record<ProblemCode, number>> = {
  'not-yet': 2,
  'store-unavailable': 10,
  'too-many-streams': 10,
};

const kinds: Record<ProblemCode, { readonly status: number; readonly title: string }> = {
  'bad-input': { status: 400, title: 'Bad input' },
  'unprocessable-input': { status: 422, title: 'Bad input' },
  'no-data': { status: 404, title: 'No data' },
  'key-required': { status: 401, title: 'API key required' },
  'scope-required': { status: 403, title: 'The key may not do this' },
  'unknown-route': { status: 404, title: 'No such route' },
  'unknown-symbol': { status: 404, title: 'Unknown symbol' },
  'login-refused': { status: 400, title: 'No login' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'no-room': { status: 409, title: 'No room for more' },
  'login-not-hosted': { status: 409, title: 'No logins made here' },
  'body-too-large': { status: 413, title: 'Body too large' },
  'uri-too-long': { status: 414, title: 'Address too long' },
  'unsupported-media-type': { status: 415, title: 'Unsupported media type' },
  'wrong-host': { status: 421, title: 'Wrong host' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  'login-upstream': { status: 502, title: 'Schwab did not answer as it should' },
  'store-unavailable': { status: 503, title: 'History not available' },
  'bus-unavailable': { status: 503, title: 'Topics not available' },
  'too-many-streams': { status: 503, title: 'Too many streams' },
  'not-yet': { status: 503, title: 'Not known yet' },
  'request-refused': { status: 400, title: 'Request refused' },
};

export interface WrongField {
  readonly field: string;
  readonly message: string;
}

/** Thrown by a route to answer with a problem. The detail is shown to anyone: no secrets, no internals. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly errors: readonly WrongField[];

  constructor(code: ProblemCode, detail: string, errors: readonly WrongField[] = [], cause?: unknown) {
    super(detail, { cause });
    this.code = code;
    this.errors = errors;
  }

  get statusCode(): number {
    return kinds[this.code].status;
  }
}

export const wrongField = (field: string, message: string): ProblemError =>
  new ProblemError('bad-input', `${field}: ${message}`, [{ field, message }]);

export const problemBody = (problem: ProblemError, at: EpochMs, requestId?: string): ProblemBody => ({
  type: `urn:gexstream:problem:${problem.code}`,
  title: kinds[problem.code].title,
  status: problem.statusCode,
  detail: problem.message,
  errors: problem.errors.map(({ field, message }) => ({ field, message })),
  error: problem.code,
  message: problem.message,
  timestamp: isoTime(at),
  ...(requestId === undefined ? {} : { request_id: requestId }),
});
