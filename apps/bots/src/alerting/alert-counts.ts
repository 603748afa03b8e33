import { conditionKinds } from '@gexstream/alerts';
import type { Alert, AlertRule } from '@gexstream/domain';
import { type Sample, sample } from '@gexstream/metrics';

const phases = ['fired', 'resolved'] as const;
export const suppressions = [
  'cooldown',
  'quiet',
  'snooze',
  'inhibited',
  'cap',
  'off',
  'old',
] as const satisfies readonly NonNullable<Alert['suppressed']>[];

/** Alerts since the start, of all chats together. */
export interface AlertCounts {
  /** By kind of condition and phase, suppressed ones included. */
  readonly alerts: Readonly<Record<AlertRule['condition']['kind'], Readonly<Record<Alert['phase'], number>>>>;
  /** Fired and not told, by why. */
  readonly suppressed: Readonly<Record<(typeof suppressions)[number], number>>;
}

export const alertCounts = () => {
  const alerts = Object.fromEntries(conditionKinds.map((kind) => [kind, { fired: 0, resolved: 0 }])) as {
    [Kind in AlertRule['condition']['kind']]: { fired: number; resolved: number };
  };
  const suppressed = Object.fromEntries(suppressions.map((reason) => [reason, 0])) as {
    [Reason in (typeof suppressions)[number]]: number;
  };
  return {
    count(kind: AlertRule['condition']['kind'], alert: Alert): void {
      alerts[kind][alert.phase] += 1;
      if (alert.phase === 'fired' && alert.suppressed !== null) suppressed[alert.suppressed] += 1;
    },
    now: (): AlertCounts => ({ alerts, suppressed }),
  };
};

/** What the alerts tell of themselves, as metrics: every series from the start on, so that the first alert is an increase. */
export const alertSamples = ({ alerts, suppressed }: AlertCounts): readonly Sample[] => [
  ...Object.entries(alerts).flatMap(([rule, counts]) => phases.map((phase) => sample('alerts', counts[phase], { rule, phase }))),
  ...Object.entries(suppressed).map(([reason, count]) => sample('alertsSuppressed', count, { reason })),
];
