import type { Query } from './queries.ts';

/** A Grafana panel as its JSON wants it; only what we set. */
export type Panel = Readonly<Record<string, unknown>>;

export interface DataSource {
  readonly type: string;
  readonly uid: string;
}

export const prometheus: DataSource = { type: 'prometheus', uid: 'prometheus' };
/** QuestDB's own plugin, and Grafana's Postgres for where plugins cannot be installed. They take the same SQL. */
export const questDb: DataSource = { type: 'questdb-questdb-datasource', uid: 'questdb' };
export const questDbByPostgres: DataSource = { type: 'grafana-postgresql-datasource', uid: 'questdb-postgres' };

export interface PanelOptions {
  readonly title: string;
  readonly type: 'timeseries' | 'stat' | 'barchart' | 'table' | 'candlestick' | 'state-timeline';
  /** Of 24. */
  readonly width: number;
  readonly height?: number;
  /** Grafana's name of the unit: `s`, `short`, `bytes`. */
  readonly unit?: string;
  /** What it shows and what to make of it; of a statement its own, unless told. */
  readonly description?: string;
  /** Merged into the panel's own `options`. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** What is done to the answer before it is drawn, by Grafana's ids. */
  readonly transformations?: readonly { readonly id: string; readonly options: Readonly<Record<string, unknown>> }[];
  /** Merged into `fieldConfig.defaults`. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Columns that hold fractions and are read as percent. */
  readonly percent?: readonly string[];
}

const stepped = (steps: readonly { readonly color: string; readonly value: number | null }[]) => ({
  thresholds: { mode: 'absolute', steps },
});

/** `defaults` of what is 1 while all is well, and else 0: without them Grafana shows both in green. */
export const upOrDown = {
  ...stepped([
    { color: 'red', value: null },
    { color: 'green', value: 1 },
  ]),
  mappings: [{ type: 'value', options: { 0: { text: 'down', color: 'red' }, 1: { text: 'up', color: 'green' } } }],
};

/** `defaults` of what is wrong from a value on. */
export const redFrom = (value: number) =>
  stepped([
    { color: 'green', value: null },
    { color: 'red', value },
  ]);

/** `defaults` with a line where an alert of infra/prometheus/rules.yml stands. */
export const alertAbove = (value: number) => ({ ...redFrom(value), custom: { thresholdsStyle: { mode: 'line' } } });

/** A panel of one SQL statement. */
export const sqlPanel = (source: DataSource, { sql, doc }: Query, options: PanelOptions): Panel =>
  panel(source, [sqlTarget(source, sql)], { description: doc, ...options });

export interface Series {
  readonly expr: string;
  /** With `{{label}}`s. */
  readonly legend: string;
}

/** A panel of one or more PromQL expressions. */
export const metricsPanel = (series: readonly Series[], options: PanelOptions): Panel =>
  panel(
    prometheus,
    series.map(({ expr, legend }, index) => ({ refId: refId(index), datasource: prometheus, expr, legendFormat: legend })),
    options,
  );

const sqlTarget = (source: DataSource, rawSql: string): Readonly<Record<string, unknown>> => {
  const shared = { refId: 'A', datasource: source, rawSql };
  if (source.type === questDb.type) return { ...shared, queryType: 'sql', format: 1, selectedFormat: 1 };
  return { ...shared, rawQuery: true, editorMode: 'code', format: 'table' };
};

const refId = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

const panel = (
  datasource: DataSource,
  targets: readonly unknown[],
  {
    title,
    type,
    width,
    height = 8,
    unit = 'short',
    description = '',
    options = {},
    transformations,
    defaults = {},
    percent = [],
  }: PanelOptions,
): Panel => ({
  title,
  type,
  description,
  datasource,
  targets,
  options,
  ...(transformations && { transformations }),
  fieldConfig: { defaults: { unit, ...defaults }, overrides: percent.map(asPercent) },
  size: { w: width, h: height },
});

const asPercent = (name: string): Readonly<Record<string, unknown>> => ({
  matcher: { id: 'byName', options: name },
  properties: [
    { id: 'unit', value: 'percentunit' },
    { id: 'decimals', value: 1 },
  ],
});

/** From left to right, then down, in rows as high as their highest panel. */
export const laidOut = (panels: readonly Panel[]): readonly Panel[] => {
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  return panels.map(({ size, ...rest }, index) => {
    const { w, h } = size as { readonly w: number; readonly h: number };
    if (x + w > 24) {
      x = 0;
      y += rowHeight;
      rowHeight = 0;
    }
    const placed = { id: index + 1, ...rest, gridPos: { x, y, w, h } };
    x += w;
    rowHeight = Math.max(rowHeight, h);
    return placed;
  });
};
