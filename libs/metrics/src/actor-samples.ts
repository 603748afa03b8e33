import type { Sample } from './catalogue.ts';
import { sample } from './sample.ts';

/** What the actor runtime tells of each actor; `path` is the actor's address, `gex/SPX`. */
export interface ActorNumbers {
  readonly path: string;
  readonly handled: number;
  readonly dropped: number;
  readonly restarts: number;
  readonly mailboxDepth: number;
  readonly state: string;
}

export const actorSamples = (actors: readonly ActorNumbers[]): readonly Sample[] =>
  actors.flatMap(({ path: actor, ...numbers }) => [
    sample('actorMailboxDepth', numbers.mailboxDepth, { actor }),
    sample('actorHandled', numbers.handled, { actor }),
    sample('actorDropped', numbers.dropped, { actor }),
    sample('actorRestarts', numbers.restarts, { actor }),
    sample('actorUp', numbers.state === 'running' ? 1 : 0, { actor }),
  ]);
