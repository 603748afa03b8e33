import { byId, element } from './element.ts';
import { keyBindings } from './keyboard.ts';

const names: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
};

/** Opens the help; the browser keeps the focus inside until it is closed. */
export const openHelp = (): void => {
  const dialog = byId('help') as HTMLDialogElement;
  if (dialog.childElementCount === 0) fill(dialog);
  if (!dialog.open) dialog.showModal();
};

const fill = (dialog: HTMLDialogElement): void => {
  const close = element('button', { type: 'button', class: 'close', autofocus: true }, 'Close');
  close.addEventListener('click', () => dialog.close());
  dialog.append(
    close,
    element('h2', { id: 'help-title' }, 'What this page shows'),
    element(
      'p',
      {},
      'Each cell is the hedging flow, in US dollars for a 1 % move of the underlying, that dealers face at one strike and expiry, if they are long the calls and short the puts. Calls count positive, puts negative.',
    ),
    element(
      'p',
      {},
      'Positive net: hedging damps moves. Negative net: it amplifies them. At zero gamma the re-priced total changes sign. Walls are the strikes with the largest call GEX at or above spot, and the largest put GEX at or below.',
    ),
    element(
      'p',
      {},
      'The regime card reads support, resistance and a range off the strikes around spot; point at a sentence to see which numbers of the API it says. The king is the strike with the largest gross GEX: where two are nearly equal they take turns, and the history tells each turn.',
    ),
    element(
      'p',
      {},
      'Sums and key numbers hold every strike and every expiry, whichever of them are on screen. The colours are fixed while values stream, and fitted again when you change the view.',
    ),
    element('h2', {}, 'Keys'),
    element(
      'dl',
      {},
      ...keyBindings.flatMap(({ keys, help }) => [
        element(
          'dt',
          {},
          ...keys.flatMap((key, index) => [...(index === 0 ? [] : [' ']), element('kbd', {}, names[key] ?? key)]),
        ),
        element('dd', {}, help),
      ]),
    ),
    element('p', {}, 'Educational purposes only; not a recommendation.'),
  );
};
