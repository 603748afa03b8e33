export { behaviours, parseBehaviour } from './behaviours.ts';
export { type Fault, type FaultName, faultKinds, parseFault } from './faults/fault-kinds.ts';
export {
  freshMarketState,
  type MarketClock,
  type MarketClockState,
  type MarketJump,
  marketClock,
  marketStart,
} from './market/market-clock.ts';
export { describedSymbols } from './market/symbol-profile.ts';
export {
  defaultBehaviour,
  defaultLimits,
  type SimulatorBehaviour,
  type SimulatorLimits,
  type SimulatorLog,
  simulatedLogin,
  simulatedUser,
} from './settings.ts';
export { type Simulator, type SimulatorOptions, type SimulatorStats, startSimulator } from './start-simulator.ts';
