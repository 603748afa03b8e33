import { heatmapThemes } from '@gexstream/charts';
import { alertFeed } from './alert-feed.ts';
import { paintAlerts, paintNewestAlert } from './alert-list.ts';
import { getFeedState } from './api-client.ts';
import { everyMs, nowMs, oncePerFrame } from './browser-clock.ts';
import { cellPointer } from './cell-pointer.ts';
import { paintChartHead } from './chart-head.ts';
import { chartNote } from './chart-note.ts';
import { curveChart } from './curve-chart.ts';
import { byId, setText } from './element.ts';
import {
  type GexData,
  noData,
  type SymbolData,
  withCells,
  withDetail,
  withFeedState,
  withLevels,
  withSnapshot,
} from './gex-data.ts';
import { type HeatmapScene, heatmapScene } from './heatmap-scene.ts';
import { heatmapView } from './heatmap-view.ts';
import { openHelp } from './help-dialog.ts';
import { historyChart } from './history-chart.ts';
import { historyFeed } from './history-feed.ts';
import { keyCommands } from './key-commands.ts';
import { paintKeyNumbers } from './key-numbers.ts';
import { listenToKeys } from './keyboard.ts';
import { paintLegend } from './legend.ts';
import { modelFeed } from './model-feed.ts';
import { modelChoices, paintModel } from './model-panel.ts';
import { exposePage } from './page-probe.ts';
import { paintRegime } from './regime-card.ts';
import { scannerQuery } from './scanner/scanner-address.ts';
import { sessionFeed } from './session-feed.ts';
import { paintSinceOpen } from './since-open.ts';
import { type Connection, streamConnection } from './stream-connection.ts';
import { strikeTimeView } from './strike-time-view.ts';
import { paintTable } from './table-view.ts';
import { paintConnection, paintFreshness, paintSimulated, paintSymbols, waitingText } from './tabs-and-chips.ts';
import { onPreferredThemeChange, themeOf } from './theme.ts';
import { toolbar } from './toolbar.ts';
import { addressOfView, viewFromAddress } from './view-address.ts';
import { panels, type ThemeChoice, type ViewState, viewStore } from './view-state.ts';

/** A table is heavy to lay out: while values stream it follows at this pace. */
const tableEveryMs = 2_000;

/** Builds the page once: what comes in changes `data`, what the reader does changes `store`, and each frame paints what both say. */
export const gexPage = (): void => {
  const readAddress = (): ViewState => viewFromAddress(location.hash, location.search);
  const store = viewStore(readAddress());
  let data: GexData = noData;
  let connection: Connection = { mode: 'connecting', problem: null };
  let scene: HeatmapScene | null = null;
  let paintedView: ViewState | null = null;
  let frames = 0;
  let tablePaintedMs = 0;

  const shown = (): SymbolData | null => data.bySymbol.get(store.get().symbol) ?? null;
  const heatmap = heatmapView();
  const chart = historyChart();
  const curve = curveChart();
  const history = historyFeed(() => repaint());
  const session = sessionFeed(() => repaint());
  const model = modelFeed(() => repaint());
  const alerts = alertFeed(() => repaint());
  const strikeTime = strikeTimeView(() => repaint());
  const pointer = cellPointer(heatmap, () => scene?.model ?? null);

  const paint = (): void => {
    const view = store.get();
    const symbol = shown();
    const rescale = paintedView === null || scene === null || changesScale(paintedView, view);
    const centre = paintedView === null || scene === null || changesRows(paintedView, view);
    const before = scene;
    scene = symbol === null ? null : heatmapScene(symbol, view, before, rescale);
    paintedView = view;
    heatmap.show(scene, view, centre && scene !== null);
    paintSymbols(data.symbols, view.symbol, (chosen) => store.set({ symbol: chosen }));
    paintSimulated(data, symbol);
    paintFreshness(symbol, nowMs());
    paintConnection(connection, data.feed);
    paintKeyNumbers(symbol?.levels ?? null);
    paintNewestAlert(alerts.of(view.symbol), data.feed, () => store.set({ panel: 'alerts' }));
    paintPanels(view, symbol);
    paintChartHead(view, symbol, scene);
    paintChartNote();
    byId('heatmap').hidden = view.table && scene !== null;
    byId('table').hidden = !view.table || scene === null;
    byId('legend').hidden = view.table || scene === null;
    const empty = byId('empty');
    empty.hidden = scene !== null;
    if (scene === null) setText(empty, waitingText(data, view.symbol, connection));
    else if (scene.scale !== before?.scale) paintLegend(scene.scale, view.quantity, heatmapThemes[themeOf(view.theme)]);
    if (view.table && scene !== null && symbol !== null && (rescale || nowMs() - tablePaintedMs > tableEveryMs)) {
      tablePaintedMs = nowMs();
      frames += 1;
      paintTable(symbol, scene.model);
    }
    pointer.refresh();
  };
  /** What there is room for is known once it was painted; the table has room for all. */
  const paintChartNote = (): void => {
    if (scene === null) return;
    const { window, model: shape } = scene;
    const columnsInView = store.get().table ? null : heatmap.columnsInView();
    setText(
      byId('chart-note'),
      chartNote({ window, expiryCount: shape.expiryCount, columns: shape.columns.length - 1, columnsInView }),
    );
  };
  /** Only the open one is painted: the others would cost what nobody sees. */
  const paintPanels = (view: ViewState, symbol: SymbolData | null): void => {
    for (const panel of panels) byId(panel).hidden = view.panel !== panel || symbol === null;
    byId('panels').hidden = symbol === null;
    if (symbol === null) return;
    if (view.panel === 'regime') paintRegime(symbol.levels.recommendation);
    else if (view.panel === 'session') paintSinceOpen(session.of(view.symbol), symbol.levels, session.problem());
    else if (view.panel === 'models') {
      paintModel(model.of(view), model.problem());
      curve.show(model.of(view), view);
    } else if (view.panel === 'strikes') strikeTime.show(view);
    else if (view.panel === 'alerts') paintAlerts(view.symbol, alerts);
    else chart.show(history.minutes(view.symbol), view, history.problem());
  };
  const repaint = oncePerFrame(paint);
  heatmap.onPaint(() => {
    frames += 1;
    paintChartNote();
  });

  const take = (next: GexData): void => {
    data = next;
    const first = data.symbols[0];
    if (store.get().symbol === '' && first !== undefined) store.set({ symbol: first });
    repaint();
  };

  const stream = streamConnection({
    snapshot: (event) => {
      take(withSnapshot(data, event, nowMs()));
      // Also after a break, in which some may have fired.
      alerts.load();
      for (const detail of Object.values(event.gex)) history.add(detail);
    },
    levels: (event) => {
      history.add(event);
      take(withLevels(data, event, nowMs()));
    },
    cells: (event) => {
      const next = withCells(data, event);
      if (next === null) stream.follow(store.get().symbol);
      else take(next);
    },
    status: (event) => take(withFeedState(data, event, nowMs())),
    alert: alerts.take,
    detail: (answer) => {
      history.add(answer);
      take(withDetail(data, answer, nowMs()));
    },
    connection: (next) => {
      connection = next;
      paintConnection(next, data.feed);
      repaint();
    },
  });

  store.onChange((view, before) => {
    dress(view.theme);
    document.title = view.symbol === '' ? 'gexstream' : `${view.symbol} · gexstream`;
    const address = addressOfView(view);
    if (location.hash !== address) globalThis.history.replaceState(null, '', address);
    paintPause(view.paused);
    if (view.symbol !== before.symbol) {
      pointer.forget();
      history.follow(view.symbol);
      session.follow(view.symbol);
    }
    model.follow(view, view.panel === 'models');
    if (view.paused && !before.paused) stream.pause();
    else if (before.paused && !view.paused) stream.follow(view.symbol);
    else if (!view.paused && view.symbol !== before.symbol) stream.follow(view.symbol);
    repaint();
  });
  addEventListener('hashchange', () => store.set({ ...readAddress(), paused: store.get().paused }));

  toolbar(store);
  modelChoices(store);
  model.follow(store.get(), store.get().panel === 'models');
  listenToKeys(
    byId('heatmap'),
    keyCommands(store, pointer, () => data.symbols),
  );
  byId('help-open').addEventListener('click', openHelp);
  byId('pause').addEventListener('click', () => store.set({ paused: !store.get().paused }));
  exposePage(() => ({ data, symbol: store.get().symbol, connection: connection.mode, scene, frames }));
  everyMs(1_000, () => paintFreshness(shown(), nowMs()));

  dress(store.get().theme);
  onPreferredThemeChange(() => {
    paintedView = null;
    store.set({});
  });
  if (store.get().symbol !== '') {
    history.follow(store.get().symbol);
    session.follow(store.get().symbol);
    stream.follow(store.get().symbol);
    return;
  }
  // Without a symbol in the address the server's list is asked first, so that only one symbol's snapshot has to come.
  getFeedState()
    .then((feed) => take(withFeedState(data, feed, nowMs())))
    // A failure here is met again, and told, by the stream that is opened next.
    .catch(() => {})
    .finally(() => store.get().symbol === '' && stream.follow(''));
};

/** The scanner’s page comes in the same colours. */
const dress = (theme: ThemeChoice): void => {
  document.documentElement.dataset.theme = themeOf(theme);
  byId('scanner-link').setAttribute('href', `/scanner${scannerQuery({ symbol: '', theme })}`);
};

const changesRows = (before: ViewState, view: ViewState): boolean =>
  before.symbol !== view.symbol || before.window !== view.window || before.density !== view.density;

const changesScale = (before: ViewState, view: ViewState): boolean =>
  changesRows(before, view) ||
  before.quantity !== view.quantity ||
  before.expiries !== view.expiries ||
  before.palette !== view.palette ||
  before.theme !== view.theme ||
  before.table !== view.table ||
  before.paused !== view.paused;

const paintPause = (paused: boolean): void => {
  const button = byId('pause');
  button.setAttribute('aria-pressed', String(paused));
  setText(button, paused ? 'Go on' : 'Pause');
};
