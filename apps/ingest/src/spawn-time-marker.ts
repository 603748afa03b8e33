import type { ActorRef, ActorSystem } from '@gexstream/actors';
import type { Clock } from '@gexstream/domain';
import type { FramePublisherMessage } from './actors/frame-publisher.actor.ts';
import { type TimeMarkerMessage, timeMarker } from './actors/time-marker.actor.ts';
import { tell } from './tell.ts';

interface SessionDateMessage {
  readonly type: 'session-date';
}

export const spawnTimeMarker = (parts: {
  readonly system: ActorSystem;
  readonly clock: Clock;
  readonly publisher: ActorRef<FramePublisherMessage>;
  /** Told when a new session begins. */
  readonly bySession: () => readonly ActorRef<SessionDateMessage>[];
  readonly report: () => void;
}): ActorRef<TimeMarkerMessage> =>
  parts.system.spawn({
    name: 'time-marker',
    initial: () => ({ beats: 0, sessionDate: '' }),
    behavior: timeMarker,
    perform: async (effect) => {
      if (effect.type === 'mark') return tell(parts.publisher, { type: 'mark', at: parts.clock.now() });
      if (effect.type === 'report') return parts.report();
      for (const actor of parts.bySession()) await tell<SessionDateMessage>(actor, { type: 'session-date' });
    },
    // A beat that waits stands for all that would wait behind it.
    mailbox: { whenFull: 'latest-per-key', capacity: 1, keyOf: () => 'beat' },
    crash: { onCrash: 'escalate' },
  });
