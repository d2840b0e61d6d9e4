import { expect, test } from 'vitest';
import { called, folderName } from './vaults';

test('a vault without a name is called after its folder', () => {
  expect(folderName('/home/eva/Butiken')).toBe('Butiken');
  expect(folderName('/home/eva/.local/share/se.kartotek.desktop/vault')).toBe('Kartotek');
  expect(folderName('/media/usb/Butiken/vault')).toBe('Butiken');
  expect(called({ label: 'Hemma', folder: '/home/eva/Butiken' })).toBe('Hemma');
  expect(called({ label: '', folder: '/home/eva/Butiken' })).toBe('Butiken');
  expect(folderName('C:\\Eva\\Hemma\\')).toBe('Hemma');
});
