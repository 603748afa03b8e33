import { expect, test } from 'vitest';
import { type BookRow, inputOf, slotAfter } from './book.fixture.ts';
import { type DealerModel, dealerModelNames } from './dealer-model.ts';
import { exposurePicture } from './exposure-picture.ts';
import { type PublishedPicture, underDealerModel } from './under-dealer-model.ts';

const day = 1440;
const rows: readonly BookRow[] = Array.from({ length: 60 }, (_, i) => ({
  side: i % 2 === 0 ? 'call' : 'put',
  strike: 5400 + 20 * i,
  openInterest: (i * 37) % 101,
  volume: (i * 53) % 89,
  iv: 0.15 + 0.001 * i,
  expiry: i % 3,
}));

const pictureUnder = (dealerModel: DealerModel): PublishedPicture => {
  const input = inputOf(rows, [slotAfter(200), slotAfter(3 * day), slotAfter(30 * day)], {
    dealerModel,
    measure: 'oi_plus_volume',
  });
  const { strikes: _, ...picture } = exposurePicture(input, [[], [], []]);
  return picture;
};

test.each(dealerModelNames)('a naive picture read under %s is the picture computed under it, to the bit', (dealerModel) => {
  expect(underDealerModel(pictureUnder('naive'), dealerModel)).toEqual(pictureUnder(dealerModel));
});
