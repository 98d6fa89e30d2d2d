/**
 * What the settings and the policy say of the first things that show, read by hand and not yet proven right: what is
 * wrong with them is told once the rest of the program is there.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLanguage } from '../shared/languages.ts';
import type { Language } from '../shared/languages.ts';
import { withPolicy } from '../shared/policy-merge.ts';

export interface Wishes {
  /** There are settings: the window that comes is the agent's, not the first run's. */
  readonly decided: boolean;
  readonly tray: boolean;
  /** Null: the system's. */
  readonly language: Language | null;
}

export function glanceAtSettings(data: string, policyPath: string): Wishes {
  const said = objectIn(join(data, 'settings.json'));
  const policy = objectIn(policyPath)?.['settings'];
  const { app, language } = withPolicy(said ?? {}, isObject(policy) ? policy : {});
  return {
    decided: said !== null,
    tray: !isObject(app) || app['tray'] !== false,
    language: typeof language === 'string' && isLanguage(language) ? language : null,
  };
}

function objectIn(path: string): Readonly<Record<string, unknown>> | null {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isObject(read) ? read : {};
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
