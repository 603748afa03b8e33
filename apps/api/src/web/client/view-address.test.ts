import { expect, test } from 'vitest';
import { addressOfView, viewFromAddress } from './view-address.ts';

test('a link shows what it was copied from', () => {
  const view = viewFromAddress(
    '#symbol=SPY&mode=put&window=5&expiries=7&palette=classic&theme=light&rows=fit&panel=models&model=all_short&measure=volume&horizon=0dte&view=table',
    '',
  );
  expect(view).toMatchObject({
    symbol: 'SPY',
    quantity: 'put',
    window: '5',
    expiries: '7',
    palette: 'classic',
    theme: 'light',
    density: 'fit',
    panel: 'models',
    model: 'all_short',
    measure: 'volume',
    horizon: '0dte',
    table: true,
  });
  expect(viewFromAddress(addressOfView(view), '')).toEqual(view);
});

test('the query works too, and the fragment goes before it', () => {
  expect(viewFromAddress('', '?symbol=qqq&mode=call')).toMatchObject({ symbol: 'QQQ', quantity: 'call' });
  expect(viewFromAddress('#symbol=IWM', '?symbol=qqq').symbol).toBe('IWM');
});

test('what it does not know falls back to the default, dark and net', () => {
  expect(viewFromAddress('#mode=banana&window=3&theme=pink', '')).toMatchObject({
    symbol: '',
    quantity: 'net',
    window: 'auto',
    palette: 'blue-orange',
    theme: 'dark',
    paused: false,
  });
});
