import { allTopics, type Bus, readDeadLetters, type TopicInspection } from '@gexstream/bus';
import { type Finding, ok, problem, warning } from './finding.ts';

const apply = 'npx gex topics apply';

/** Topics against their declarations. */
export const topicFindings = (inspected: readonly TopicInspection[]): readonly Finding[] => {
  const findings = inspected.flatMap(({ topic, exists, differences, underReplicated }): readonly Finding[] => {
    if (!exists) return [problem('topics', `${topic} is missing`, `${apply} (an app that starts makes it too)`)];
    return [
      ...differences.map(({ setting, found, declared, alterable }) => {
        const says = `${topic}: ${setting} is ${found ?? 'not set'}, declared is ${declared}`;
        return alterable
          ? warning('topics', says, apply)
          : problem('topics', says, 'start with another feed name or data folder, or delete the topic while nothing runs');
      }),
      ...(underReplicated.length === 0
        ? []
        : [
            problem(
              'replicas',
              `${topic}: partitions ${underReplicated.join(', ')} have fewer copies in sync than they should`,
              'start the broker that is missing, and wait until it has caught up',
            ),
          ]),
    ];
  });
  return findings.length > 0 ? findings : [ok('topics', `${inspected.length} topics are as declared`)];
};

export const examineTopics = async (bus: Bus): Promise<readonly Finding[]> => {
  const inspected = await bus.inspectTopics(allTopics);
  const findings = topicFindings(inspected);
  return inspected.every(({ exists }) => exists) ? [...findings, await deadLettersFinding(bus)] : findings;
};

const deadLettersFinding = async (bus: Bus): Promise<Finding> => {
  const open = (await readDeadLetters(bus)).filter(({ redrivenBy }) => redrivenBy === null);
  if (open.length === 0) return ok('dead letters', 'none that were not sent again');
  return warning('dead letters', `${open.length}, the newest: ${open.at(-1)!.reason.slice(0, 100)}`, 'npx gex dead-letters');
};
