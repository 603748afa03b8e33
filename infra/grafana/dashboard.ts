import { type DataSource, laidOut, type Panel } from './panels.ts';
import type { Query } from './queries.ts';

export interface DashboardOptions {
  /** Stable: links and bookmarks name it. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly refresh: string;
  readonly from: string;
  readonly variables?: readonly Readonly<Record<string, unknown>>[];
  readonly panels: readonly Panel[];
}

/** A dashboard as Grafana imports it. */
export const dashboard = ({ uid, title, description, refresh, from, variables = [], panels }: DashboardOptions) => ({
  uid,
  title,
  description,
  tags: ['gexstream'],
  editable: false,
  schemaVersion: 41,
  version: 1,
  refresh,
  time: { from, to: 'now' },
  timezone: 'America/New_York',
  templating: { list: variables },
  annotations: { list: [] },
  links: [{ title: 'Dashboards', type: 'dashboards', tags: ['gexstream'], asDropdown: true }],
  panels: laidOut(panels),
});

export const queryVariable = (source: DataSource, name: string, { sql, doc }: Query) => ({
  name,
  label: name,
  description: doc,
  type: 'query',
  datasource: source,
  // The plugin takes the statement itself; so does Postgres.
  query: sql,
  definition: sql,
  // On each load, so that a new feed or underlying is found.
  refresh: 1,
  sort: 0,
});

export const choice = (name: string, values: readonly string[]) => ({
  name,
  label: name,
  type: 'custom',
  query: values.join(','),
  options: values.map((value, index) => ({ text: value, value, selected: index === 0 })),
  current: { text: values[0], value: values[0] },
});
