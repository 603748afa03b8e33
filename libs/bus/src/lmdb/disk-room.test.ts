import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { checkDiskRoom } from './disk-room.ts';

test('a folder with room is written to', () => {
  expect(() => checkDiskRoom(tmpdir())).not.toThrow();
});

test.skipIf(!existsSync('/proc/self'))('one on a file system without room is not, and the reason says how much is left', () => {
  expect(() => checkDiskRoom('/proc')).toThrow('its disk has 0.0 MiB left, and 16 MiB are kept');
});
