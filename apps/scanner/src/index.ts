export { scanRunGroup } from './follow-scan-runs.ts';
export { type HandScan, type HandScanned, type HandScanOptions, type HandSeen, handScan } from './hand-scan.ts';
export { scannerSamples } from './scanner-metrics.ts';
export { type Scanner, type ScannerOptions, type ScannerStatus, scannerGroup, startScanner } from './start-scanner.ts';
