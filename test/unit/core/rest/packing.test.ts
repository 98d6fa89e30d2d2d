import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWords, Packer, Unpacker } from '../../../../main/core/rest/packing.ts';
import { anyText } from './any.ts';

describe('what is packed', () => {
  it('comes back as it was, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyText, fc.double(), fc.integer(), fc.maxSafeInteger())), (values) => {
        const packer = new Packer();
        for (const value of values)
          if (typeof value === 'number') packer.number(value);
          else packer.text(value);
        const unpacker = new Unpacker().begin(packer.packed, 0);
        for (const value of values)
          expect(typeof value === 'number' ? unpacker.number() : unpacker.text()).toBe(value);
      }),
    );
  });

  it.each([
    [0],
    [-0],
    [255],
    [256],
    [2 ** 48 - 1],
    [2 ** 48],
    [Number.MAX_SAFE_INTEGER],
    [1_790_000_000_000.125],
    [-1],
    [Infinity],
    [NaN],
    [null],
  ])('the number %s', (value) => {
    expect(new Unpacker().begin(new Packer().number(value).packed, 0).number()).toBe(value);
  });

  it.each([
    ['', 2],
    ['a'.repeat(64), 34],
    [`d_0123456789abcdef`, 10],
    ['01234567-89ab-cdef-0123-456789abcdef', 18],
    ['01234567-89ab-cdef-0123-456789abcde-', 38],
    ['0123456--89ab-cdef-0123-456789abcdef', 38],
    ['01234567-89AB-CDEF-0123-456789ABCDEF', 38],
    ['ABCD', 6],
    ['abc', 5],
    ['Visites médicales', 19],
    ['e\u0301le\u0300ve', 16],
    ['\ud800 broken', 18],
    ['x'.repeat(20_000), 20_004],
  ])('the text %s takes %i bytes', (text, bytes) => {
    const packer = new Packer().text(text);
    expect(packer.packed.length).toBe(bytes);
    expect(new Unpacker().begin(packer.packed, 0).text()).toBe(text);
  });

  it('may be a word that is kept once', () => {
    const words = createWords();
    const packer = new Packer()
      .word('picture', words)
      .word(null, words)
      .word('e_RIB', words)
      .word('picture', words);
    const from = new Unpacker().begin(packer.packed, 0);
    expect([from.word(words), from.word(words), from.word(words), from.word(words)]).toEqual([
      'picture',
      null,
      'e_RIB',
      'picture',
    ]);
    expect(words.size).toBe(2);
  });
});
