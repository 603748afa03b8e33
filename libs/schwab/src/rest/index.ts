export {
  chainsPath,
  parseChain,
  parsePriceHistory,
  parseQuotes,
  priceHistoryPath,
  quotesPath,
  type SchwabRest,
  schwabRest,
} from './schwab-rest.ts';
