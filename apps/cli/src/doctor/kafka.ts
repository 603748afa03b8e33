import type { KafkaReport } from '@gexstream/bus/kafka';
import { type Finding, ok, problem } from './finding.ts';

/** Brokers that should be there: whether they answer, and keep up. */
export const brokerFindings = ({ brokers }: KafkaReport): readonly Finding[] => {
  const answering = brokers.filter(({ answers }) => answers);
  const inSync = answering.filter(({ outOfSync }) => outOfSync === 0);
  const findings = brokers.flatMap(({ id, address, answers, outOfSync }): readonly Finding[] => {
    const name = `broker ${id}${address === null ? '' : ` at ${address}`}`;
    if (!answers)
      return [
        problem(
          'brokers',
          address === null ? `${name} has left the cluster` : `${name} takes no connection from here`,
          'start it: npm run infra -- up, or docker compose up -d kafka',
        ),
      ];
    return outOfSync === 0
      ? []
      : [
          problem(
            'brokers',
            `${name} is behind with ${outOfSync} partitions`,
            'wait until it has caught up; then see its log and disk',
          ),
        ];
  });
  return findings.length > 0 ? findings : [ok('brokers', `${answering.length} answer, ${inSync.length} in sync`)];
};
