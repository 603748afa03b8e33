export { scanRunGroup } from './follow-scan-runs.ts';
export { scannerSamples } from './scanner-metrics.ts';
export { type Scanner, type ScannerOptions, type ScannerStatus, scannerGroup, startScanner } from './start-scanner.ts';
