import type { DeliveryReceipt } from '@gexstream/domain';
import type { Failure, Job } from './lane-state.ts';

/** What is done after a failed attempt. */
export type Verdict =
  | { readonly action: 'retry'; readonly waitMs: number }
  | { readonly action: 'finish'; readonly outcome: DeliveryReceipt['outcome'] }
  | { readonly action: 'move'; readonly to: string }
  | { readonly action: 'give-up' };

const attemptsMax = 10;
const backoffMsMin = 1_000;
const backoffMsMax = 60_000;

/**
 * A wait that the platform names is kept to; an outage is met with 1, 2, 4 … 60 s, ten attempts in all. What may have arrived is sent again only where
 * the platform tells duplicates, where it is an edit (twice is once), or once more where the message is critical: then it stands there twice at worst.
 */
export const failureVerdict = (job: Job, failure: Failure, tellsDuplicates: boolean): Verdict => {
  switch (failure.kind) {
    case 'rate-limited':
      return tired(job) ?? { action: 'retry', waitMs: failure.retryAfterMs ?? backoffMs(job) };
    case 'unavailable':
      return mayBeDoubled(job, failure, tellsDuplicates)
        ? { action: 'finish', outcome: 'unclear' }
        : (tired(job) ?? { action: 'retry', waitMs: failure.retryAfterMs ?? backoffMs(job) });
    case 'moved':
      return failure.movedTo === null
        ? { action: 'finish', outcome: 'unreachable' }
        : (tired(job) ?? { action: 'move', to: failure.movedTo });
    case 'unreachable':
      return { action: 'finish', outcome: 'unreachable' };
    case 'gone':
    case 'refused':
      return { action: 'finish', outcome: 'refused' };
    case 'unauthorised':
      return { action: 'give-up' };
  }
};

const mayBeDoubled = ({ delivery, messageId, unclear }: Job, failure: Failure, tellsDuplicates: boolean): boolean =>
  failure.unclear && messageId === null && !tellsDuplicates && (unclear || !delivery.critical);

const tired = ({ attempts, unclear }: Job): Verdict | null =>
  attempts < attemptsMax ? null : { action: 'finish', outcome: unclear ? 'unclear' : 'unavailable' };

const backoffMs = ({ attempts }: Job): number => Math.min(backoffMsMin * 2 ** (attempts - 1), backoffMsMax);
