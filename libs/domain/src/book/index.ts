export { applyEvent, type BookChange } from './apply-event.ts';
export { type BookColumns, type MergedField, mergedFields } from './book-columns.ts';
export { type BookPositions, refreshPositions, refreshRow } from './book-positions.ts';
export { type BookSnapshot, restoreBook, snapshotBook } from './book-snapshot.ts';
export { compactBook } from './compact-book.ts';
export { coverageOf } from './coverage.ts';
export { type ListingPositions, listingPositions } from './listing-positions.ts';
export { emptyBook, type OptionBook, spotOf, type UnderlyingState } from './option-book.ts';
export { countIvSources, ivSources } from './resolve-iv.ts';
