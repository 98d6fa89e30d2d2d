/** An assistant at her desk: she opens questions and answers them with the mouse; what comes of it is seen in Lucca. */
import type { Page } from 'playwright-core';
import { until, type Office } from './office.ts';

export interface Desk {
  /** A person of the company by the part that they play. */
  idOf(part: string): number;
  /** Names of the files that stand in a field of somebody. */
  filesOf(employeeId: number, field: string): readonly string[];
  filed(employeeId: number, field: string, name: string): Promise<void>;
  /** Opens the question and waits for its card. */
  question(about: RegExp): Promise<void>;
  choose(label: RegExp | string): Promise<void>;
  gone(about: RegExp): Promise<void>;
}

export function openDesk(office: Office, page: Page): Desk {
  /** What was left aside stands in the list, too, under another sign. */
  const asking = (about: RegExp) =>
    page.locator('.pane--list .row:has(.row__glyph--ask)', { hasText: about }).first();
  const filesOf = (employeeId: number, field: string): readonly string[] =>
    [...office.lucca.files.values()]
      .filter(({ attachedTo }) =>
        attachedTo.some((holding) => holding.employeeId === employeeId && holding.field === field),
      )
      .map(({ name }) => name)
      .sort();
  return {
    idOf: (part) => office.lucca.company.cast[part] ?? 0,
    filesOf,
    filed: (employeeId, field, name) =>
      until(() => filesOf(employeeId, field).includes(name), `${name} is filed`),
    async question(about) {
      await page.getByRole('link', { name: /À regarder/ }).click();
      await asking(about).click();
      await page.locator('.card').waitFor();
    },
    choose: (label) => page.locator('.choice', { hasText: label }).click(),
    gone: (about) => asking(about).waitFor({ state: 'detached' }),
  };
}
