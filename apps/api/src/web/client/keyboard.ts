/** Everything a key can ask for. `pick-1` … `pick-9` choose a symbol. */
export type KeyAction =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'up-10'
  | 'down-10'
  | 'spot'
  | 'previous-expiry'
  | 'next-expiry'
  | 'next-symbol'
  | 'next-mode'
  | 'next-window'
  | 'next-expiries'
  | 'next-density'
  | 'next-palette'
  | 'next-theme'
  | 'next-panel'
  | 'table'
  | 'pause'
  | 'help'
  | 'leave'
  | `pick-${number}`;

interface KeyBinding {
  readonly keys: readonly string[];
  readonly action: KeyAction;
  /** Only while the heatmap has the focus: elsewhere these keys belong to the browser. */
  readonly inHeatmap: boolean;
  readonly help: string;
}

export const keyBindings: readonly KeyBinding[] = [
  { keys: ['ArrowUp'], action: 'up', inHeatmap: true, help: 'one strike up' },
  { keys: ['ArrowDown'], action: 'down', inHeatmap: true, help: 'one strike down' },
  { keys: ['ArrowLeft'], action: 'left', inHeatmap: true, help: 'one expiry nearer' },
  { keys: ['ArrowRight'], action: 'right', inHeatmap: true, help: 'one expiry further' },
  { keys: ['PageUp'], action: 'up-10', inHeatmap: true, help: 'ten strikes up' },
  { keys: ['PageDown'], action: 'down-10', inHeatmap: true, help: 'ten strikes down' },
  { keys: ['Home', 'End'], action: 'spot', inHeatmap: true, help: 'to the row of spot' },
  { keys: ['['], action: 'previous-expiry', inHeatmap: false, help: 'one expiry nearer' },
  { keys: [']'], action: 'next-expiry', inHeatmap: false, help: 'one expiry further' },
  { keys: ['s'], action: 'next-symbol', inHeatmap: false, help: 'next symbol (1–9: that symbol)' },
  { keys: ['m'], action: 'next-mode', inHeatmap: false, help: 'net, call, put, gross' },
  { keys: ['w'], action: 'next-window', inHeatmap: false, help: 'next window of strikes' },
  { keys: ['e'], action: 'next-expiries', inHeatmap: false, help: 'which expiries have a column' },
  { keys: ['r'], action: 'next-density', inHeatmap: false, help: 'rows to read, or all rows at once' },
  { keys: ['c'], action: 'next-palette', inHeatmap: false, help: 'blue/orange or green/red' },
  { keys: ['d'], action: 'next-theme', inHeatmap: false, help: 'dark or light' },
  { keys: ['v'], action: 'next-panel', inHeatmap: false, help: 'regime, since the open, models, over time, strikes, alerts' },
  { keys: ['t'], action: 'table', inHeatmap: false, help: 'table instead of the heatmap' },
  { keys: ['p'], action: 'pause', inHeatmap: false, help: 'pause, go on' },
  { keys: ['?'], action: 'help', inHeatmap: false, help: 'this help' },
  { keys: ['Escape'], action: 'leave', inHeatmap: true, help: 'leave the cell' },
];

/** What a key press means, null when it is not ours. */
export const actionOfKey = (key: string, inHeatmap: boolean): KeyAction | null => {
  if (/^[1-9]$/.test(key)) return `pick-${Number(key)}`;
  const binding = keyBindings.find(({ keys }) => keys.includes(key.length === 1 ? key.toLowerCase() : key));
  return binding === undefined || (binding.inHeatmap && !inHeatmap) ? null : binding.action;
};

/** Sends key presses to `act`, but for those with a modifier, in fields where one types, and under an open dialog. */
export const listenToKeys = (heatmap: HTMLElement, act: (action: KeyAction) => void): void => {
  addEventListener('keydown', (event) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (event.ctrlKey || event.altKey || event.metaKey || target?.closest('input, textarea, select, dialog')) return;
    const action = actionOfKey(event.key, target !== null && heatmap.contains(target));
    if (action === null) return;
    event.preventDefault();
    act(action);
  });
};
