import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@gexstream/domain';
import { SchwabError } from '../errors.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { redirectedCode } from './redirected-code.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

export interface CallbackWait {
  /** Where it listens: the callback's, or for 0 the one it was given. */
  readonly port: number;
  /** The code of the login. Rejects with SCHWAB_LOGIN_REQUIRED when none came in time. */
  readonly code: Promise<string>;
  /** Stops listening. Safe to call twice. */
  close(): void;
}

/** Whether a browser on this machine that is sent there can be met there: https on loopback with a port. */
export const isLocalCallback = (callbackUrl: string): boolean => {
  const { protocol, hostname, port } = new URL(callbackUrl);
  return protocol === 'https:' && (hostname === '127.0.0.1' || hostname === 'localhost') && port !== '';
};

/**
 * Listens where the browser is sent after the login, with a certificate made on the spot. Resolves when it listens; rejects with
 * SCHWAB_UNREACHABLE when the port cannot be had. What comes without the right code is answered and waited on.
 */
export const awaitCallback = async (request: AuthorizationRequest, clock: Clock, withinMs: number): Promise<CallbackWait> => {
  const { hostname, port, pathname } = new URL(request.callbackUrl);
  const { key, certificate } = selfSignedCertificate(hostname, clock.now());
  const code = Promise.withResolvers<string>();
  code.promise.catch(() => undefined);
  const server = createServer({ key, cert: certificate }, (incoming, answer) => {
    answer.setHeader('content-type', 'text/plain; charset=utf-8').setHeader('connection', 'close');
    const { url = '/' } = incoming;
    if (new URL(url, request.callbackUrl).pathname !== pathname) {
      answer.writeHead(404).end('Nothing here.\n');
      return;
    }
    try {
      const found = redirectedCode(url, request);
      answer.end('Logged in. You may close this page and go back to the terminal.\n', () => code.resolve(found));
    } catch (error) {
      answer.writeHead(400).end(`${error instanceof Error ? error.message : String(error)}\n`);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new SchwabError(
          'SCHWAB_UNREACHABLE',
          `Cannot listen on ${hostname}:${port} for the callback; free the port or use --paste`,
          {
            cause,
          },
        ),
      ),
    );
    server.listen(Number(port), hostname, resolve);
  });
  const cancel = clock.after(withinMs, () =>
    code.reject(new SchwabError('SCHWAB_LOGIN_REQUIRED', `No login came back within ${withinMs / 60_000} minutes; start again`)),
  );
  return {
    port: (server.address() as AddressInfo).port,
    code: code.promise,
    close: () => {
      cancel();
      server.close();
      server.closeAllConnections();
    },
  };
};
