/** Field numbers of service CHART_EQUITY as they are on the wire; the vendor's guide puts open first and the sequence sixth, wrongly. */
export const chartField = {
  key: '0',
  /** In captures: minutes since 07:00 New York. */
  sequence: '1',
  open: '2',
  high: '3',
  low: '4',
  close: '5',
  volume: '6',
  /** Start of the minute, epoch ms. */
  chartTime: '7',
  /** Days since 1970-01-01. */
  chartDay: '8',
} as const;
