import { type ActorNumbers, actorSamples, type Sample, sample } from '@gexstream/metrics';
import { type ScannerStatus, scannerGroup } from './start-scanner.ts';

/** What the scanner tells of itself, as metrics. */
export const scannerSamples = (
  status: Omit<ScannerStatus, 'actors'> & { readonly actors: readonly ActorNumbers[] },
): readonly Sample[] => [
  sample('partitions', status.partitions, { group: scannerGroup }),
  sample('scannedSymbols', status.symbols),
  sample('deadLetters', status.unreadable, { reader: 'scanner' }),
  ...actorSamples(status.actors),
];
