/** Which drawing the tray shows: names of files that scripts/icons.mjs makes in dist/assets/tray. */
import type { Face } from '../../shared/face.ts';

/** The drawing of a face; questions are counted up to nine. A trouble is a question without a number. */
export function drawingFor(face: Face, questions: number): string {
  if (face === 'trouble') return 'attention';
  if (face !== 'attention' || questions < 1) return face;
  return questions > 9 ? 'attention-9plus' : `attention-${String(questions)}`;
}

export interface Panel {
  readonly platform: NodeJS.Platform;
  /** The system's own theme is dark. */
  readonly dark: boolean;
  /** `XDG_CURRENT_DESKTOP`. */
  readonly desktop: string;
}

/** GNOME and its kin have a dark bar whatever the theme; elsewhere the bar follows the system. */
export function panelIsDark({ platform, dark, desktop }: Panel): boolean {
  if (platform !== 'linux') return dark;
  return /gnome|unity|pantheon|budgie/i.test(desktop) || desktop === '' || dark;
}

/** Path of the picture below dist/assets/tray, with `/`. Sizes next to it are found by Electron (`@2x`). */
export function iconFor(face: Face, questions: number, panel: Panel): string {
  const drawing = drawingFor(face, questions);
  if (panel.platform === 'darwin') return `template/${drawing}Template.png`;
  const theme = panelIsDark(panel) ? 'on-dark' : 'on-light';
  return panel.platform === 'win32' ? `${theme}/${drawing}.ico` : `${theme}/${drawing}-24.png`;
}
