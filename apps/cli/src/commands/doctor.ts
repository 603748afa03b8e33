import { placeFlags } from '../config.ts';
import { examine } from '../doctor/examine.ts';
import { exitStatus } from '../doctor/finding.ts';
import { readFlags } from '../read-flags.ts';
import { doctorReport } from '../terminal/doctor-report.ts';
import { UsageError } from '../usage-error.ts';
import { type Command, placeOptions } from './command.ts';

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = readFlags(args, { ...placeFlags, json: { type: 'boolean', default: false } });
  if (positionals.length > 0) throw new UsageError(`gex doctor takes no "${positionals[0]}"`);
  const findings = await examine(values, process.env);
  process.stdout.write(values.json ? `${JSON.stringify(findings)}\n` : doctorReport(findings));
  return exitStatus(findings);
};

export const doctorCommand: Command = {
  usage: 'npx gex doctor [--json] [WHERE]',
  options: [
    'Looks at: Node, settings and login, disk space, who holds the lease, topics against their declarations, dead letters, tables against',
    'theirs, what ingest said last, bots (tokens, admins, platforms, what waits to be told), clocks, whether Schwab’s hours are our calendar’s; on Kafka and QuestDB also the native client, brokers and replicas, suspended tables and views.',
    'Changes nothing (a history that nobody holds is opened as the next start would) and prints no secret. Brokers tell no clock, so theirs',
    'is not compared.',
    '--json          one JSON list, an entry a finding: subject, state (ok, warning, problem), says, fix',
    'Exit status 1 when there is a problem; warnings alone are 0.',
    placeOptions,
  ].join('\n'),
  run,
};
