import { SchwabError } from '../errors.ts';
import type { AuthorizationRequest } from './authorization-request.ts';

/**
 * The code in the address that the browser was sent to after a login; decoded, so that encoding it for the token endpoint does not
 * encode it twice. Throws SCHWAB_LOGIN_REQUIRED when the address holds none, or answers another request.
 */
export const redirectedCode = (address: string, { callbackUrl, state }: AuthorizationRequest): string => {
  if (!URL.canParse(address, callbackUrl)) throw refused('that is no URL; paste the whole address that the browser shows');
  const { searchParams } = new URL(address, callbackUrl);
  const error = searchParams.get('error');
  if (error !== null) throw refused(`Schwab answered "${error.slice(0, 80)}" instead of a code`);
  const code = searchParams.get('code');
  if (code === null || code === '') throw refused('the address holds no code; paste the one the browser was sent to at the end');
  if (searchParams.get('state') !== state)
    throw refused('the address answers another login; use the one that this run asked for');
  return code;
};

const refused = (why: string): SchwabError => new SchwabError('SCHWAB_LOGIN_REQUIRED', `No login: ${why}`);
