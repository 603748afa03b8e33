import { createInterface } from 'node:readline/promises';
import type { Clock } from '@gexstream/domain';
import {
  type AuthorizationRequest,
  authorizationRequest,
  awaitCallback,
  exchangeCode,
  redirectedCode,
  type StoredToken,
} from '@gexstream/schwab';

export interface LoginOptions {
  readonly baseUrl: string;
  readonly appKey: string;
  readonly appSecret: string;
  readonly callbackUrl: string;
  readonly pkce: boolean;
  /** The redirected address is pasted here instead of caught. */
  readonly paste: boolean;
  readonly clock: Clock;
  readonly input: NodeJS.ReadableStream;
  /** What to tell the person, a line each. */
  readonly say: (line: string) => void;
  /** Shows the address to the person, in a browser perhaps. */
  readonly show: (url: string) => void;
}

const personMs = 5 * 60_000;
/** The code dies after 30 s: a slower exchange is of no use. */
export const exchangeMs = 20_000;

/** One login of a person at Schwab, from the address to the tokens. */
export const loginAtSchwab = async (options: LoginOptions): Promise<StoredToken> => {
  const { baseUrl, appKey, appSecret, clock } = options;
  const request = authorizationRequest(options);
  const code = options.paste ? await pastedCode(request, options) : await caughtCode(request, options);
  const { callbackUrl, verifier } = request;
  return exchangeCode({ code, callbackUrl, verifier }, { baseUrl, appKey, appSecret, clock, timeoutMs: exchangeMs });
};

const caughtCode = async (request: AuthorizationRequest, { clock, say, show }: LoginOptions): Promise<string> => {
  const wait = await awaitCallback(request, clock, personMs);
  try {
    say('Log in with your brokerage account (not the developer one) at this address:');
    show(request.url);
    say(`Then the browser comes back to ${request.callbackUrl}; accept its warning: the certificate was made here, just now.`);
    return await wait.code;
  } finally {
    wait.close();
  }
};

const pastedCode = async (request: AuthorizationRequest, { input, say, show }: LoginOptions): Promise<string> => {
  say('Log in with your brokerage account (not the developer one) at this address:');
  show(request.url);
  say(`Then the browser is sent to ${request.callbackUrl}…, a page that need not load. Paste its whole address within 30 s:`);
  const lines = createInterface({ input });
  try {
    const address = await new Promise<string>((resolve) => {
      lines.once('line', resolve).once('close', () => resolve(''));
    });
    return redirectedCode(address.trim(), request);
  } finally {
    lines.close();
  }
};
