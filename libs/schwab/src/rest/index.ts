export { chainsPath, parseChain, type SchwabRest, schwabRest } from './schwab-rest.ts';
