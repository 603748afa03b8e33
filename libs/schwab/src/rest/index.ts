export { chainsPath, parseChain, parseQuotes, quotesPath, type SchwabRest, schwabRest } from './schwab-rest.ts';
