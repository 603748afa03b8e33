import { exitStatus, type Finding } from '../doctor/finding.ts';
import { table } from './table.ts';

const marks = { ok: 'ok', warning: 'WARNING', problem: 'PROBLEM' } as const;

/** A line a finding, its fix below it, and the sum of it all. */
export const doctorReport = (findings: readonly Finding[]): string => {
  const lines = table(findings.map(({ subject, state, says }) => [marks[state], subject, says])).split('\n');
  const count = (state: Finding['state']): number => findings.filter((finding) => finding.state === state).length;
  return [
    ...findings.flatMap(({ fix }, index) => (fix === null ? [lines[index]!] : [lines[index]!, `         fix: ${fix}`])),
    '',
    exitStatus(findings) === 0 && count('warning') === 0
      ? 'All is well.'
      : `${count('problem')} problems, ${count('warning')} warnings.`,
    '',
  ].join('\n');
};
