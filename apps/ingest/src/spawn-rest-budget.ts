import type { ActorRef, ActorSystem } from '@gexstream/actors';
import type { Clock } from '@gexstream/domain';
import { initialRestBudget, type RestBudgetMessage, restBudget } from './actors/rest-budget.actor.ts';
import type { RestGate } from './rest-gate.ts';
import { tell } from './tell.ts';

export const spawnRestBudget = (
  system: ActorSystem,
  clock: Clock,
  perMinuteMax: number,
  gate: () => RestGate,
): ActorRef<RestBudgetMessage> =>
  system.spawn({
    name: 'rest-budget',
    initial: () => initialRestBudget(perMinuteMax),
    behavior: restBudget,
    perform: (effect, self) => {
      switch (effect.type) {
        case 'grant':
          gate().granted(effect.id);
          return;
        case 'refuse':
          gate().refused(effect.id);
          return;
        case 'wake':
          clock.after(effect.afterMs, () => void tell(self, { type: 'wake' }));
          return;
      }
    },
    // The line itself is bounded by the behaviour, which refuses what is too much.
    mailbox: { whenFull: 'block', capacity: 1_024 },
    crash: { onCrash: 'escalate' },
  });
