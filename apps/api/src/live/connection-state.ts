import type { ConnectionStatusBody } from '../contract/v1.ts';
import type { LiveView } from './live-view.ts';

/** Whether ingest is connected to its source, in the older contract's words. */
export const connectionState = (view: Pick<LiveView, 'feedStatus'>): ConnectionStatusBody['status'] => {
  const state = view.feedStatus()?.body.state;
  return state === 'live' ? 'connected' : state === 'auth-required' ? 'error' : 'disconnected';
};
