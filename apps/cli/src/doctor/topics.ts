import { allTopics, type Bus, readDeadLetters, type TopicInspection } from '@gexstream/bus';
import { type Finding, ok, problem, warning } from './finding.ts';

const apply = 'npx gex topics apply';
const anew = 'start with another feed name or data folder, or delete the topic while nothing runs';

/** Topics against their declarations: a finding a fix, with all that it mends. */
export const topicFindings = (inspected: readonly TopicInspection[]): readonly Finding[] => {
  const missing = inspected.filter(({ exists }) => !exists).map(({ topic }) => topic);
  const differing = inspected.flatMap(({ topic, differences }) =>
    differences.map(({ setting, found, declared, alterable }) => ({
      alterable,
      says: `${topic}: ${setting} is ${found ?? 'not set'}, declared is ${declared}`,
    })),
  );
  const differ = (alterable: boolean): readonly string[] =>
    differing.filter((difference) => difference.alterable === alterable).map(({ says }) => says);
  const thin = inspected
    .filter(({ underReplicated }) => underReplicated.length > 0)
    .map(({ topic, underReplicated }) => `${topic} (partitions ${underReplicated.join(', ')})`);
  const findings = [
    ...toldTogether(missing, (names) => {
      const says = `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} missing`;
      return problem('topics', says, `${apply} (an app that starts makes them too)`);
    }),
    ...toldTogether(differ(false), (says) => problem('topics', says.join('; '), anew)),
    ...toldTogether(differ(true), (says) => warning('topics', says.join('; '), apply)),
    ...toldTogether(thin, (names) =>
      problem(
        'replicas',
        `fewer copies in sync than there should be: ${names.join('; ')}`,
        'start the broker that is missing, and wait until it has caught up',
      ),
    ),
  ];
  return findings.length > 0 ? findings : [ok('topics', `${inspected.length} topics are as declared`)];
};

const toldTogether = (all: readonly string[], finding: (all: readonly string[]) => Finding): readonly Finding[] =>
  all.length === 0 ? [] : [finding(all)];

export interface TopicsExamined {
  readonly findings: readonly Finding[];
  /** Whether all are there: else there is nothing to read yet. */
  readonly complete: boolean;
}

export const examineTopics = async (bus: Bus): Promise<TopicsExamined> => {
  const inspected = await bus.inspectTopics(allTopics);
  const complete = inspected.every(({ exists }) => exists);
  const letters = complete ? [await deadLettersFinding(bus)] : [];
  return { findings: [...topicFindings(inspected), ...letters], complete };
};

const deadLettersFinding = async (bus: Bus): Promise<Finding> => {
  const open = (await readDeadLetters(bus)).filter(({ redrivenBy }) => redrivenBy === null);
  if (open.length === 0) return ok('dead letters', 'none that were not sent again');
  return warning('dead letters', `${open.length}, the newest: ${open.at(-1)!.reason.slice(0, 100)}`, 'npx gex dead-letters');
};
