import { type Fault, type FaultName, faultKinds } from './fault-kinds.ts';

/** What goes wrong now, for every part of the server to look at. */
export interface FaultDesk {
  /** An act happens now; a state holds, in place of an earlier one of its name. */
  inject(fault: Fault): void;
  /** Lifts one state, or all of them. */
  clear(name?: FaultName): void;
  /** The states that hold. */
  active(): readonly Fault[];
  /** The argument of a state that holds, 0 for one without; null when it does not. */
  argumentOf(name: FaultName): number | null;
  holds(name: FaultName): boolean;
  /** Calls back when a fault of this name is injected. */
  onInject(name: FaultName, act: (argument: number) => void): void;
}

export const faultDesk = (): FaultDesk => {
  const states = new Map<FaultName, Fault>();
  const acts = new Map<FaultName, (argument: number) => void>();
  return {
    inject: (fault) => {
      if (faultKinds[fault.name].type === 'state') states.set(fault.name, fault);
      acts.get(fault.name)?.(fault.argument);
    },
    clear: (name) => {
      if (name === undefined) states.clear();
      else states.delete(name);
    },
    active: () => [...states.values()],
    argumentOf: (name) => states.get(name)?.argument ?? null,
    holds: (name) => states.has(name),
    onInject: (name, act) => {
      acts.set(name, act);
    },
  };
};
