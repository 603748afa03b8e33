/** Answer of POST /v1/oauth/token, status 200. Nothing in it tells how long the refresh token lives (seven days from the login). */
export interface WireToken {
  /** Seconds: 1800. */
  readonly expires_in: number;
  readonly token_type: string;
  readonly scope: string;
  readonly refresh_token: string;
  readonly access_token: string;
  readonly id_token?: string;
}

export interface WireTokenError {
  readonly error: string;
  readonly error_description?: string;
}
