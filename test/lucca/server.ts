/** Starts and stops the emulator. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Tokens } from './2024-11-01/tokens.ts';
import { Keyring } from './auth.ts';
import { fictionalCompany } from './company.ts';
import { controlPrefix, handleControl } from './control-plane.ts';
import { holdEmulator } from './emulator.ts';
import type { Emulator } from './emulator.ts';
import type { Tenant } from './course.ts';
import { exchange } from './exchange.ts';
import { Faults } from './faults.ts';
import { Journal } from './journal.ts';
import { everyRight } from './model.ts';
import type { ApiKey, Company, OAuthClient } from './model.ts';
import { RateLimit } from './rate-limit.ts';
import { Store } from './store.ts';
import { applySwitches, defaultSwitches } from './switches.ts';
import type { Switches } from './switches.ts';

/** The key of every emulator that was given none: fictional, so it may stand in docs and tests. */
export const defaultKey: ApiKey = {
  key: '1f0e1d5c-7c1a-4f7e-9d0b-2c5a6b7d8e9f',
  name: 'Classeur',
  rights: everyRight,
};

/** The client of every emulator that was given none, with all that it may ask for. */
export const defaultClient: OAuthClient = {
  clientId: 'classeur-office',
  secret: 'not-a-secret-9f2b',
  name: 'Classeur',
  rights: everyRight,
  scopes: [
    'employees.readonly',
    'employments.readonly',
    'job-positions.readonly',
    'legal-entities.readonly',
    'departments.readonly',
    'employee-extension-definitions.readonly',
    'employee-extensions.readonly',
    'employee-extensions.readwrite',
    'files.readwrite',
  ],
};

export interface EmulatorOptions {
  /** 0 (default): any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  readonly company?: Company;
  readonly switches?: Partial<Switches>;
  readonly keys?: readonly ApiKey[];
  readonly clients?: readonly OAuthClient[];
  /** Milliseconds since 1970; delays and stalls run on real time whatever it says. */
  readonly clock?: () => number;
  /** `hash`: bodies are hashed and forgotten, for large runs (default `bytes`). */
  readonly keep?: 'bytes' | 'hash';
}

export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const now = options.clock ?? Date.now;
  const host = options.host ?? '127.0.0.1';
  const company = options.company ?? fictionalCompany({ now: now() });
  const switches = defaultSwitches();
  applySwitches(switches, options.switches ?? {});
  const keepBytes = (options.keep ?? 'bytes') === 'bytes';
  const store = new Store(company, now, keepBytes);
  const stopping = new AbortController();
  const held: { emulator?: Emulator; tenant?: Tenant } = {};

  // [DOC] headers above 8 KB are answered 431, which Node does by itself
  const server = createServer({ maxHeaderSize: 8192, requestTimeout: 0 }, (request, response) => {
    const task = request.url?.startsWith(controlPrefix)
      ? handleControl(request, response, held.emulator!)
      : exchange(request, response, held.tenant!);
    task.catch((error: unknown) => {
      // a bug of the emulator must not look like an answer of Lucca
      console.error('The emulator failed:', error);
      request.socket.destroy();
    });
  });
  // stalls and long downloads hold a socket for longer than Node would
  server.timeout = 0;
  // idle connections stay, or clients would meet resets that no fault asked for
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const tenant: Tenant = {
    store,
    switches,
    now,
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    keyring: new Keyring(options.keys ?? [defaultKey]),
    tokens: new Tokens(options.clients ?? [defaultClient]),
    limit: new RateLimit(switches),
    faults: new Faults(),
    journal: new Journal(store),
    keepBytes,
    stopping: stopping.signal,
  };
  const stop = async (): Promise<void> => {
    stopping.abort();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  held.tenant = tenant;
  held.emulator = holdEmulator(company, tenant, { server, stop, port });
  return held.emulator;
}
