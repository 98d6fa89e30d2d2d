import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { iconFor, panelIsDark } from '../../../main/electron/tray/icon-for.ts';
import { menuFor } from '../../../main/electron/tray/menu-for.ts';
import type { MenuAct, MenuEntry } from '../../../main/electron/tray/menu-for.ts';
import { tooltipFor } from '../../../main/electron/tray/tooltip-for.ts';
import { faces } from '../../../main/shared/face.ts';
import { languages } from '../../../main/shared/languages.ts';
import { wordsIn } from '../../support/words.ts';
import { scenes } from '../../support/scenes.ts';
import type { SceneName } from '../../support/scenes.ts';

const fr = wordsIn('fr');
const names = Object.keys(scenes) as SceneName[];

function acts(entries: readonly MenuEntry[]): readonly MenuAct[] {
  return entries.flatMap((entry) => {
    if (entry.kind === 'submenu') return acts(entry.entries);
    return entry.kind === 'act' && entry.enabled ? [entry.act] : [];
  });
}

describe('the icon', () => {
  it('has a drawing for every face and count, on every system', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const)
      for (const dark of [true, false])
        for (const face of faces)
          for (const questions of [0, 1, 9, 10, 999]) {
            const icon = iconFor(face, questions, { platform, dark, desktop: 'KDE' });
            const [theme = '', file = ''] = icon.split('/');
            const drawing = file.replace(/(Template)?(-24)?\.(png|ico)$/, '');
            expect(existsSync(`build/tray-svg/${theme}/${drawing}.svg`), icon).toBe(true);
          }
  });

  it('is white on GNOME’s bar, which is dark in a light theme too', () => {
    expect(panelIsDark({ platform: 'linux', dark: false, desktop: 'ubuntu:GNOME' })).toBe(true);
    expect(panelIsDark({ platform: 'linux', dark: false, desktop: 'KDE' })).toBe(false);
    expect(panelIsDark({ platform: 'win32', dark: false, desktop: '' })).toBe(false);
  });

  it('counts up to nine', () => {
    const panel = { platform: 'linux', dark: true, desktop: '' } as const;
    expect(iconFor('attention', 9, panel)).toBe('on-dark/attention-9-24.png');
    expect(iconFor('attention', 10, panel)).toBe('on-dark/attention-9plus-24.png');
    expect(iconFor('trouble', 4, panel)).toBe('on-dark/attention-24.png');
  });
});

describe('the menu', () => {
  it('can always open, help and quit, whatever the state', () => {
    for (const name of names)
      expect(acts(menuFor(scenes[name].status, fr)), name).toEqual(
        expect.arrayContaining(['open', 'folder', 'settings', 'help', 'quit']),
      );
    expect(acts(menuFor(null, fr))).toEqual(['open', 'settings', 'help', 'quit']);
  });

  it('offers a pause or its end, never both', () => {
    for (const name of names) {
      const found = acts(menuFor(scenes[name].status, fr));
      expect(found.includes('resume'), name).toBe(name === 'paused');
      expect(found.includes('pause-hour'), name).toBe(name !== 'paused');
    }
  });

  it('leads to the questions only when there are some', () => {
    expect(acts(menuFor(scenes.attention.status, fr))).toContain('attention');
    expect(acts(menuFor(scenes.filed.status, fr))).not.toContain('attention');
  });
});

describe('the tooltip', () => {
  it('fits what Windows shows, in every language and state', () => {
    for (const language of languages)
      for (const name of names)
        expect(tooltipFor(scenes[name].status, wordsIn(language)).length).toBeLessThanOrEqual(127);
  });

  it('is cut where another computer’s name is very long', () => {
    const status = { ...scenes['standing-by'].status, worksElsewhere: 'X'.repeat(200) };
    expect(tooltipFor(status, fr)).toHaveLength(127);
  });
});
