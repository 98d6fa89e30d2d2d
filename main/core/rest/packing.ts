/**
 * Values as bytes, as few as may be: what a hundred thousand documents at rest are kept in. Every text and number comes
 * back exactly as it went in, also a file name that is no Unicode.
 *
 * Invariant: what is unpacked in the order in which it was packed is what was packed.
 */

/** Texts that come again and again, kept once: folders, targets, content types. */
export interface Words {
  numberOf(text: string): number;
  textOf(number: number): string;
  /** How many there are: their numbers run from 0. */
  readonly size: number;
}

export function createWords(): Words {
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  return {
    numberOf(text) {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, texts.length);
      return texts.push(text) - 1;
    },
    textOf(number) {
      const text = texts[number];
      if (text === undefined) throw new RangeError('no such word');
      return text;
    },
    get size() {
      return texts.length;
    },
  };
}

const kinds = { none: 0, narrow: 1, wide: 2, hex: 3, documentId: 4, guid: 5 } as const;
/** Kind of a number that needs all its 64 bits; a whole one takes as many bytes as its kind says beyond that of zero. */
const float = 1;
const zero = 2;
const mostWhole = 2 ** 48;
const documentIdBegins = 'd_';
const guidDashes = [8, 13, 18, 23] as const;
const guidDigits = 32;

const digits = '0123456789abcdef';
const digitOf = new Int8Array(128).fill(-1);
for (let digit = 0; digit < digits.length; digit += 1) digitOf[digits.charCodeAt(digit)] = digit;
const codeOf = Uint8Array.from(digits, (digit) => digit.charCodeAt(0));

export class Packer {
  #bytes = new Uint8Array(1_024);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Good until the next packing. */
  get packed(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  restart(): this {
    this.#length = 0;
    return this;
  }

  number(value: number | null): this {
    this.#room(9);
    if (value === null) this.#bytes[this.#length++] = kinds.none;
    else if (!Number.isInteger(value) || value < 0 || value >= mostWhole || Object.is(value, -0)) {
      this.#bytes[this.#length++] = float;
      this.#view.setFloat64(this.#length, value);
      this.#length += 8;
    } else {
      const kindAt = this.#length++;
      for (let rest = value; rest > 0; rest = Math.floor(rest / 256))
        this.#bytes[this.#length++] = rest % 256;
      this.#bytes[kindAt] = zero + this.#length - kindAt - 1;
    }
    return this;
  }

  text(value: string | null): this {
    if (value === null) return this.#head(kinds.none, 0);
    this.#room(2 * value.length + 8);
    const even = value.length % 2 === 0;
    if (value.length === 36 && this.#guid(value)) return this;
    if (even && value.startsWith(documentIdBegins) && this.#hex(kinds.documentId, value, 2)) return this;
    if (even && value.length >= 4 && this.#hex(kinds.hex, value, 0)) return this;
    return this.#narrow(value) ? this : this.#wide(value);
  }

  word(value: string | null, words: Words): this {
    return this.number(value === null ? null : words.numberOf(value));
  }

  #head(kind: number, length: number): this {
    this.#room(8);
    this.#bytes[this.#length++] = kind;
    if (kind === kinds.none) return this;
    let rest = length;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = 128 + (rest % 128);
    this.#bytes[this.#length++] = rest;
    return this;
  }

  #hex(kind: number, text: string, from: number): boolean {
    const begin = this.#length;
    this.#head(kind, (text.length - from) / 2);
    for (let at = from; at < text.length; at += 2) {
      const byte = byteAt(text, at);
      if (byte < 0) {
        this.#length = begin;
        return false;
      }
      this.#bytes[this.#length++] = byte;
    }
    return true;
  }

  #guid(text: string): boolean {
    for (const at of guidDashes) if (text.charCodeAt(at) !== 45) return false;
    const hex = text.replaceAll('-', '');
    return hex.length === guidDigits && this.#hex(kinds.guid, hex, 0);
  }

  #narrow(text: string): boolean {
    const begin = this.#length;
    this.#head(kinds.narrow, text.length);
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 255) {
        this.#length = begin;
        return false;
      }
      this.#bytes[this.#length++] = code;
    }
    return true;
  }

  #wide(text: string): this {
    this.#head(kinds.wide, text.length);
    for (let at = 0; at < text.length; at += 1) {
      this.#view.setUint16(this.#length, text.charCodeAt(at));
      this.#length += 2;
    }
    return this;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#length + bytes));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** Two digits as a byte; -1 where they are none. */
function byteAt(text: string, at: number): number {
  const [high, low] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  if (high > 127 || low > 127) return -1;
  const [first = -1, second = -1] = [digitOf[high], digitOf[low]];
  return first < 0 || second < 0 ? -1 : first * 16 + second;
}

export class Unpacker {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;

  /** Reads on from here. */
  begin(bytes: Uint8Array, at: number): this {
    this.#bytes = bytes;
    this.#at = at;
    return this;
  }

  number(): number | null {
    const kind = this.#next();
    if (kind === kinds.none) return null;
    if (kind === float) {
      const { buffer, byteOffset } = this.#bytes;
      const value = new DataView(buffer, byteOffset).getFloat64(this.#at);
      this.#at += 8;
      return value;
    }
    let value = 0;
    for (let byte = kind - zero - 1; byte >= 0; byte -= 1)
      value = value * 256 + (this.#bytes[this.#at + byte] ?? 0);
    this.#at += kind - zero;
    return value;
  }

  text(): string | null {
    const kind = this.#next();
    if (kind === kinds.none) return null;
    const length = this.#length();
    switch (kind) {
      case kinds.narrow:
        return this.#codes(length, 1);
      case kinds.wide:
        return this.#codes(length, 2);
      case kinds.documentId:
        return documentIdBegins + this.#hex(length);
      case kinds.guid: {
        const hex = this.#hex(length);
        return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
      }
      default:
        return this.#hex(length);
    }
  }

  /** Goes past a text without making it. */
  skipText(): void {
    const kind = this.#next();
    if (kind === kinds.none) return;
    const length = this.#length();
    this.#at += kind === kinds.wide ? 2 * length : length;
  }

  /** Whether the text that comes next is what `whole` is from there on; it is read past. Nearly always no text is made. */
  isText(whole: string, from: number): boolean {
    const begin = this.#at;
    const kind = this.#next();
    if (kind !== kinds.narrow && kind !== kinds.hex) {
      this.#at = begin;
      return this.text() === whole.slice(from);
    }
    const length = this.#length();
    const first = this.#at;
    this.#at += length;
    const digits = kind === kinds.hex ? 2 : 1;
    if (whole.length - from !== digits * length) return false;
    for (let at = 0; at < length; at += 1) {
      const byte = this.#bytes[first + at] ?? 0;
      const there = kind === kinds.hex ? byteAt(whole, from + 2 * at) : whole.charCodeAt(from + at);
      if (byte !== there) return false;
    }
    return true;
  }

  word(words: Words): string | null {
    const number = this.number();
    return number === null ? null : words.textOf(number);
  }

  #next(): number {
    return this.#bytes[this.#at++] ?? 0;
  }

  #length(): number {
    let length = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.#next();
      length += (byte % 128) * unit;
      if (byte < 128) return length;
    }
  }

  #hex(length: number): string {
    const codes = new Uint8Array(2 * length);
    for (let at = 0; at < length; at += 1) {
      const byte = this.#next();
      codes[2 * at] = codeOf[byte >> 4] ?? 0;
      codes[2 * at + 1] = codeOf[byte & 15] ?? 0;
    }
    return textOf(codes);
  }

  #codes(length: number, size: 1 | 2): string {
    const from = this.#at;
    this.#at += size * length;
    if (size === 1) return textOf(this.#bytes.subarray(from, this.#at));
    const codes = new Uint16Array(length);
    for (let at = 0; at < length; at += 1)
      codes[at] = (this.#bytes[from + 2 * at] ?? 0) * 256 + (this.#bytes[from + 2 * at + 1] ?? 0);
    return textOf(codes);
  }
}

/** As many codes as can be arguments of one call. */
const atOnce = 8_192;

function textOf(codes: Uint8Array | Uint16Array): string {
  if (codes.length <= atOnce) return String.fromCharCode.apply(null, codes as unknown as number[]);
  let text = '';
  for (let from = 0; from < codes.length; from += atOnce) text += textOf(codes.subarray(from, from + atOnce));
  return text;
}
