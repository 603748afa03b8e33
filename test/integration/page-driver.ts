import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Of `window.gexstream.state()`, what is read here. */
export interface PageState {
  readonly symbol: string;
  readonly connection: string;
  readonly freshness: string;
  readonly simulated: boolean;
  readonly netGex: number;
  readonly sums: { readonly net: number };
  readonly levels: readonly { readonly name: string; readonly price: number }[];
  readonly grid: { readonly strikes: readonly number[]; readonly callGex: readonly number[]; readonly putGex: readonly number[] };
  readonly painted: { readonly frames: number; readonly rows: number; readonly columns: number; readonly colourLimit: number };
}

/** What tests do with the page that is open now. */
export const pageDriver = (page: () => Page, url: () => string) => {
  /** Waits for an expression to hold in the page; not with `waitForFunction`, whose `eval` the page's own policy forbids. */
  const holds = (expression: string): Promise<void> =>
    expect.poll(() => page().evaluate(`Boolean(${expression})`), { timeout: 15_000 }).toBe(true);
  return {
    show: async (address = ''): Promise<void> => {
      await page().goto(`${url()}${address}`);
      await holds('window.gexstream?.state().painted?.frames > 0');
    },
    state: (): Promise<PageState> => page().evaluate('window.gexstream.state()'),
    holds,
    /** The same of the page's state, `s`. */
    until: (condition: string): Promise<void> => holds(`((s) => ${condition})(window.gexstream.state())`),
    text: async (id: string): Promise<string> => (await page().locator(`#${id}`).textContent()) ?? '',
  };
};
