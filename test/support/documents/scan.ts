/** Paper under a scanner: a sheet is printed, laid on the glass a little askew, and read with dust and grain. */
import { blank, fill, frame, textWidth, wrap, write, type Grey } from './canvas.ts';
import type { Dice } from './random.ts';
import type { Sheet } from './sheets.ts';

/** A4 at a given fineness; an office scanner does 150 or more, tests are quicker with less. */
export function paperSize(dotsPerInch: number): { readonly width: number; readonly height: number } {
  return { width: Math.round(8.27 * dotsPerInch), height: Math.round(11.69 * dotsPerInch) };
}

function signature(grey: Grey, x: number, y: number, unit: number, dice: Dice): void {
  let [penX, penY] = [x, y];
  const [wide, high, lean] = [1.5 + dice.next(), 6 + 5 * dice.next(), dice.next() * 6];
  for (let step = 0; step < 260; step++) {
    const angle = step / 9;
    penX = x + step * wide * 0.35 * unit + Math.cos(angle * 1.7 + lean) * high * unit * 0.6;
    penY = y + Math.sin(angle + lean) * high * unit * (1 - step / 330);
    fill(grey, penX, penY, Math.max(1, unit * 0.9), Math.max(1, unit * 0.9), 60);
  }
}

/** Prints a sheet on white paper. */
export function print(sheet: Sheet, dotsPerInch: number, dice: Dice): Grey {
  const { width, height } = paperSize(dotsPerInch);
  const page = blank(width, height);
  const dot = Math.max(1, Math.round(dotsPerInch / 75));
  const margin = Math.round(dotsPerInch * 0.8);
  const line = dot * 14;
  let y = margin;
  for (const text of sheet.issuer) {
    write(page, text, margin, y, dot, 70);
    y += line;
  }
  y += line * 2;
  const title = textWidth(sheet.title, dot * 2) <= width - margin * 2 ? dot * 2 : dot;
  write(page, sheet.title, (width - textWidth(sheet.title, title)) / 2, y, title, 20);
  y += line * 2.5;
  fill(page, margin, y, width - margin * 2, dot, 120);
  write(page, sheet.reference, margin, y + line / 2, dot, 90);
  y += line * 2.5;
  for (const paragraph of sheet.paragraphs) {
    for (const text of wrap(paragraph, width - margin * 2, dot)) {
      write(page, text, margin, y, dot);
      y += line;
    }
    y += line * 0.6;
  }
  if (sheet.signedBy !== null) {
    y += line;
    write(page, sheet.signedBy, width / 2, y, dot, 50);
    signature(page, width / 2, y + line * 3.4, dot, dice);
    frame(page, margin, y + line, dotsPerInch * 1.7, dotsPerInch * 0.9, dot, 150);
    write(page, 'SPÉCIMEN', margin + dot * 8, y + line * 2.6, dot, 150);
  }
  return page;
}

/** Reads the paper: turned by at most half a degree, darker at one edge, with grain. Unlike for any two dice. */
export function scanned(paper: Grey, dice: Dice): Grey {
  const { width, height } = paper;
  const out = blank(width, height);
  const turn = (dice.next() - 0.5) * 0.016;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [middleX, middleY] = [width / 2, height / 2];
  const edge = dice.between(5, 25);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x - middleX, y - middleY];
      const shade = between(paper, cos * dx + sin * dy + middleX, cos * dy - sin * dx + middleY);
      const shadow = (edge * Math.max(0, x - width * 0.9)) / (width * 0.1);
      out.dots[y * width + x] = Math.max(0, Math.min(255, shade * 0.97 - shadow + (dice.next() - 0.5) * 9));
    }
  }
  return out;
}

/** The shade between four dots. */
function between({ width, height, dots }: Grey, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return 236;
  const [right, below] = [x - left, y - top];
  const at = top * width + left;
  const first = (dots[at] ?? 0) * (1 - right) + (dots[at + 1] ?? 0) * right;
  const second = (dots[at + width] ?? 0) * (1 - right) + (dots[at + width + 1] ?? 0) * right;
  return first * (1 - below) + second * below;
}

/** A passport photograph of nobody: a head and shoulders before a plain wall. */
export function portrait(width: number, height: number, dice: Dice): Grey {
  const out = blank(width, height, 200);
  const head = {
    x: width / 2,
    y: height * 0.4,
    wide: width * (0.17 + dice.next() * 0.03),
    high: height * 0.2,
  };
  const [skin, hair, cloth] = [dice.between(120, 215), dice.between(20, 110), dice.between(40, 160)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inHead = ((x - head.x) / head.wide) ** 2 + ((y - head.y) / head.high) ** 2 < 1;
      const inHair =
        ((x - head.x) / (head.wide * 1.15)) ** 2 + ((y - head.y + height * 0.05) / (head.high * 1.05)) ** 2 <
        1;
      const inBody = ((x - head.x) / (width * 0.4)) ** 2 + ((y - height) / (height * 0.4)) ** 2 < 1;
      const shade =
        inHead && y > head.y - head.high * 0.45
          ? skin
          : inHair
            ? hair
            : inBody
              ? cloth
              : 200 + (y / height) * 30;
      out.dots[y * width + x] = Math.max(0, Math.min(255, shade + (dice.next() - 0.5) * 14));
    }
  }
  for (const side of [-1, 1]) fill(out, head.x + side * head.wide * 0.4 - 5, head.y, 10, 6, 30);
  fill(out, head.x - head.wide * 0.3, head.y + head.high * 0.5, head.wide * 0.6, 4, 70);
  return out;
}
