export { type SchwabRest, schwabRest } from './schwab-rest.ts';
