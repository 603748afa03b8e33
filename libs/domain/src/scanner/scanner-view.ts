import type {
  Flow,
  FlowEvent,
  Opportunities,
  OpportunitiesEvent,
  OpportunityRow,
  ScanRunEvent,
  SentimentEvent,
  SkewEvent,
} from '../events/scanner-event.ts';

export type ScannerViewEvent = FlowEvent | SkewEvent | OpportunitiesEvent | SentimentEvent | ScanRunEvent;

/** The present of the scanner, as its topics tell it. */
export interface ScannerView {
  /** Takes events in any order: what is older than what is held is passed over. True when it brought something. */
  take(event: ScannerViewEvent): boolean;
  /** Symbols with anything, by name. */
  symbols(): readonly string[];
  flow(symbol: string): FlowEvent | null;
  skew(symbol: string): SkewEvent | null;
  opportunities(symbol: string): OpportunitiesEvent | null;
  sentiment(): SentimentEvent | null;
  /** Newest first, 100 at most. */
  runs(): readonly ScanRunEvent[];
}

interface Held {
  flow: FlowEvent | null;
  skew: SkewEvent | null;
  opportunities: OpportunitiesEvent | null;
}

const runsMax = 100;

export const scannerView = (): ScannerView => {
  const bySymbol = new Map<string, Held>();
  const runs = new Map<string, ScanRunEvent>();
  let sentiment: SentimentEvent | null = null;

  const held = (symbol: string): Held => {
    const known = bySymbol.get(symbol) ?? { flow: null, skew: null, opportunities: null };
    bySymbol.set(symbol, known);
    return known;
  };

  const takeRun = (event: ScanRunEvent): boolean => {
    const { scanId, status } = event.body;
    // What was read before its end must not bring a scan back to life.
    if (status === 'running' && runs.has(scanId)) return false;
    runs.set(scanId, event);
    const oldest = [...runs.keys()].sort();
    for (const id of oldest.slice(0, Math.max(0, oldest.length - runsMax))) runs.delete(id);
    return true;
  };

  return {
    take: (event) => {
      if (event.kind === 'scan-run') return takeRun(event);
      if (event.kind === 'sentiment') {
        if (sentiment !== null && event.eventMs <= sentiment.eventMs) return false;
        sentiment = event;
        return true;
      }
      const symbol = held(event.underlying);
      const before = symbol[event.kind];
      if (before !== null && event.eventMs <= before.eventMs) return false;
      if (event.kind === 'flow') symbol.flow = withFlow(symbol.flow, event);
      else if (event.kind === 'skew') symbol.skew = event;
      else symbol.opportunities = withOpportunities(symbol.opportunities, event);
      return true;
    },
    symbols: () => [...bySymbol.keys()].sort(),
    flow: (symbol) => bySymbol.get(symbol)?.flow ?? null,
    skew: (symbol) => bySymbol.get(symbol)?.skew ?? null,
    opportunities: (symbol) => bySymbol.get(symbol)?.opportunities ?? null,
    sentiment: () => sentiment,
    runs: () => [...runs.values()].sort((a, b) => (a.body.scanId < b.body.scanId ? 1 : -1)),
  };
};

/** What only tells of some contracts replaces those of the same session, and leaves the others. */
const withFlow = (before: FlowEvent | null, event: FlowEvent): FlowEvent => {
  const body: Flow = { ...event.body, contracts: merged(before, event, ({ contracts }) => contracts) };
  return { ...event, body };
};

const withOpportunities = (before: OpportunitiesEvent | null, event: OpportunitiesEvent): OpportunitiesEvent => {
  const body: Opportunities = { ...event.body, rows: merged<Opportunities, OpportunityRow>(before, event, ({ rows }) => rows) };
  return { ...event, body };
};

interface Told<Body> {
  readonly sessionDate: string;
  readonly body: Body & { readonly whole: boolean };
}

const merged = <Body, Row extends { readonly symbol: string }>(
  before: Told<Body> | null,
  event: Told<Body>,
  rowsOf: (body: Body) => readonly Row[],
): readonly Row[] => {
  const rows = rowsOf(event.body);
  if (event.body.whole || before === null || before.sessionDate !== event.sessionDate) return rows;
  const newer = new Set(rows.map(({ symbol }) => symbol));
  return [...rows, ...rowsOf(before.body).filter(({ symbol }) => !newer.has(symbol))];
};
