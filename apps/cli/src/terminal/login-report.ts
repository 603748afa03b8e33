import { type EpochMs, epochMs, isoTime } from '@gexstream/domain';
import { loginLifeMs, type StoredToken } from '@gexstream/schwab';

/** Until when a login serves. The login's own end is the one that needs a person. */
export const loginReport = ({ access, loginMs }: StoredToken, now: EpochMs): string =>
  [
    access === null
      ? 'access token   none yet; made when needed'
      : `access token   until ${isoTime(access.expiresMs)}, renewed by itself`,
    loginMs === null
      ? 'login          of unknown age: it lives seven days from the moment somebody logged in'
      : `login          until ${isoTime(epochMs(loginMs + loginLifeMs))} (${daysText(loginMs + loginLifeMs - now)}); then log in again`,
  ].join('\n');

const daysText = (ms: number): string => (ms <= 0 ? 'it is over' : `${(ms / 86_400_000).toFixed(1)} days left`);
