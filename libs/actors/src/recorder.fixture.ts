import type { ActorSpec } from './behavior.ts';

/** `crash` throws in the behaviour, `crash-effect` in an effect; anything else is kept and logged by an effect. */
export type Note = string;
export type NoteEffect = { readonly log: string } | { readonly fail: string };

export interface RecorderOptions {
  readonly log?: string[];
  /** Awaited by each effect; without it effects are performed synchronously. */
  readonly perform?: (line: string) => void | Promise<void>;
}

/** An actor that numbers what it is told: `1:a`, `2:b`; after a restart it counts from 1 again. */
export const recorder = (
  { log = [], perform }: RecorderOptions = {},
  overrides: Partial<ActorSpec<number, Note, NoteEffect>> = {},
): ActorSpec<number, Note, NoteEffect> => ({
  name: 'recorder',
  initial: () => 0,
  behavior: (count, note) => {
    if (note === 'crash') throw new Error('the behaviour crashed');
    if (note === 'crash-effect') return { state: count + 1, effects: [{ fail: 'the effect crashed' }, { log: 'never' }] };
    return { state: count + 1, effects: [{ log: `${count + 1}:${note}` }] };
  },
  perform: (effect) => {
    if ('fail' in effect) throw new Error(effect.fail);
    log.push(effect.log);
    return perform?.(effect.log);
  },
  mailbox: { whenFull: 'block', capacity: 100 },
  crash: { onCrash: 'stop' },
  ...overrides,
});
