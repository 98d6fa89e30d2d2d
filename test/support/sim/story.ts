/** One seed, one history: what people, scanners, networks and machines do to an office in a day, and what must hold after it. */
import type { DocumentRecord, Employee, EmployeeId, Signature } from '../../../main/core/model.ts';
import type { AnswerKind, AttentionReason } from '../../../main/shared/reasons.ts';
import { drawers, folderOf, newcomer, placesOf, settingsOf, type Drawer } from './company.ts';
import { calm, type Weather } from './lucca.ts';
import { Desk, SimOffice } from './office.ts';
import { chanceOf, type Chance } from './random.ts';
import { endMark, isWhole, shaOf, signatureOf } from './tree.ts';

const minute = 60_000;
/** Long enough for a whole look at the tree, which is due every ten minutes, give or take a quarter. */
const quietMinutes = 13;
const hour = 60 * minute;

/** A document of another editor. */
interface Foreign {
  readonly employeeId: number;
  readonly drawer: Drawer;
  readonly fileId: string;
}

/** What a history is mostly about: rare things happen to each other only where they happen often. */
interface Mood {
  readonly name: string;
  readonly drawers: readonly Drawer[];
  /** The weather where nothing else is said. */
  readonly weather: Weather;
  /** Ports' steps until the process dies by itself, from and to; null: every second one, anywhere. */
  readonly dies: readonly [number, number] | null;
  readonly replacesRows: number;
  /** People answer "add" where they may. */
  readonly adds: boolean;
  readonly minutes: readonly [number, number];
  readonly acts: readonly [number, number];
  /** How often an act is a new document. */
  readonly fresh: number;
  readonly limits: readonly number[];
}

const mixed: Mood = {
  name: 'mixed',
  drawers,
  weather: calm,
  dies: null,
  replacesRows: 0.35,
  adds: false,
  minutes: [15, 120],
  acts: [10, 60],
  fresh: 0.55,
  limits: [4, 10, 40],
};

const answersLost: Weather = { ...calm, lostAfter: 0.3, lostBefore: 0.1, lostThenDone: 0.25, slow: 0.1 };

const moods: readonly Mood[] = [
  mixed,
  { ...mixed, name: 'answers lost', weather: answersLost, minutes: [15, 60] },
  { ...mixed, name: 'crashes', dies: [3, 150], minutes: [10, 40], limits: [10, 40] },
  {
    ...mixed,
    name: 'rows',
    drawers: drawers.filter(({ multiple }) => multiple),
    weather: { ...answersLost, lostThenDone: 0.1 },
    dies: [20, 800],
    replacesRows: 0.7,
    adds: true,
    minutes: [20, 60],
    limits: [10, 40],
  },
  { ...mixed, name: 'moves', minutes: [10, 25], acts: [40, 110], fresh: 0.25, limits: [4, 10] },
];

export interface Outcome {
  readonly seed: number;
  /** What did not hold. Empty when all is well. */
  readonly faults: readonly string[];
  /** The history, for reading. */
  readonly told: readonly string[];
  /** What each agent said of each document, with its moment. */
  readonly events: readonly string[];
  readonly filed: number;
  readonly asked: number;
  readonly crashes: number;
  /** How many things happen by themselves: what people, editors and machines do. */
  readonly happenings: number;
}

/** `without`: the numbers of happenings that are left out, for finding the smallest history that still goes wrong. */
export async function play(seed: number, without: ReadonlySet<number> = new Set()): Promise<Outcome> {
  return new Story(seed, without).play();
}

class Story {
  readonly #seed: number;
  /** Of what happens now. */
  #chance: Chance;
  readonly #ofDesks: Chance;
  readonly #without: ReadonlySet<number>;
  #happenings = 0;
  readonly #mood: Mood;
  readonly #office: SimOffice;
  readonly #desks: Desk[];
  readonly #told: string[] = [];
  readonly #faults: string[] = [];
  /** `employee|field|sub|sha` that somebody's file or answer has ever asked for. */
  readonly #wished = new Set<string>();
  /** Bytes that lay where no rule says whose they are or what, and the people whom answers named for such. */
  readonly #loose = new Set<string>();
  readonly #named = new Set<number>();
  /** `employee|sha` that an answer said. */
  readonly #directed = new Set<string>();
  readonly #directedPaths = new Map<string, number>();
  /** Everybody as they are or ever were. */
  readonly #people: Employee[] = [];
  readonly #foreign: Foreign[] = [];
  readonly #foreignIds = new Set<string>();
  /** Single values that a person or a rule let be replaced, and fields that another editor emptied. */
  readonly #mayChange = new Set<string>();
  /** Paths whose present bytes a person said to leave as they are in Lucca. */
  readonly #kept = new Set<string>();
  /** `employee|field|sub|sha` that a person said to file though it might be there. */
  readonly #mayDouble = new Set<string>();
  /** With a ledger goes the count of what was sent. */
  readonly #ledgersLostAt: number[] = [];
  readonly #unmended = new Set<string>();
  /** Texts that were never the whole of a document, and those that a person said to file as they are. */
  readonly #halves = new Set<string>();
  readonly #mayBeHalf = new Set<string>();
  #texts = 0;
  #over = false;
  #peopleMoved = false;
  #crashes = 0;

  constructor(seed: number, without: ReadonlySet<number>) {
    this.#seed = seed;
    this.#chance = chanceOf(seed);
    this.#ofDesks = this.#chance.fork();
    this.#without = without;
    const chance = this.#chance;
    const mood = chance.pick(moods);
    this.#mood = mood;
    this.#office = new SimOffice({
      chance: chance.fork(),
      settings: settingsOf({
        requestsPerMinute: chance.pick(mood.limits),
        rows: chance.happens(0.25) ? 'resend' : 'append',
        afterFiling: chance.happens(0.2) ? 'archive' : 'keep',
      }),
      people: chance.int(2, 5),
      hintsLost: chance.pick([0, 0.3, 1]),
    });
    this.#office.lucca.weather = mood.weather;
    this.#office.lucca.mode = chance.happens(mood.replacesRows) ? 'replace' : 'append';
    this.#desks = [new Desk('one'), ...(chance.happens(0.2) ? [new Desk('two')] : [])];
  }

  async play(): Promise<Outcome> {
    const { clock, lucca, settings } = this.#office;
    const chance = this.#chance;
    const mood = this.#mood;
    this.#tell(
      `${mood.name}: ${settings.tenant.requestsPerMinute} a minute, rows ${lucca.mode}/${JSON.stringify(settings.routes.map(({ target }) => (target === 'picture' ? '' : target.rows)).slice(0, 1))}, ${settings.afterFiling}, ${this.#desks.length} desk(s)`,
    );
    this.#people.push(...lucca.employees);
    lucca.onChange = (what) => this.#tell(what);
    this.#before();
    for (const desk of this.#desks) this.#startDesk(desk);
    const length = chance.int(...mood.minutes) * minute;
    const acts = chance.int(...mood.acts);
    for (let act = 0; act < acts; act += 1) this.#happen(length, () => this.#act());
    for (let trouble = chance.int(0, 8); trouble > 0; trouble -= 1)
      this.#happen(length, () => this.#trouble());
    for (let visit = chance.int(0, 6); visit > 0; visit -= 1) this.#happen(length, () => void this.#visit());
    await clock.run(() => false, length);
    const documents = await this.#end();
    const count = (state: string): number => documents.filter((document) => document.state === state).length;
    return {
      seed: this.#seed,
      faults: [
        ...this.#faults,
        ...lucca.violations,
        ...new Set(this.#office.warnings.filter((warning) => warning.startsWith('plan-restless'))),
      ],
      told: this.#told,
      events: this.#desks.flatMap((desk) => desk.told),
      filed: count('filed'),
      asked: count('attention'),
      crashes: this.#crashes,
      happenings: this.#happenings,
    };
  }

  /** Each happening draws from a chance of its own: one that is left out changes nothing about the others. */
  #happen(within: number, what: () => void): void {
    const number = this.#happenings;
    this.#happenings += 1;
    const at = this.#chance.int(0, within);
    const own = this.#chance.fork();
    if (this.#without.has(number)) return;
    this.#office.clock.after(at, () => {
      this.#chance = own;
      what();
    });
  }

  #tell(what: string): void {
    const minutes = (this.#office.clock.elapsed() / minute).toFixed(2);
    this.#told.push(`${minutes.padStart(8)} ${what}`);
  }

  // --- what is there before ---

  #before(): void {
    const { lucca } = this.#office;
    for (const employee of lucca.employees)
      for (const drawer of this.#mood.drawers) if (this.#chance.happens(0.2)) this.#edit(employee.id, drawer);
    for (let documents = this.#chance.int(0, 8); documents > 0; documents -= 1) this.#newDocument();
  }

  #edit(employeeId: number, drawer: Drawer): void {
    const { lucca } = this.#office;
    this.#texts += 1;
    if (!drawer.multiple)
      for (const one of [...this.#foreign])
        if (one.employeeId === employeeId && one.drawer === drawer)
          this.#foreign.splice(this.#foreign.indexOf(one), 1);
    const fileId = lucca.edit(
      employeeId,
      drawer.field,
      drawer.sub,
      `another ${this.#texts}`,
      drawer.multiple,
    );
    this.#foreign.push({ employeeId, drawer, fileId });
    this.#foreignIds.add(fileId);
    this.#mayChange.add(`own|${employeeId}|${drawer.field}`);
    this.#tell(`another editor puts ${fileId} on ${employeeId} ${drawer.field}`);
  }

  // --- people and scanners ---

  #text(whole = true): string {
    this.#texts += 1;
    return `document ${this.#texts} of ${this.#seed}${whole ? endMark : ''}`;
  }

  #somePath(): string {
    const { lucca } = this.#office;
    const chance = this.#chance;
    const folder = chance.happens(0.05) ? 'Inconnu Paul (9999)' : folderOf(chance.pick(lucca.employees));
    const inside = chance.happens(0.05) ? 'Divers' : chance.pick(this.#mood.drawers).folder;
    // A Mac writes its accents as letters of their own: the same folder to people, another one to the disk.
    const written = chance.happens(0.08) ? folder.normalize('NFD') : folder;
    return `${written}/${inside}/${chance.pick(['scan', 'a', 'b', 'contrat'])}-${chance.int(1, 99)}.pdf`;
  }

  #write(path: string, text: string, locked = false): void {
    this.#office.tree.write(path, text, locked);
    this.#wish(path, text);
    this.#kept.delete(path);
    const what = text === '' ? 'nothing' : `${text} (${shaOf(text).slice(0, 8)})`;
    this.#tell(`${path} ← ${what}${locked ? ', held open' : ''}`);
  }

  #wish(path: string, text: string): void {
    const places = placesOf(path, this.#people);
    const directed = this.#directedPaths.get(path);
    if (directed !== undefined) this.#directed.add(`${directed}|${shaOf(text)}`);
    if (!isWhole(text)) this.#halves.add(shaOf(text));
    if (places.length === 0) this.#loose.add(shaOf(text));
    for (const { employeeId, drawer } of places) this.#wished.add(wishOf(employeeId, drawer, shaOf(text)));
  }

  #newDocument(): void {
    const { clock, tree } = this.#office;
    const chance = this.#chance;
    const path = this.#somePath();
    if (tree.root !== 'ok' || tree.files.has(path)) return;
    const text = this.#text();
    switch (chance.int(0, 6)) {
      case 0: {
        // Page by page: each state is a file of its own, and only the last is meant.
        const pages = chance.int(2, 4);
        let after = 0;
        for (let page = 1; page <= pages; page += 1) {
          const part = page === pages ? text : `${text.slice(0, -endMark.length)} page ${page}`;
          const marked = page < pages && chance.happens(0.3) ? `${part}${endMark}` : part;
          clock.after(after, () => {
            if (tree.root === 'ok') this.#write(path, marked);
          });
          after += chance.int(200, 14_000);
        }
        break;
      }
      case 1:
        this.#write(path, text, true);
        clock.after(chance.int(100, 40_000), () => tree.unlock(path));
        break;
      case 2: {
        // A temporary name first.
        const temporary = `${path}.tmp`;
        this.#write(temporary, text.slice(0, 9));
        clock.after(chance.int(100, 20_000), () => {
          if (tree.root !== 'ok' || tree.files.has(path)) return;
          tree.write(temporary, text);
          tree.move(temporary, path);
          this.#wish(path, text);
          this.#tell(`${temporary} → ${path}`);
        });
        break;
      }
      default:
        this.#write(path, text);
    }
  }

  #act(): void {
    const { tree } = this.#office;
    const chance = this.#chance;
    if (tree.root !== 'ok') return;
    const paths = [...tree.files.keys()].filter((path) => !path.includes('_Filed'));
    const path = paths.length === 0 ? null : chance.pick(paths);
    const file = path === null ? undefined : tree.files.get(path);
    if (path === null || file === undefined || chance.happens(this.#mood.fresh)) {
      this.#newDocument();
      return;
    }
    switch (chance.int(0, 8)) {
      case 0:
        tree.touch(path);
        this.#tell(`${path} touched`);
        return;
      case 1: {
        const to = `${path.slice(0, path.lastIndexOf('/'))}/renamed-${chance.int(1, 999)}.pdf`;
        this.#move(path, to);
        return;
      }
      case 2:
        this.#move(path, this.#somePath());
        return;
      case 3:
        tree.remove(path);
        this.#tell(`${path} removed`);
        return;
      case 4:
        this.#write(path, this.#text(chance.happens(0.8)));
        return;
      case 5: {
        // A copy: the same bytes again, here or elsewhere.
        const to = chance.happens(0.5) ? this.#somePath() : path.replace(/\.pdf$/, ' (copie).pdf');
        if (!tree.files.has(to)) this.#write(to, file.text);
        return;
      }
      case 6:
        this.#write(path, '');
        return;
      case 7: {
        const { lucca } = this.#office;
        this.#edit(chance.pick(lucca.employees).id, chance.pick(this.#mood.drawers));
        return;
      }
      default:
        this.#newDocument();
    }
  }

  #move(from: string, to: string): void {
    const { tree } = this.#office;
    const file = tree.files.get(from);
    if (file === undefined || tree.files.has(to)) return;
    tree.move(from, to);
    if (this.#kept.delete(from)) this.#kept.add(to);
    const directed = this.#directedPaths.get(from);
    if (directed !== undefined) this.#directedPaths.set(to, directed);
    this.#wish(to, file.text);
    this.#tell(`${from} → ${to}`);
  }

  // --- what goes wrong ---

  #startDesk(desk: Desk): void {
    const chance = this.#ofDesks;
    const { dies } = this.#mood;
    const dieAfter =
      dies !== null ? chance.int(...dies) : chance.happens(0.5) ? chance.int(5, 400) : Infinity;
    this.#office.start(desk, dieAfter);
    this.#keepAlive(desk);
  }

  /** Who died is started again after a while. */
  #keepAlive(desk: Desk): void {
    const { clock } = this.#office;
    clock.after(1_000, () => {
      if (this.#over) return;
      if (desk.life?.dead !== true) {
        this.#keepAlive(desk);
        return;
      }
      this.#crashes += 1;
      this.#tell(`agent ${desk.name} died after ${desk.life.steps} steps`);
      clock.after(this.#ofDesks.pick([10, 3_000, 20_000, 5 * minute]), () => {
        if (this.#over) return;
        this.#tell(`agent ${desk.name} starts`);
        this.#startDesk(desk);
      });
    });
  }

  #trouble(): void {
    const { clock, lucca, tree, journals } = this.#office;
    const chance = this.#chance;
    const desk = chance.pick(this.#desks);
    const lasting = chance.pick([5_000, minute, 10 * minute]);
    const kind = chance.int(0, 17);
    switch (kind) {
      case 0:
        this.#tell('share gone');
        tree.root = chance.pick(['missing', 'unreadable', 'empty'] as const);
        clock.after(lasting, () => {
          tree.root = 'ok';
          this.#tell('share back');
        });
        return;
      case 1:
        this.#tell('offline');
        lucca.reachable = false;
        clock.after(lasting, () => void (lucca.reachable = true));
        return;
      case 2:
        this.#tell('key refused');
        lucca.keyValid = false;
        clock.after(lasting, () => {
          lucca.keyValid = true;
          for (const one of this.#desks) void one.agent?.worldChanged('secret').catch(() => undefined);
        });
        return;
      case 3:
        this.#office.crash(desk);
        return;
      case 4:
        this.#office.crash(desk);
        this.#loseLedger(desk);
        this.#tell(`ledger of ${desk.name} lost`);
        return;
      case 5:
        // What a standing-by agent could not read of the other's work, it cannot know.
        if (chance.happens(0.7) || this.#desks.length > 1) return;
        this.#office.crash(desk);
        this.#loseLedger(desk);
        journals.lose();
        this.#tell(`ledger of ${desk.name} and all journals lost`);
        return;
      case 6: {
        const folder = folderOf(chance.pick(lucca.employees));
        tree.unreadable.add(folder);
        clock.after(lasting, () => void tree.unreadable.delete(folder));
        return;
      }
      case 7:
        this.#tell(`disk of ${desk.name} full`);
        desk.full = true;
        clock.after(lasting, () => void (desk.full = false));
        return;
      case 8:
        this.#tell('uploads expire');
        lucca.expireUploads();
        return;
      case 9: {
        const file = [...tree.files.values()][0];
        if (file === undefined) return;
        (chance.happens(0.5) ? lucca.poison : lucca.badType).add(shaOf(file.text));
        return;
      }
      case 10:
        if (lucca.employees.includes(newcomer)) return;
        this.#peopleMoved = true;
        this.#tell('Paul Inconnu is employed');
        lucca.employees.push(newcomer);
        this.#people.push(newcomer);
        for (const [path, { text }] of tree.files) this.#wish(path, text);
        return;
      case 11: {
        const who = chance.pick(lucca.employees);
        this.#peopleMoved = true;
        const renamed = { ...who, lastName: `${who.lastName}-Marié` };
        this.#tell(`${folderOf(who)} is now called ${folderOf(renamed)}`);
        lucca.employees = lucca.employees.map((one) => (one === who ? renamed : one));
        this.#people.push(renamed);
        return;
      }
      case 12: {
        if (lucca.employees.length < 3) return;
        this.#peopleMoved = true;
        const gone = chance.pick(lucca.employees);
        this.#tell(`${gone.id} is gone from Lucca`);
        lucca.employees = lucca.employees.filter((one) => one !== gone);
        clock.after(lasting, () => {
          if (chance.happens(0.7) && !this.#over) lucca.employees.push(gone);
        });
        return;
      }
      case 13:
        this.#tell(`agent ${desk.name} is stopped`);
        void desk.agent
          ?.stop()
          .catch(() => undefined)
          .then(() => desk.life?.die());
        return;
      case 14:
        this.#tell('paused');
        void desk.agent?.pause(clock.now() + lasting).catch(() => undefined);
        return;
      case 15:
        void desk.agent?.syncNow().catch(() => undefined);
        return;
      default: {
        this.#tell('bad weather');
        lucca.weather = {
          throttled: chance.pick([0, 0.1, 0.4]),
          unreachable: chance.pick([0, 0.2]),
          failed: chance.pick([0, 0.2]),
          lostAfter: chance.pick([0, 0.2, 0.5]),
          lostBefore: chance.pick([0, 0.2]),
          lostThenDone: chance.pick([0, 0.2, 0.5]),
          slow: chance.pick([0, 0.2]),
        };
        clock.after(lasting, () => void (lucca.weather = this.#over ? calm : this.#mood.weather));
      }
    }
  }

  #loseLedger(desk: Desk): void {
    // Rows that were about to be put back are known to this ledger alone.
    for (const [key, rows] of desk.disk.rowsSeen) {
      const [employee = '', target = ''] = key.split(' ');
      const several = drawers.some(({ field, multiple }) => multiple && field === target.split('/')[0]);
      if (rows.length > 0 && several) this.#unmended.add(`${employee}|${target.split('/')[0] ?? ''}`);
    }
    this.#office.loseLedger(desk);
    this.#ledgersLostAt.push(this.#office.clock.now());
  }

  /** Somebody looks at the questions and answers some of them. */
  async #visit(): Promise<void> {
    const chance = this.#chance;
    for (const desk of this.#desks) {
      const { agent } = desk;
      if (agent === null) continue;
      for (const question of agent.questions()) {
        if (!chance.happens(0.6)) continue;
        const adds = this.#mood.adds && question.answers.includes('add') && chance.happens(0.8);
        const kind = adds ? 'add' : chance.pick(question.answers);
        const documents = question.documents.map(({ id }) => id) as unknown as DocumentRecord['id'][];
        const records = agent.documents().filter(({ id }) => documents.includes(id));
        const answer = this.#answer(kind, records);
        if (answer === null) continue;
        // Before it is said: an agent that dies of it may have put it into its ledger all the same.
        this.#expect(kind, question.reason, records);
        const result = await agent
          .answer(documents, answer)
          .catch(() => ({ ok: false, why: 'disk full' }) as const);
        this.#tell(
          `${question.reason} ${records.map(({ path }) => path).join(', ')}: ${JSON.stringify(answer)} ${result.ok ? '' : result.why}`,
        );
        // With two desks, what is said at one does not undo what was said at the other.
        if (result.ok && kind !== 'keep' && this.#desks.length === 1)
          for (const { path } of records) this.#kept.delete(path);
      }
    }
  }

  /** What an answer allows. */
  #expect(kind: AnswerKind, reason: AttentionReason, records: readonly DocumentRecord[]): void {
    for (const { path, signature, employeeId, target, inspection } of records) {
      const file = this.#office.tree.files.get(path);
      const drawer = drawers.find(({ field }) => field === target?.split('/')[0]);
      // Of the bytes that were asked about; the file may have gone elsewhere meanwhile.
      const bytes = [inspection?.sha256 ?? [], file === undefined ? [] : shaOf(file.text)].flat();
      if (kind === 'accept' && reason === 'maybe-filed' && employeeId !== null && drawer !== undefined)
        for (const sha256 of bytes) this.#mayDouble.add(wishOf(employeeId, drawer, sha256));
      if (kind === 'accept' && reason === 'incomplete' && inspection !== null)
        this.#mayBeHalf.add(inspection.sha256);
      if (kind === 'keep') for (const one of this.#nowAt(path, signature)) this.#kept.add(one);
    }
  }

  /** Where the file lies that a desk knows at `path`: it may have been renamed since that desk looked. */
  #nowAt(path: string, { fileKey }: Signature): readonly string[] {
    const all = [...this.#office.tree.files];
    const [there] = all.find(([, file]) => signatureOf(file).fileKey === fileKey) ?? [];
    return there === undefined ? [path] : [path, there];
  }

  #answer(kind: AnswerKind, records: readonly DocumentRecord[]) {
    const { lucca } = this.#office;
    switch (kind) {
      case 'employee': {
        const employeeId: EmployeeId = this.#chance.pick(lucca.employees).id;
        this.#named.add(employeeId);
        // What was said of its person stands for the bytes to come too.
        for (const { path, inspection } of records) {
          this.#directedPaths.set(path, employeeId);
          if (inspection !== null) this.#directed.add(`${employeeId}|${inspection.sha256}`);
          // And for those that lie there already, which this desk may not have seen yet.
          const file = this.#office.tree.files.get(path);
          if (file !== undefined) this.#directed.add(`${employeeId}|${shaOf(file.text)}`);
        }
        return { kind, employeeId, always: false } as const;
      }
      case 'target': {
        const drawer = this.#chance.pick(drawers);
        for (const { employeeId } of records) if (employeeId !== null) this.#named.add(employeeId);
        const key = drawer.sub === '' ? drawer.field : `${drawer.field}/${drawer.sub}`;
        return { kind, target: key as NonNullable<DocumentRecord['target']> } as const;
      }
      case 'replace':
        for (const { employeeId, target } of records) {
          if (employeeId === null || target === null) return null;
          this.#mayChange.add(`${employeeId}|${target.split('/')[0] ?? ''}`);
        }
        return { kind } as const;
      default:
        return { kind } as const;
    }
  }

  // --- the end ---

  async #end(): Promise<readonly DocumentRecord[]> {
    const { clock, lucca, tree } = this.#office;
    lucca.weather = calm;
    lucca.reachable = true;
    lucca.keyValid = true;
    tree.root = 'ok';
    tree.unreadable.clear();
    for (const path of tree.files.keys()) tree.unlock(path);
    for (const desk of this.#desks) desk.full = false;
    this.#tell('calm from here on');
    this.#over = true;
    // One desk stays; the others go home.
    const [last, ...others] = this.#desks;
    if (last === undefined) return [];
    this.#office.crash(last);
    // Who left something half done is the only one who knows of it: each finishes, then one stays.
    for (const desk of others) {
      this.#office.crash(desk);
      await clock.run(() => false, 6 * minute);
      this.#office.start(desk);
      await clock.run(() => desk.agent !== null, minute);
      void desk.agent?.resume().catch(() => undefined);
      let done = false;
      void desk.agent?.whenQuiet().then(() => {
        done = true;
      });
      await clock.run(() => done, 3 * hour);
      this.#office.crash(desk);
    }
    await clock.run(() => false, 6 * minute);
    this.#office.crash(last);
    this.#office.start(last);
    let quiet = false;
    await clock.run(() => last.agent !== null, minute);
    const agent = last.agent;
    void agent?.resume().catch(() => undefined);
    if (agent === null) {
      this.#faults.push('the agent does not start');
      return [];
    }
    void agent.whenQuiet().then(() => {
      quiet = true;
    });
    if (!(await clock.run(() => quiet, 12 * hour))) {
      const stuck = agent
        .documents()
        .filter(({ state }) => !['filed', 'ignored', 'attention'].includes(state));
      this.#faults.push(
        `never quiet: ${agent.status().agent} ${JSON.stringify(agent.status().counts)} ${stuck
          .slice(0, 2)
          .map((one) => JSON.stringify(one))
          .join(' ')}`,
      );
      return agent.documents();
    }
    // Questions are looked at again every ten minutes. Who came back or was renamed last is found with the next look at
    // the directory. What that changes goes on.
    await clock.run(() => false, (this.#peopleMoved ? 70 : 11) * minute);
    quiet = false;
    void agent.whenQuiet().then(() => {
      quiet = true;
    });
    await clock.run(() => quiet, hour);
    const requests = lucca.requests.length;
    const events = last.events.length;
    // A rescan finds nothing new, and nobody asks Lucca for ever.
    await clock.run(() => false, quietMinutes * minute);
    // Moving what is filed out of the way may take until the next look at the tree.
    const changes = last.events
      .slice(events)
      // The directory is read again now and then; how often anything is asked is looked at below.
      .filter((event) => event.kind !== 'status' && event.kind !== 'lucca-read')
      .filter((event) => event.kind !== 'document' || !event.document.path.includes('/_Filed/'));
    if (changes.length > 0)
      this.#faults.push(
        `restless: ${changes
          .slice(0, 8)
          .map((event) =>
            event.kind === 'document'
              ? `${event.document.path} ${event.document.state} ${'reason' in event.document ? event.document.reason : ''}`
              : event.kind,
          )
          .join(', ')}`,
      );
    const late = lucca.requests.slice(requests).map(({ kind }) => kind);
    if (late.length > 20)
      this.#faults.push(`${late.length} requests in ${quietMinutes} quiet minutes: ${late.join(' ')}`);
    const documents = [...agent.documents()];
    this.#judge(documents);
    this.#office.crash(last);
    return documents;
  }

  #judge(documents: readonly DocumentRecord[]): void {
    const { lucca, tree, settings } = this.#office;
    const fault = (what: string): void => void this.#faults.push(what);
    const byPath = new Map(
      documents.filter((one) => !(one.state === 'filed' && one.gone)).map((one) => [one.path as string, one]),
    );
    const stands = (place: { employeeId: number; drawer: Drawer }, sha256: string): number =>
      lucca
        .rows(place.employeeId, place.drawer.field)
        .filter((row) => lucca.files.get(row.files[place.drawer.sub] ?? '') === sha256).length;
    const stood = (place: { employeeId: number; drawer: Drawer }, sha256: string): boolean =>
      lucca.history.some(
        (one) =>
          one.employeeId === place.employeeId && one.field === place.drawer.field && one.sha256 === sha256,
      );

    for (const [path, file] of tree.files) {
      if (path.includes('/_Filed/')) continue;
      const document = byPath.get(path);
      if (document === undefined) {
        fault(`${path} is not known`);
        continue;
      }
      if (document.state !== 'filed' || this.#kept.has(path)) continue;
      if (document.putAwayDue && settings.afterFiling !== 'keep' && !file.locked)
        fault(`${path} is filed and was never put away`);
      if (!isWhole(file.text)) continue;
      const { employeeId, target } = document;
      const drawer = drawers.find(({ field }) => field === target?.split('/')[0]);
      if (employeeId === null || drawer === undefined) {
        fault(`${path} is filed nowhere`);
        continue;
      }
      const place = { employeeId, drawer };
      const sha256 = shaOf(file.text);
      const twice = this.#mayDouble.has(wishOf(employeeId, drawer, sha256));
      const standing = stands(place, sha256);
      // What a write cost on a record that nobody can reach any more, nobody can put back.
      const reachable = lucca.employees.some(({ id }) => id === employeeId);
      // Nor what was in doubt when the only ledger that knew of it was lost.
      const unmended = lucca.mode === 'replace' && this.#unmended.has(`${employeeId}|${drawer.field}`);
      const well =
        drawer.multiple && reachable && !unmended
          ? standing === 1 || (twice && standing > 1)
          : stood(place, sha256);
      if (!well)
        fault(`${path} is called filed on ${employeeId} ${drawer.field}: ${stands(place, sha256)} stand`);
    }

    // Never twice, never on the wrong person.
    for (const { employeeId, field, sub, fileId, sha256 } of lucca.history) {
      if (this.#foreignIds.has(fileId)) continue;
      if (this.#halves.has(sha256) && !this.#mayBeHalf.has(sha256))
        fault(`${fileId} was half-written when it went to ${employeeId} ${field}`);
      const wished = this.#wished.has(`${employeeId}|${field}|${sub}|${sha256}`);
      const directed = this.#directed.has(`${employeeId}|${sha256}`);
      if (!wished && !directed && !(this.#loose.has(sha256) && this.#named.has(employeeId)))
        fault(`${fileId} (${sha256.slice(0, 8)}) went to ${employeeId} ${field}, where nobody wanted it`);
    }
    for (const { employeeId, field, sub, sha256 } of lucca.doubles)
      if (!this.#mayDouble.has(`${employeeId}|${field}|${sub}|${sha256}`))
        fault(`${sha256.slice(0, 8)} stood twice on ${employeeId} ${field}`);

    // Nobody's document went unasked.
    for (const { employeeId, drawer, fileId } of this.#foreign) {
      const there = lucca
        .rows(employeeId, drawer.field)
        .some((row) => Object.values(row.files).includes(fileId));
      const reachable = lucca.employees.some(({ id }) => id === employeeId);
      if (!reachable || lucca.unseen.has(fileId)) continue;
      if (lucca.mode === 'replace' && this.#unmended.has(`${employeeId}|${drawer.field}`)) continue;
      const allowed =
        !drawer.multiple &&
        (drawer.whenFilled === 'replace' || this.#mayChange.has(`${employeeId}|${drawer.field}`));
      if (!there && !allowed) fault(`${fileId} of another editor is gone from ${employeeId} ${drawer.field}`);
    }

    // The budget, wherever a minute begins and whenever between its start and its answer Lucca counted a request.
    const limit = this.#office.settings.tenant.requestsPerMinute * this.#desks.length;
    const spans = lucca.requests.map(({ from, to }) => ({
      from,
      to: Math.min(to, this.#office.clock.now()),
    }));
    for (const { to } of spans) {
      const end = to + minute;
      const inside = spans.filter((one) => one.to >= to && one.from < end).length;
      const lost = this.#ledgersLostAt.filter((at) => at >= to && at < end).length;
      if (inside > limit * (1 + lost)) {
        fault(`${inside} requests in a minute, ${limit} allowed`);
        break;
      }
    }
  }
}

function wishOf(employeeId: number, drawer: Drawer, sha256: string): string {
  return `${employeeId}|${drawer.field}|${drawer.sub}|${sha256}`;
}
