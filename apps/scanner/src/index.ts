export { scanRunGroup } from './follow-scan-runs.ts';
export { type HandScan, type HandScanned, type HandScanOptions, type HandSeen, handScan } from './hand-scan.ts';
export { type PastScanner, type PastScannerOptions, pastScanner } from './past-scanner.ts';
export { scannerSamples } from './scanner-metrics.ts';
export { type Scanner, type ScannerOptions, type ScannerStatus, scannerGroup, startScanner } from './start-scanner.ts';
