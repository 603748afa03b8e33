import type { FeedStatusEvent } from '@gexstream/domain';
import { type EpochMs, isoTime } from '@gexstream/domain';
import { ingestSilentMsMax } from '../operator/ingest-silence.ts';
import { age } from '../terminal/numbers.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const skewMsMax = 2_000;
const skewMsFatal = 60_000;
const setClock = 'set the clocks by NTP: timedatectl set-ntp true, on both machines';

/** `theirs` is another machine's clock, read while ours stood between the two moments. */
export const skewFinding = (whose: string, theirs: EpochMs, before: EpochMs, after: EpochMs): Finding => {
  // Anywhere between the two is no skew.
  const skew = theirs < before ? before - theirs : Math.max(0, theirs - after);
  const says = `${whose} is ${age(skew)} ${theirs < before ? 'behind' : 'ahead of'} this machine`;
  if (skew > skewMsFatal) return problem('clock', says, setClock);
  if (skew > skewMsMax) return warning('clock', says, setClock);
  return ok('clock', `${whose} agrees with this machine`);
};

/** What ingest said last, by the wall clock of its machine: whether it runs, what it is connected to, and whether the clocks agree. */
export const feedFindings = (status: FeedStatusEvent | null, now: EpochMs, start: string): readonly Finding[] => {
  if (status === null) return [problem('feed', 'ingest has never said anything', `start it: ${start}`)];
  const { state, detail, wallMs } = status.body;
  const silent = now - wallMs;
  if (silent > ingestSilentMsMax)
    return [
      problem('feed', `ingest has said nothing since ${isoTime(wallMs)} (${age(silent)}); it was ${state}`, `start it: ${start}`),
    ];
  const clock =
    silent < -skewMsMax
      ? [warning('clock', `ingest's machine is ${age(-silent)} ahead of this one`, setClock)]
      : [
          ok(
            'clock',
            `the feed's time is ${isoTime(status.eventMs)}, said ${age(Math.max(0, silent))} ago by this machine's clock`,
          ),
        ];
  if (state === 'auth-required')
    return [
      problem('feed', `Schwab wants a new login: ${detail}`, 'npx gex login; ingest takes the new login up by itself'),
      ...clock,
    ];
  if (state !== 'live')
    return [warning('feed', `ingest is ${state}: ${detail}`, 'wait a minute; then see its log (LOG_LEVEL=info)'), ...clock];
  return [ok('feed', `ingest is ${state}: ${detail}`), ...clock];
};
