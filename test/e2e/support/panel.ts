/**
 * The panel of the desktop that scripts/with-desktop.mjs started, and what stands on it: pixels of the real display.
 * It is dressed light or dark, bare for tests (nothing but the tray) or with windows and a clock for pictures.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { until } from './office.ts';

export type PanelLook = 'light' | 'dark';

/** As high as it is drawn, in pixels. */
const height = 40;
const surfaces = { light: '#eef0f2', dark: '#20262b' } as const;
const inks = { light: '#1d2327', dark: '#f2f4f5' } as const;

/** Dresses the panel. `bare`: nothing on it but the tray. */
export async function dressPanel(look: PanelLook, { bare }: { readonly bare: boolean }): Promise<void> {
  await mkdir(folder(), { recursive: true });
  await writeFile(join(folder(), 'tint2rc'), settingsOf(look, bare));
  renewPanel();
  await until(() => wears(look), `the panel is ${look}`);
}

/** As the desktop had it. */
export async function undressPanel(): Promise<void> {
  await rm(folder(), { recursive: true, force: true });
  renewPanel();
}

/** The panel begins anew, as after its crash: whoever has an icon on it must put it there again. */
function renewPanel(): void {
  const pid = Number(process.env['CLASSEUR_PANEL']);
  if (!(pid > 0)) throw new Error('No panel is known: run with scripts/with-desktop.mjs --panel');
  process.kill(pid, 'SIGUSR1');
}

/** The right end of the panel, or all of it. */
export function panelPicture(width = Infinity): PNG {
  const display = displayPicture();
  const wide = Math.min(width, display.width);
  return cut(display, { x: display.width - wide, y: display.height - height, width: wide, height });
}

/**
 * What stands on a bare panel: the smallest rectangle that holds every pixel which is not its surface. Null where
 * nothing does.
 */
export function iconOnPanel(): PNG | null {
  const panel = panelPicture();
  const surface = colourAt(panel, 0, 0);
  let [left, top, right, bottom] = [panel.width, panel.height, -1, -1];
  for (let y = 0; y < panel.height; y += 1)
    for (let x = 0; x < panel.width; x += 1) {
      if (colourAt(panel, x, y) === surface) continue;
      [left, top] = [Math.min(left, x), Math.min(top, y)];
      [right, bottom] = [Math.max(right, x), Math.max(bottom, y)];
    }
  return right < 0
    ? null
    : cut(panel, { x: left, y: top, width: right - left + 1, height: bottom - top + 1 });
}

const folder = (): string => join(process.env['XDG_CONFIG_HOME'] ?? '', 'tint2');
const displayPicture = (): PNG =>
  PNG.sync.read(
    execFileSync('import', ['-window', 'root', '-depth', '8', 'png:-'], { maxBuffer: 64_000_000 }),
  );

/** The panel's own colour, as a number. */
export const surfaceOf = (look: PanelLook): number => Number.parseInt(surfaces[look].slice(1), 16);
const wears = (look: PanelLook): boolean => colourAt(panelPicture(), 0, 0) === surfaceOf(look);

/** Red, green and blue as one number. */
export const colourAt = (picture: PNG, x: number, y: number): number =>
  picture.data.readUIntBE((y * picture.width + x) * 4, 3);

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function cut(picture: PNG, { x, y, width, height: high }: Place): PNG {
  const part = new PNG({ width, height: high });
  PNG.bitblt(picture, part, x, y, width, high, 0, 0);
  return part;
}

const settingsOf = (look: PanelLook, bare: boolean): string => `
rounded = 0
border_width = 0
background_color = ${surfaces[look]} 100
border_color = ${surfaces[look]} 100

rounded = 4
border_width = 0
background_color = #8a949b 30
border_color = #8a949b 30

panel_items = ${bare ? 'FS' : 'TSC'}
panel_size = 100% ${String(height)}
panel_margin = 0 0
panel_padding = 8 0 8
panel_background_id = 1
panel_position = bottom center horizontal
panel_layer = top
disable_transparency = 1

task_text = 1
task_icon = 1
task_maximum_size = 180 32
task_padding = 6 4 6
task_background_id = 2
task_active_background_id = 2
task_font = DejaVu Sans 9
task_font_color = ${inks[look]} 100

systray_padding = 4 4 6
systray_icon_size = 24
systray_sort = left2right

# Always the same: a picture of it is to differ where the icon does.
time1_format = 10:42
time1_font = DejaVu Sans 10
clock_font_color = ${inks[look]} 100
clock_padding = 8 0
`;
