export interface Finding {
  /** What was looked at, in a word or two. */
  readonly subject: string;
  readonly state: 'ok' | 'warning' | 'problem';
  readonly says: string;
  /** A command, or what to do; null where nothing is to be done. */
  readonly fix: string | null;
}

export const ok = (subject: string, says: string): Finding => ({ subject, state: 'ok', says, fix: null });
export const warning = (subject: string, says: string, fix: string): Finding => ({ subject, state: 'warning', says, fix });
export const problem = (subject: string, says: string, fix: string): Finding => ({ subject, state: 'problem', says, fix });

/** 1 when there is a problem; a warning alone is no reason to stop anything. */
export const exitStatus = (findings: readonly Finding[]): 0 | 1 => (findings.some(({ state }) => state === 'problem') ? 1 : 0);

/** What cannot be looked at is a problem of its own; the rest is looked at all the same. */
export const examined = async (
  subject: string,
  fix: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> => {
  try {
    return await look();
  } catch (error) {
    return [problem(subject, error instanceof Error ? error.message : String(error), fix)];
  }
};
