import { spawnSync } from 'node:child_process';
import { LauncherError } from './errors.ts';

export const javaVersionMin = 17;

const otherWay =
  'On Debian: apt-get install openjdk-17-jre-headless maven. The other way, with Docker and without Java: docker compose up';

/** `openjdk version "17.0.15"` → 17; `1.8.0_302` → 8; null when nothing of the kind is in the text. */
export const javaMajor = (text: string): number | null => {
  const found = /version "(?:1\.)?(\d+)/.exec(text);
  return found === null ? null : Number(found[1]);
};

/** The Java to run: that of JAVA_HOME, else the one on the PATH. */
export const javaExecutable = (): string => {
  const home = process.env.JAVA_HOME;
  return home ? `${home}/bin/java` : 'java';
};

const missingJava = (): string | null => {
  const answer = spawnSync(javaExecutable(), ['-version'], { encoding: 'utf8' });
  if (answer.error !== undefined) return `there is no Java (${javaExecutable()} does not run)`;
  const major = javaMajor(`${answer.stderr}${answer.stdout}`);
  if (major === null) return `${javaExecutable()} -version does not tell its version`;
  return major < javaVersionMin ? `Java ${major} is too old` : null;
};

const missingMaven = (): string | null =>
  spawnSync('mvn', ['-v'], { encoding: 'utf8' }).error === undefined
    ? null
    : 'there is no Maven (mvn does not run), which downloads the servers';

const sentence = (what: string): string =>
  `${what}; Kafka and QuestDB need Java ${javaVersionMin} or newer and Maven. ${otherWay}`;

/** Why the servers cannot be had on this machine, with the package that brings what is missing; null when they can. */
export const missingRequirement = (): string | null => {
  const what = missingJava() ?? missingMaven();
  return what === null ? null : sentence(what);
};

/** Throws LAUNCHER_REQUIREMENT_MISSING unless Java is there. */
export const requireJava = (): void => {
  const what = missingJava();
  if (what !== null) throw new LauncherError('LAUNCHER_REQUIREMENT_MISSING', sentence(what));
};

/** Throws LAUNCHER_REQUIREMENT_MISSING unless Maven is there; needed only while jars are missing. */
export const requireMaven = (): void => {
  const what = missingMaven();
  if (what !== null) throw new LauncherError('LAUNCHER_REQUIREMENT_MISSING', sentence(what));
};
