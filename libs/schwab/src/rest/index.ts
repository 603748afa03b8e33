export { type ChainQuery, type RestOptions, type SchwabRest, schwabRest } from './schwab-rest.ts';
