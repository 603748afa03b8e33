interface Sourced {
  readonly simulated: boolean;
  readonly source: string;
}

/** What must stand beside every number that is not a market's, or not today's. */
export const sourceMarks = ({ simulated, source }: Sourced): readonly string[] => [
  ...(source === 'replay' ? ['REPLAY'] : []),
  ...(simulated ? ['SIMULATED'] : []),
];
