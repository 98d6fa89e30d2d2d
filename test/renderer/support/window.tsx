/** Renders the window over a fake agent, as wide as wanted, and gives hands to use it with. */
import { act as rendered, cleanup, fireEvent, render, waitFor } from '@testing-library/preact';
import type { RenderResult } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, expect, vi } from 'vitest';
import { App } from '../../../renderer/src/app.tsx';
import { AppProvider } from '../../../renderer/src/state/context.tsx';
import { openStore } from '../../../renderer/src/state/store.ts';
import { fakeAgent } from '../../support/fake-agent.ts';
import type { FakeAgent } from '../../support/fake-agent.ts';
import { fakeClient } from '../../support/fake-client.ts';
import type { FakeClient, FakeClientOptions } from '../../support/fake-client.ts';
import type { Scene, SceneName } from '../../support/scenes.ts';

export interface Seen extends RenderResult {
  readonly agent: FakeAgent;
  readonly client: FakeClient;
  /** Presses a key where the focus is. */
  readonly press: (key: string, more?: Readonly<Record<string, boolean>>) => void;
  /** All text that a person could read. */
  readonly text: () => string;
}

/** happy-dom knows no layout: media queries are answered by the width that a test asks for. */
export function beWide(width: number): void {
  vi.stubGlobal('matchMedia', (query: string) => {
    const min = Number(/min-width: ([\d.]+)px/.exec(query)?.[1] ?? 0);
    const max = Number(/max-width: ([\d.]+)px/.exec(query)?.[1] ?? Infinity);
    return {
      matches: width >= min && width <= max,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    };
  });
}

export async function openWindow(
  scene: Scene | SceneName,
  options: FakeClientOptions & { readonly width?: number } = {},
): Promise<Seen> {
  beWide(options.width ?? 960);
  const agent = fakeAgent(scene);
  const client = fakeClient(agent, options);
  const store = await openStore(client);
  document.documentElement.lang = options.language ?? 'fr';
  const result = render(
    <AppProvider store={store}>
      <App />
    </AppProvider>,
  );
  // The lists come a moment after the status.
  await rendered(async () => {
    if (options.problem === undefined) await store.refresh();
    await Promise.resolve();
  });
  afterEachOnce.push(() => store.close());
  return {
    ...result,
    agent,
    client,
    press: (key, more = {}) => {
      fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
    },
    text: () => document.body.textContent.replace(/\s/g, ' '),
  };
}

const afterEachOnce: (() => void)[] = [];

/** Call it once in a file: nothing of a test stays. */
export function cleanEach(): void {
  afterEach(() => {
    for (const clean of afterEachOnce.splice(0)) clean();
    cleanup();
    vi.unstubAllGlobals();
  });
}

/** What axe finds wrong; colours and layout are not there to be judged. */
export async function findings(): Promise<readonly string[]> {
  const { violations } = await axe.run(document.body, {
    // What a frame holds has an origin of its own; what it is called is judged here.
    iframes: false,
    rules: { 'color-contrast': { enabled: false }, region: { enabled: true } },
  });
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  );
}

/** Does something and lets the window follow. */
export function act(work: () => void): void {
  void rendered(work);
}

export { expect, fireEvent, waitFor };
