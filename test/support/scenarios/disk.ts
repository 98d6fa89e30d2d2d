/** Plays a scenario on the real file system: others save in processes of their own, the real agent looks on. */
import { mkdir, readdir, readFile, rename, rm, truncate, utimes } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { AnswerOfPerson, DocumentRecord } from '../../../main/core/model.ts';
import { assemble, type Assembled } from '../../../main/assemble.ts';
import { createWatcher } from '../../../main/adapters/watch/index.ts';
import { parseSettings } from '../../../main/shared/settings.ts';
import { idOf, openOffice, pause, type Office } from '../../integration/agent/office.ts';
import { defaultKey } from '../../lucca/index.ts';
import { temporaryFolder, type TemporaryFolder } from '../temporary-folder.ts';
import { settingsOf, sha256 } from '../tree/index.ts';
import { startWriter, type Writer } from '../writers/index.ts';
import { namesOfWhole, realDocuments, type RealDocument } from './bytes.ts';
import { saying, standing, type Save, type Scenario, type Step, type Told } from './data.ts';
import { scanWith } from './scanner.ts';

/** As the settings have it. Shorter, and a busy machine would stretch a scanner's pauses beyond it. */
export const quietSeconds = 1;

const fields: Readonly<Record<string, string>> = {
  e_Contrats: 'Contrats',
  e_RIB: 'RIB',
  e_Diplome: 'Diplômes',
  picture: 'Photo',
};

export async function playOnDisk(scenario: Scenario, writer: Writer): Promise<Told> {
  return new Play(scenario, writer, await openOffice(), await temporaryFolder()).play();
}

class Play {
  readonly #scenario: Scenario;
  readonly #writer: Writer;
  readonly #office: Office;
  readonly #sources: TemporaryFolder;
  readonly #documents: ReadonlyMap<string, RealDocument>;
  readonly #meanwhile: Promise<void>[] = [];
  /** By row of Lucca, the documents that stood in it. */
  readonly #stood = new Map<number, string[]>();
  #running: Assembled | null = null;

  constructor(scenario: Scenario, writer: Writer, office: Office, sources: TemporaryFolder) {
    this.#scenario = scenario;
    this.#writer = writer;
    this.#office = office;
    this.#sources = sources;
    this.#documents = realDocuments(scenario);
  }

  async play(): Promise<Told> {
    try {
      return await this.#play();
    } finally {
      await this.#running?.close();
    }
  }

  async #play(): Promise<Told> {
    const { steps } = this.#scenario;
    for (const { name, states } of this.#documents.values())
      for (const [index, state] of states.entries()) await this.#sources.write(`${name}/${index}`, state);
    if (!steps.some((step) => 'start' in step)) await this.#start();
    for (const step of steps) await this.#take(step);
    await Promise.all(this.#meanwhile);
    await this.#quiet();
    return this.#told();
  }

  /** The agent as the programs run it, its watcher included. */
  async #start(): Promise<void> {
    const { root, data, lucca } = this.#office;
    const settings = settingsOf({ root, tenantUrl: lucca.url, quietSeconds, requestsPerMinute: 10_000 });
    const parsed = parseSettings(settings);
    if (!parsed.ok) throw new Error(`${parsed.problem.path}: ${parsed.problem.message}`);
    await mkdir(data, { recursive: true, mode: 0o700 });
    this.#running = await assemble({
      data,
      settings: parsed.settings,
      key: () => Promise.resolve(defaultKey.key),
      log: { info: () => undefined, warn: () => undefined },
      watcher: createWatcher({ root, agentId: 'scenario' }),
    });
    await this.#running.agent.start();
  }

  #agent(): Assembled['agent'] {
    if (this.#running === null) throw new Error('Classeur has not been started.');
    return this.#running.agent;
  }

  #document(below: string): DocumentRecord | undefined {
    return this.#agent()
      .documents()
      .find((document) => document.path === below);
  }

  #at(below: string): string {
    return path.join(this.#office.root, ...below.split('/'));
  }

  async #take(step: Step): Promise<void> {
    if ('save' in step) {
      const saved = this.#save(step);
      if (step.meanwhile === true) this.#meanwhile.push(saved);
      else await saved;
    } else if ('program' in step) {
      await mkdir(path.dirname(this.#at(step.into)), { recursive: true });
      const { format, pages, batch = false, into } = step;
      const home = this.#sources.at('sane');
      await scanWith({ format, pages, batch, to: this.#at(into), pageMs: quietSeconds * 1_500, home });
    } else if ('start' in step) await this.#start();
    else if ('rename' in step) await this.#move(step.rename, step.to);
    else if ('swap' in step) {
      await this.#move(step.swap, `${step.swap}.tmp`);
      await this.#move(step.with, step.swap);
      await this.#move(`${step.swap}.tmp`, step.with);
    } else if ('touch' in step) await utimes(this.#at(step.touch), new Date(), new Date());
    else if ('remove' in step) await rm(this.#at(step.remove));
    else if ('empty' in step) await truncate(this.#at(step.empty));
    else if ('lucca' in step)
      this.#office.lucca.faults.add({
        match: { method: 'POST' },
        fault: { kind: 'delay', ms: quietSeconds * 2_500 },
      });
    else if ('look' in step) await this.#look(step.look, step.says);
    else if ('answer' in step) await this.#answer(step.answer, { kind: step.with });
    else if (typeof step.wait === 'number') await pause(step.wait * quietSeconds * 1_000);
    else if (step.wait === 'until all is quiet') await this.#quiet();
    else await this.#sending();
  }

  async #move(from: string, to: string): Promise<void> {
    await mkdir(path.dirname(this.#at(to)), { recursive: true });
    await rename(this.#at(from), this.#at(to));
  }

  async #save({ save, as, how, pieces, pause: pauses, breaksOff }: Save): Promise<void> {
    const document = this.#documents.get(save);
    if (document === undefined) throw new Error(`no document ${save}`);
    const to = this.#at(as);
    await mkdir(path.dirname(to), { recursive: true });
    const from = document.states.map((_, index) => this.#sources.at(`${save}/${index}`));
    const pauseMs = pauses * quietSeconds * 1_000;
    const last = from.slice(-1);
    const job = { how, to, from: how === 'page-by-page' ? from : last, pieces, pauseMs };
    if (breaksOff !== true) return this.#writer.save(job);
    const dying = startWriter();
    onTestFinished(() => dying.stop());
    const died = dying.save(job).then(
      () => Promise.reject(new Error('The writer lived.')),
      () => undefined,
    );
    const half = (document.states.at(-1)?.length ?? 0) / 2;
    await until(async () => (await readFile(to).catch(() => '')).length >= half);
    await dying.stop();
    await died;
  }

  /** A busy machine may be late; it is never early. */
  async #look(below: string, wanted: string): Promise<void> {
    let said = '';
    const asWanted = () => {
      said = saying(this.#document(below) ?? { state: 'not known' });
      return Promise.resolve(said === wanted);
    };
    await until(asWanted, quietSeconds * 2_000).catch(() => {
      throw new Error(`${below}: ${said}, not ${wanted}`);
    });
  }

  async #answer(below: string, answer: AnswerOfPerson): Promise<void> {
    const result = await this.#agent().answer([idOf(this.#document(below))], answer);
    if (!result.ok) throw new Error(`${below}: ${result.why}`);
  }

  async #sending(): Promise<void> {
    const { journal } = this.#office.lucca;
    await until(() =>
      Promise.resolve(journal.requests.some((one) => one.method === 'POST' && one.bytesReceived > 0)),
    );
  }

  /** All that was saved has been looked at, and nothing is under way. */
  async #quiet(): Promise<void> {
    // The watcher goes first; what it did not tell, the scan finds.
    await pause(quietSeconds * 500);
    await this.#agent().syncNow();
    const late = pause(90_000).then(() => 'late');
    if ((await Promise.race([this.#agent().whenQuiet(), late])) === 'late')
      throw new Error(`Not quiet: ${JSON.stringify(this.#agent().status().counts)}`);
    const names = this.#names();
    for (const { valueId, sha256: sha } of this.#office.lucca.holdings()) {
      if (valueId === null) continue;
      const before = this.#stood.get(valueId) ?? [];
      const name = names.get(sha) ?? sha;
      if (before.at(-1) !== name) this.#stood.set(valueId, [...before, name]);
    }
  }

  #names(): ReadonlyMap<string, string> {
    return new Map([...namesOfWhole(this.#documents), ...this.#scanned]);
  }

  /** What a real program scanned is known only once it is there. */
  readonly #scanned = new Map<string, string>();

  async #learnScanned(files: readonly string[]): Promise<void> {
    if (!this.#scenario.steps.some((step) => 'program' in step)) return;
    for (const file of files)
      this.#scanned.set(sha256(await readFile(this.#at(file))), `scanned ${path.posix.basename(file)}`);
  }

  async #told(): Promise<Told> {
    const { lucca, root } = this.#office;
    const files = await filesBelow(root);
    await this.#learnScanned(files);
    const names = this.#names();
    const person = (id: number): string => {
      const found = lucca.store.employees.get(id);
      return `${found?.firstName ?? '?'} ${found?.lastName ?? '?'}`;
    };
    return {
      lucca: lucca
        .holdings()
        .map(({ employeeId, field, valueId, sha256: sha }) => {
          const before = valueId === null ? undefined : this.#stood.get(valueId)?.at(-2);
          return standing(names.get(sha) ?? sha, person(employeeId), fields[field] ?? field, before);
        })
        .sort(),
      says: Object.fromEntries(
        files.map((file) => [file, saying(this.#document(file) ?? { state: 'not known' })]),
      ),
      uploads: this.#office.sent().uploads,
      questions: this.#agent().questions().length,
      strange: [...lucca.files.values()].filter((file) => !names.has(file.sha256)).map(({ name }) => name),
    };
  }
}

async function filesBelow(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((file) => !file.startsWith('.classeur/'))
    .sort();
}

async function until(done: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await done())) {
    if (Date.now() > end) throw new Error('It never came to that.');
    await pause(10);
  }
}
