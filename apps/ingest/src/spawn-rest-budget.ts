import type { ActorRef, ActorSystem } from '@gexstream/actors';
import type { Clock, FeedNotice } from '@gexstream/domain';
import { initialRestBudget, type RestBudget, type RestBudgetMessage, restBudget } from './actors/rest-budget.actor.ts';
import type { RestGate } from './rest-gate.ts';
import type { StatusBoard } from './status-board.ts';
import { tell } from './tell.ts';

export interface RestBudgetParts {
  readonly system: ActorSystem;
  readonly clock: Clock;
  readonly perMinuteMax: number;
  readonly gate: () => RestGate;
  readonly board: StatusBoard;
  readonly notify: (notice: FeedNotice) => void;
}

export const spawnRestBudget = ({
  system,
  clock,
  perMinuteMax,
  gate,
  board,
  notify,
}: RestBudgetParts): ActorRef<RestBudgetMessage> =>
  system.spawn({
    name: 'rest-budget',
    initial: () => initialRestBudget(perMinuteMax),
    behavior: (state: RestBudget, message: RestBudgetMessage, now) => {
      const turn = restBudget(state, message, now);
      board.circuit(turn.state.circuit.phase);
      return turn;
    },
    perform: (effect, self) => {
      switch (effect.type) {
        case 'grant':
          gate().granted(effect.id);
          return;
        case 'refuse':
          gate().refused(effect.id);
          return;
        case 'notice':
          notify(effect.notice);
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
