import type { ErrorTree } from './form-errors.ts';

/** What the server answers when it does not do what was asked. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: { readonly message: string } & Refusal['body'], headers: Refusal['headers'] = {}) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** Status, code and words, as documented and as they have been seen. */
const known = {
  unauthorized: [401, 0, '401: Unauthorized'],
  noRoute: [404, 0, '404: Not Found'],
  wrongMethod: [405, 0, '405: Method Not Allowed'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  tooLarge: [413, 40005, 'Request entity too large'],
  acknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  missingAccess: [403, 50001, 'Missing Access'],
  emptyMessage: [400, 50006, 'Cannot send an empty message'],
  cannotDm: [403, 50007, 'Cannot send messages to this user'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  invalidWebhookToken: [401, 50027, 'Invalid Webhook Token'],
  invalidRecipient: [400, 50033, 'Invalid Recipient(s)'],
  invalidJson: [400, 50109, 'The request body contains invalid JSON.'],
} as const;

export const refusal = (what: keyof typeof known): Refusal => {
  const [status, code, message] = known[what];
  return new Refusal(status, { message, code });
};

export const invalidForm = (errors: ErrorTree): Refusal =>
  new Refusal(400, { message: 'Invalid Form Body', code: 50035, errors });

/** `seconds` may have a fraction; the header is whole. `global`: of the whole bot, not of one bucket. */
export const rateLimited = (seconds: number, { global = false }: { readonly global?: boolean } = {}): Refusal =>
  new Refusal(
    429,
    { message: 'You are being rate limited.', retry_after: seconds, global, code: 0 },
    {
      'retry-after': String(Math.ceil(seconds)),
      'x-ratelimit-scope': global ? 'global' : 'user',
      ...(global ? { 'x-ratelimit-global': 'true' } : {}),
    },
  );
