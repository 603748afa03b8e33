import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Where the simulated market stands between starts: wall clock + offset is its time. */
export interface SimulatorState {
  offsetMs: number;
  seed: number;
  /** The latest market time given out, epoch ms: a wall clock that was set back must not turn the market back. */
  latestMs?: number;
}

/** Null when nothing is kept yet. Throws naming the file when it cannot be read as what it should be. */
export const readSimulatorState = (path: string): SimulatorState | null => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const state = parsed(text);
  if (state === null) throw new Error(`${path} does not say where the simulated market stands; remove its folder to begin anew`);
  return state;
};

/** Null for what is torn or something else. */
const parsed = (text: string): SimulatorState | null => {
  try {
    const state = JSON.parse(text) as Partial<SimulatorState> | null;
    return Number.isFinite(state?.offsetMs) && Number.isFinite(state?.seed) ? (state as SimulatorState) : null;
  } catch {
    return null;
  }
};

/** Written beside and renamed over: a crash leaves the old state or the new one. */
export const writeSimulatorState = (path: string, state: SimulatorState): void => {
  writeFileSync(`${path}.new`, JSON.stringify(state));
  renameSync(`${path}.new`, path);
};
