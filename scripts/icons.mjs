/**
 * Draws every icon from its SVG in build/: the tray's into dist/assets/tray, the app's into dist/assets/app and
 * build/icons (for electron-builder). Nothing is drawn again while the drawings and this file stay the same.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { isMain, root } from './process.mjs';

const drawings = path.join(root, 'build', 'tray-svg');
const appDrawing = path.join(root, 'build', 'app-icon.svg');
const assets = path.join(root, 'dist', 'assets');
const forBuilder = path.join(root, 'build', 'icons');
const stamp = path.join(root, '.cache', 'icons.sha256');

/** Logical sizes a tray may ask for (Windows 16 to 32 by its scale, Linux panels 20 to 32), each with its @2x. */
const traySizes = [16, 20, 24, 32];
/** Pixels inside a Windows tray .ico: 100 % to 400 %. */
const trayIcoSizes = [16, 20, 24, 28, 32, 40, 48, 64];
/** macOS draws the menu bar's icons at 16 points, from black and transparent only. */
const templateSize = 16;
const appSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const appIcoSizes = [16, 24, 32, 48, 64, 128, 256];

/** @returns {Promise<boolean>} whether anything had to be drawn */
export async function drawIcons() {
  const key = await inputsKey();
  const drawn = await fs.readFile(stamp, 'utf8').catch(() => '');
  if (drawn === key && existsSync(assets) && existsSync(forBuilder)) return false;
  await Promise.all([assets, forBuilder].map((folder) => fs.rm(folder, { recursive: true, force: true })));
  for (const theme of ['on-dark', 'on-light', 'template']) await drawTray(theme);
  await drawApp();
  await fs.mkdir(path.dirname(stamp), { recursive: true });
  await fs.writeFile(stamp, key);
  return true;
}

async function inputsKey() {
  const hash = createHash('sha256').update(await fs.readFile(new URL(import.meta.url)));
  const entries = await fs.readdir(drawings, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of [appDrawing, ...files.sort()]) {
    hash.update(path.relative(root, file)).update(await fs.readFile(file));
  }
  return hash.digest('hex');
}

async function drawTray(theme) {
  const from = path.join(drawings, theme);
  const to = path.join(assets, 'tray', theme);
  await fs.mkdir(to, { recursive: true });
  for (const file of (await fs.readdir(from)).filter((name) => name.endsWith('.svg'))) {
    const svg = await fs.readFile(path.join(from, file), 'utf8');
    const name = path.join(to, path.basename(file, '.svg'));
    if (theme === 'template') {
      await fs.writeFile(`${name}Template.png`, png(svg, templateSize));
      await fs.writeFile(`${name}Template@2x.png`, png(svg, templateSize * 2));
      continue;
    }
    for (const size of traySizes) {
      await fs.writeFile(`${name}-${size}.png`, png(svg, size));
      await fs.writeFile(`${name}-${size}@2x.png`, png(svg, size * 2));
    }
    await fs.writeFile(`${name}.ico`, ico(trayIcoSizes.map((size) => [size, png(svg, size)])));
  }
}

async function drawApp() {
  const svg = await fs.readFile(appDrawing, 'utf8');
  const drawn = new Map(appSizes.map((size) => [size, png(svg, size)]));
  const app = path.join(assets, 'app');
  await Promise.all([app, forBuilder].map((folder) => fs.mkdir(folder, { recursive: true })));
  for (const [size, image] of drawn) {
    await fs.writeFile(path.join(app, `icon-${size}.png`), image);
    await fs.writeFile(path.join(forBuilder, `${size}x${size}.png`), image);
  }
  const windows = ico(appIcoSizes.map((size) => [size, drawn.get(size)]));
  await fs.writeFile(path.join(app, 'icon.ico'), windows);
  await fs.writeFile(path.join(forBuilder, 'icon.ico'), windows);
  await fs.writeFile(path.join(forBuilder, 'icon.icns'), icns(drawn));
}

function png(svg, size) {
  return new Resvg(svg, { fitTo: { mode: 'width', value: size }, font: { loadSystemFonts: false } })
    .render()
    .asPng();
}

/** A Windows icon file of PNG images (Vista and later), smallest first. */
function ico(images) {
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach(([size, image], index) => {
    const at = 6 + 16 * index;
    header.writeUInt8(size % 256, at); // 0 stands for 256
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(image.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += image.length;
  });
  return Buffer.concat([header, ...images.map(([, image]) => image)]);
}

/** A macOS icon file of PNG images; the four letters name a size and whether it is a @2x. */
function icns(drawn) {
  const kinds = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 };
  const chunks = Object.entries(kinds).map(([kind, size]) => chunk(kind, drawn.get(size)));
  return chunk('icns', Buffer.concat(chunks));
}

function chunk(kind, content) {
  const head = Buffer.alloc(8, kind);
  head.writeUInt32BE(8 + content.length, 4);
  return Buffer.concat([head, content]);
}

if (isMain(import.meta)) await drawIcons();
