/** A grey picture and the few strokes that a printed page needs. 0 is black, 255 is white. */
import { cellColumns, cellRows, cellsOf } from './bitmap-font.ts';

export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly dots: Uint8Array;
}

export function blank(width: number, height: number, shade = 255): Grey {
  return { width, height, dots: new Uint8Array(width * height).fill(shade) };
}

export function fill(grey: Grey, x: number, y: number, width: number, height: number, shade: number): void {
  const [left, right] = [Math.max(0, Math.round(x)), Math.min(grey.width, Math.round(x + width))];
  const [top, bottom] = [Math.max(0, Math.round(y)), Math.min(grey.height, Math.round(y + height))];
  for (let row = top; row < bottom; row++)
    grey.dots.fill(shade, row * grey.width + left, row * grey.width + right);
}

/** An edge without a filling. */
export function frame(
  grey: Grey,
  x: number,
  y: number,
  width: number,
  height: number,
  thick: number,
  shade: number,
) {
  fill(grey, x, y, width, thick, shade);
  fill(grey, x, y + height - thick, width, thick, shade);
  fill(grey, x, y, thick, height, shade);
  fill(grey, x + width - thick, y, thick, height, shade);
}

export const textWidth = (text: string, dot: number) => cellsOf(text).length * cellColumns * dot;

/** Draws one line of text with its top left corner at (x, y); each dot of the face is `dot` pixels wide. */
export function write(grey: Grey, text: string, x: number, y: number, dot: number, shade = 30): void {
  cellsOf(text).forEach((cell, place) => {
    for (let row = 0; row < cellRows; row++) {
      for (let column = 0; column < 5; column++) {
        if (((cell[row] ?? 0) >> (4 - column)) & 1)
          fill(grey, x + (place * cellColumns + column) * dot, y + row * dot, dot, dot, shade);
      }
    }
  });
}

/** Breaks a text into lines no wider than `width` pixels. */
export function wrap(text: string, width: number, dot: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, dot) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
