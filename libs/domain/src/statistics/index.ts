export { outcomesMin, wilsonInterval } from './wilson-interval.ts';
