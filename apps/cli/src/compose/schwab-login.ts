import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileTokenStore, importToken, parseTokenFile, SchwabError, type TokenStore, tokenCipher } from '@gexstream/schwab';
import { simulatedLogin } from '@gexstream/simulator';
import { UsageError } from '../usage-error.ts';

export const schwabUrl = 'https://api.schwabapi.com';

type Environment = Readonly<Record<string, string | undefined>>;

/** The app registered at Schwab, and where its login is kept: the predecessors' variables, as they are. */
export interface SchwabApp {
  readonly appKey: string;
  readonly appSecret: string;
  readonly callbackUrl: string;
  readonly tokens: LoginFile;
}

export interface LoginFile {
  readonly path: string;
  readonly encrypted: boolean;
  readonly store: TokenStore;
  /** Takes over the login in SCHWAB_TOKEN_B64, unless the file holds the same or a newer one; false if it did not, or there is none. */
  readonly importVariable: () => Promise<boolean>;
}

/** The app that the environment names, or null when it names none. Half an app is an error, not a simulation. */
export const schwabApp = (environment: Environment): SchwabApp | null => {
  const { SCHWAB_APP_KEY: appKey, SCHWAB_APP_SECRET: appSecret } = environment;
  if (!appKey && !appSecret) return null;
  if (!appKey)
    throw new UsageError('SCHWAB_APP_SECRET is set and SCHWAB_APP_KEY is not; set both for live data, neither for the simulator');
  if (!appSecret)
    throw new UsageError('SCHWAB_APP_KEY is set and SCHWAB_APP_SECRET is not; set both for live data, neither for the simulator');
  const callbackUrl = environment.SCHWAB_CALLBACK_URL || 'https://127.0.0.1:8182/';
  if (!URL.canParse(callbackUrl) || new URL(callbackUrl).protocol !== 'https:')
    throw new UsageError(
      `SCHWAB_CALLBACK_URL takes the https URL registered with the app, to the letter, such as https://127.0.0.1:8182/; got "${callbackUrl}"`,
    );
  return { appKey, appSecret, callbackUrl, tokens: loginFile(environment) };
};

const tokenPath = (environment: Environment): string => environment.SCHWAB_TOKEN_PATH || 'schwab_token.json';

export const loginFile = (environment: Environment): LoginFile => {
  const path = tokenPath(environment);
  const passPhrase = environment.SCHWAB_TOKEN_KEY || null;
  if (passPhrase !== null && passPhrase.length < 16) throw new UsageError('SCHWAB_TOKEN_KEY takes at least 16 characters');
  const store = fileTokenStore(path, passPhrase === null ? null : tokenCipher(passPhrase));
  return {
    path,
    encrypted: passPhrase !== null,
    store,
    importVariable: async () => {
      const encoded = environment.SCHWAB_TOKEN_B64;
      return encoded ? importToken(store, loginOf(Buffer.from(encoded, 'base64').toString('utf8'), 'SCHWAB_TOKEN_B64')) : false;
    },
  };
};

/** Whether a browser that is sent there comes to the API's own route, perhaps behind a proxy. */
export const isHostedCallback = (callbackUrl: string): boolean =>
  /\/auth\/schwab\/callback\/?$/.test(new URL(callbackUrl).pathname);

/**
 * The simulator's own app, with which logins are tried. Its login is kept beside the real one, never in its place, and the real one
 * never goes to a simulator: neither the file nor the variable is looked at.
 */
export const simulatedApp = (environment: Environment): SchwabApp =>
  schwabApp({
    ...environment,
    SCHWAB_TOKEN_PATH: join(dirname(tokenPath(environment)), 'simulator_token.json'),
    SCHWAB_TOKEN_B64: undefined,
    SCHWAB_APP_KEY: simulatedLogin.appKey,
    SCHWAB_APP_SECRET: simulatedLogin.appSecret,
  })!;

/** The same where a login through the API's own callback is rehearsed at a simulator. Null where a real app is named: its login is for Schwab alone. */
export const rehearsedApp = (environment: Environment): SchwabApp | null => {
  if (environment.SCHWAB_APP_KEY || !environment.SCHWAB_CALLBACK_URL) return null;
  const app = simulatedApp(environment);
  return isHostedCallback(app.callbackUrl) ? app : null;
};

/** The app with a login to go live with: a file, the variable that becomes one, or an API that a person will log in through. */
export const schwabAppWithLogin = (environment: Environment): SchwabApp | null => {
  const app = schwabApp(environment);
  if (app !== null && !existsSync(app.tokens.path) && !environment.SCHWAB_TOKEN_B64 && !isHostedCallback(app.callbackUrl))
    throw new UsageError(
      `SCHWAB_TOKEN_PATH: there is no token file ${app.tokens.path}; log in with npx gex login, or unset SCHWAB_APP_KEY for the simulator`,
    );
  return app;
};

/** A token file's text as a login; `name` is what the message calls it. */
export const loginOf = (text: string, name: string) => {
  try {
    return parseTokenFile(text, name);
  } catch (error) {
    throw error instanceof SchwabError ? new UsageError(error.message) : error;
  }
};
