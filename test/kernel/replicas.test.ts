import { waitsFor } from '../../src/platform/database/replicas.js';

describe('how many standbys certainly show an acknowledged commit', () => {
  it.each([
    ['', 0],
    ['b', 1],
    ['"eu-1"', 1],
    ['FIRST 2 (b, c)', 2],
    ['2 (b, c)', 2],
    ['ANY 2 (b, c)', 2],
    ['first 1 (b)', 1],
  ])('%j: %i', (names, certain) => {
    expect(waitsFor(names)).toBe(certain);
  });

  it.each(['*', '"*"', 'FIRST 1 (*)', 'any 1 ( * )', '1 ("*")', 'FIRST 2 (b, *)'])('%j: none, since the one that is read from may be another', (names) => {
    expect(waitsFor(names)).toBe(0);
  });

  it.each(['b, c', 'FIRST 1 (b, c)', 'ANY 1 (b, c)', 'ANY 2 (b, c, d)'])('%j: none, since any of them may be behind', (names) => {
    expect(waitsFor(names)).toBe(0);
  });
});
