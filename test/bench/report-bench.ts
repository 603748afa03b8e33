/** What does not fit into one ratio to the direct formula: tells its figures line by line. */
export interface ReportBench {
  readonly name: string;
  readonly about: string;
  /** None before the answers they rest on were checked. */
  run(say: (line: string) => void): Promise<void>;
}
