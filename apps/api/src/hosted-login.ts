import type { EpochMs } from '@gexstream/domain/time';

/** Logins at Schwab that a person makes through this server's address. This app carries them; whoever starts it knows how they are made. */
export interface HostedLogin {
  /** Begins one; the address to send the person's browser to. */
  begin(): string;
  /** Ends the one that `address` (path and query of the callback) answers: its token is kept before this resolves. */
  complete(address: string): Promise<HostedLoginOutcome>;
}

export type HostedLoginOutcome =
  /** When the login that is kept now ends. */
  | { readonly endsMs: EpochMs }
  /** Why there is none, and whether that was the address's fault or the other side's; both are shown to the person. */
  | { readonly refused: string; readonly by: 'address' | 'upstream' };
