/** What the scanner watches unless told: two lists of 22, large and much-traded. */
export const scannedSymbolsDefault: readonly string[] = [
  ...'AAPL MSFT GOOGL AMZN NVDA META TSLA AVGO ORCL AMD CRM GS NFLX IBIT COIN APP PLTR SNOW TEAM CRWD SPY QQQ'.split(' '),
  ...'AXP JPM C WFC XOM CVX PG JNJ UNH V MA HD WMT KO PEP MRK ABBV CAT TMO LLY DIA IWM'.split(' '),
];

export const scannedSymbolsMax = 500;
