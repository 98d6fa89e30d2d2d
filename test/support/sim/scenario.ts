/** Plays a scenario of `test/scenarios/` in the simulated office: the same story, under a virtual clock. */
import type { Agent } from '../../../main/core/agent-api.ts';
import type { Employee, EmployeeId } from '../../../main/core/model.ts';
import { saying, standing, type Save, type Scenario, type Step, type Told } from '../scenarios/data.ts';
import { drawers, employeesOf, settingsOf } from './company.ts';
import { Desk, SimOffice } from './office.ts';
import { chanceOf } from './random.ts';
import { endMark, shaOf } from './tree.ts';

const hour = 3_600_000;

/** Those whom the scenarios speak of. */
const people: readonly (readonly [firstName: string, lastName: string])[] = [
  ['Jean', 'Dupont'],
  ['Noémie', 'Lefèvre'],
];

export function playInSimulation(scenario: Scenario): Promise<Told> {
  return new SimPlay(scenario).play();
}

class SimPlay {
  readonly #scenario: Scenario;
  readonly #office: SimOffice;
  readonly #desk = new Desk('one');
  readonly #quietMs: number;
  readonly #people: readonly Employee[];
  /** By name, the whole text after each page. */
  readonly #texts = new Map<string, readonly string[]>();
  readonly #names = new Map<string, string>();
  readonly #stood = new Map<number, string[]>();
  #uploads = 0;
  #sending = 0;
  #slowUploads = 0;
  #underWay = 0;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    const settings = settingsOf({ requestsPerMinute: 40, rows: 'append', afterFiling: 'keep' });
    this.#office = new SimOffice({ chance: chanceOf(1), settings, people: people.length, hintsLost: 0 });
    this.#quietMs = settings.settle.quietSeconds * 1_000;
    this.#people = employeesOf(people.length).map((employee, index) => {
      const [firstName = '', lastName = ''] = people[index] ?? [];
      return { ...employee, firstName, lastName, employeeNumber: String(index + 1).padStart(5, '0') };
    });
    this.#office.lucca.employees = [...this.#people];
    this.#write();
    this.#listen();
  }

  async play(): Promise<Told> {
    const { steps } = this.#scenario;
    if (!steps.some((step) => 'start' in step)) await this.#start();
    for (const step of steps) await this.#take(step);
    await this.#pass(() => this.#underWay === 0);
    await this.#quiet();
    return this.#told();
  }

  #write(): void {
    for (const [name, { pages, without }] of Object.entries(this.#scenario.documents)) {
      const page = (upTo: number) =>
        Array.from({ length: upTo }, (_, index) => `${name}, page ${index + 1}\n`).join('');
      const states =
        without === undefined
          ? Array.from({ length: pages }, (_, index) => `${page(index + 1)}${endMark}`)
          : [page(pages)];
      this.#texts.set(name, states);
      if (without !== undefined) continue;
      states.forEach((state, index) =>
        this.#names.set(shaOf(state), index === pages - 1 ? name : `${name} up to page ${index + 1}`),
      );
    }
  }

  /** Hears Lucca take uploads and change rows. */
  #listen(): void {
    const { lucca, clock } = this.#office;
    const port = lucca.asPort.bind(lucca);
    lucca.asPort = (...line) => {
      const real = port(...line);
      return {
        ...real,
        upload: async (request, signal) => {
          this.#uploads += 1;
          // The bytes leave first; Lucca takes its time over them.
          const sent: Uint8Array[] = [];
          for await (const chunk of request.document.bytes) sent.push(chunk);
          this.#sending += 1;
          if (this.#slowUploads > 0) {
            this.#slowUploads -= 1;
            await clock.sleep(this.#quietMs * 2.5);
          }
          const bytes = (async function* () {
            await Promise.resolve();
            yield* sent;
          })();
          return real.upload({ ...request, document: { ...request.document, bytes } }, signal);
        },
      };
    };
    lucca.onChange = () => {
      for (const { rows } of lucca.places())
        for (const row of rows)
          for (const fileId of Object.values(row.files)) {
            const name = this.#nameOf(lucca.files.get(fileId));
            const before = this.#stood.get(row.id) ?? [];
            if (before.at(-1) !== name) this.#stood.set(row.id, [...before, name]);
          }
    };
  }

  #nameOf(sha256 = ''): string {
    return this.#names.get(sha256) ?? sha256;
  }

  async #start(): Promise<void> {
    this.#office.start(this.#desk);
    await this.#pass(() => this.#desk.agent !== null);
  }

  #agent(): Agent {
    const { agent } = this.#desk;
    if (agent === null) throw new Error('Classeur does not run.');
    return agent;
  }

  /** Lets time pass until something is so. */
  async #pass(done: () => boolean): Promise<void> {
    if (!(await this.#office.clock.run(done, hour))) throw new Error('It never came to that.');
  }

  async #during(work: Promise<unknown>): Promise<void> {
    const ended: { error: unknown }[] = [];
    void work.then(
      () => ended.push({ error: null }),
      (error: unknown) => ended.push({ error }),
    );
    await this.#pass(() => ended.length > 0);
    const [end] = ended;
    if (end?.error instanceof Error) throw end.error;
  }

  async #take(step: Step): Promise<void> {
    const { tree, clock } = this.#office;
    if ('save' in step) {
      this.#underWay += 1;
      const saved = this.#save(step).finally(() => (this.#underWay -= 1));
      if (step.meanwhile === true) saved.catch(() => undefined);
      else await this.#during(saved);
    } else if ('start' in step) await this.#start();
    else if ('rename' in step) tree.move(step.rename, step.to);
    else if ('swap' in step) {
      tree.move(step.swap, `${step.swap}.tmp`);
      tree.move(step.with, step.swap);
      tree.move(`${step.swap}.tmp`, step.with);
    } else if ('touch' in step) tree.touch(step.touch);
    else if ('remove' in step) tree.remove(step.remove);
    else if ('empty' in step) tree.write(step.empty, '');
    else if ('lucca' in step) this.#slowUploads += 1;
    else if ('look' in step) this.#look(step.look, step.says);
    else if ('answer' in step) await this.#answer(step.answer, step.with);
    else if ('program' in step) throw new Error('There are no programs in the simulation.');
    else if (typeof step.wait === 'number') await clock.run(() => false, step.wait * this.#quietMs);
    else if (step.wait === 'until all is quiet') await this.#quiet();
    else await this.#pass(() => this.#sending > 0);
  }

  #look(path: string, wanted: string): void {
    const document = this.#agent()
      .documents()
      .find((one) => one.path === path);
    const said = saying(document ?? { state: 'not known' });
    if (said !== wanted) throw new Error(`${path}: ${said}, not ${wanted}`);
  }

  async #answer(path: string, kind: Extract<Step, { answer: string }>['with']): Promise<void> {
    const document = this.#agent()
      .documents()
      .find((one) => one.path === path);
    if (document === undefined) throw new Error(`not known: ${path}`);
    const said: { why: string }[] = [];
    const answered = this.#agent()
      .answer([document.id], { kind })
      .then((result) => said.push({ why: result.ok ? '' : result.why }));
    await this.#during(answered);
    if (said[0]?.why !== '') throw new Error(`${path}: ${said[0]?.why ?? ''}`);
  }

  /** The ways of `test/support/writers`, on a tree where a write is a whole text. */
  async #save(step: Save): Promise<void> {
    const { save, as, how, pieces, pause } = step;
    const held = step.held === true;
    const { tree, clock } = this.#office;
    const states = this.#texts.get(save) ?? [];
    const text = states.at(-1) ?? '';
    const rest = () => clock.sleep(pause * this.#quietMs);
    const length = Math.ceil(text.length / pieces);
    const wanted = step.breaksOff === true ? Math.ceil(pieces / 2) : pieces;
    const grow = async (to: string, filled: string): Promise<void> => {
      for (let piece = 1; piece <= wanted; piece += 1) {
        tree.write(to, text.slice(0, piece * length) + filled.slice(piece * length), held);
        await rest();
      }
    };
    switch (how) {
      case 'whole':
        tree.write(as, text);
        break;
      case 'grown':
      case 'reopened':
        tree.write(as, '', held);
        await grow(as, '');
        break;
      case 'page-by-page':
        for (const state of states) {
          tree.write(as, state);
          if (state !== text) await rest();
        }
        break;
      case 'empty-first':
        tree.write(as, '');
        await rest();
        tree.write(as, text);
        break;
      case 'preallocated':
      case 'copy': {
        const nothing = '\0'.repeat(text.length);
        tree.write(as, nothing, held);
        await rest();
        await grow(as, nothing);
        if (how === 'copy') this.#setTime(as, clock.now() - 72 * hour);
        break;
      }
      case 'temp-rename': {
        const temporary = `${as}.tmp`;
        await grow(temporary, '');
        // A rename takes the place of what is there.
        if (tree.files.has(as)) tree.files.delete(as);
        tree.move(temporary, as);
        break;
      }
    }
    tree.unlock(as);
  }

  #setTime(path: string, mtimeMs: number): void {
    const { tree } = this.#office;
    const file = tree.files.get(path);
    if (file !== undefined) tree.files.set(path, { ...file, mtimeMs });
    tree.onChange(path);
  }

  async #quiet(): Promise<void> {
    await this.#during(this.#agent().syncNow());
    await this.#during(this.#agent().whenQuiet());
  }

  #told(): Told {
    const { lucca, tree } = this.#office;
    const documents = new Map(
      this.#agent()
        .documents()
        .filter((one) => !(one.state === 'filed' && one.gone))
        .map((one) => [one.path as string, one]),
    );
    const person = (id: number): string => {
      const found = this.#people.find((one) => one.id === (id as EmployeeId));
      return found === undefined ? '?' : `${found.firstName} ${found.lastName}`;
    };
    const folder = (field: string): string => drawers.find((one) => one.field === field)?.folder ?? field;
    return {
      lucca: lucca
        .places()
        .flatMap(({ employeeId, field, rows }) =>
          rows.flatMap((row) =>
            Object.values(row.files).map((fileId) =>
              standing(
                this.#nameOf(lucca.files.get(fileId)),
                person(employeeId),
                folder(field),
                this.#stood.get(row.id)?.at(-2),
              ),
            ),
          ),
        )
        .sort(),
      says: Object.fromEntries(
        [...tree.files.keys()]
          .sort()
          .map((path) => [path, saying(documents.get(path) ?? { state: 'not known' })]),
      ),
      uploads: this.#uploads,
      questions: this.#agent().questions().length,
      strange: [
        ...[...lucca.files.values()].filter((sha256) => !this.#names.has(sha256)),
        ...lucca.violations,
      ],
    };
  }
}
