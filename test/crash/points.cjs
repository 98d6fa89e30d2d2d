/**
 * Loaded before the program (`node --require`): gives a name to each moment at which something becomes lasting, tells
 * it (`CRASH_TELL`: a file, one name a line), and kills the process at one of them (`CRASH_AT`: `<n> <name>`): nothing
 * is flushed, nothing is closed. `CRASH_NO_LINKS`: as on a volume without hard links. The program knows nothing of it.
 */
'use strict';

const fs = require('node:fs');
const promises = require('node:fs/promises');
const path = require('node:path');
const { appendFileSync, openSync, writeSync } = fs;

const tellTo = process.env.CRASH_TELL;
const [, nth, wanted] = /^(\d+) (.+)$/.exec(process.env.CRASH_AT ?? '') ?? [];
let left = Number(nth ?? 0);

function die() {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

/** The process comes to a point, and may end there. `half` does what a torn write leaves behind. */
function point(name, half = () => undefined) {
  if (tellTo !== undefined) appendFileSync(tellTo, `${name}\n`);
  if (name !== wanted) return;
  left -= 1;
  if (left > 0) return;
  half();
  die();
}

// ————— the ledger —————

const libsql = require.resolve('libsql');
const Database = require('libsql');

/** The furthest that a document got names the transaction; then what else is written. */
const states = 'filed attaching uploaded uploading attention waiting ready settling ignored'.split(' ');
/** A step of a life begins with the letter of its state. */
const letters = 'FALUQWRSI';
const tables = {
  receipts: 'a receipt',
  targets: 'how rows behave',
  employees: 'the directory',
  fields: 'the fields',
  rows_seen: 'rows seen',
  proofs: 'proofs from journals',
  journals: 'journals read',
  orphans: 'orphans',
  documents: 'what is known of documents',
  requests: 'requests',
  bindings: 'folders',
  facts: 'facts',
};

class WatchedDatabase extends Database {
  constructor(file, options) {
    super(file, options);
    const name = path.basename(file);
    this.isLedger = name === 'ledger.db';
    this.isLock = name === 'agent.lock';
  }

  exec(sql) {
    if (this.isLock && sql.startsWith('BEGIN')) {
      super.exec(sql);
      point('data folder: its lock taken');
      return;
    }
    if (!this.isLedger) {
      super.exec(sql);
      return;
    }
    if (sql.startsWith('BEGIN'))
      this.written = { states: new Set(), tables: new Set(), version: null, request: '' };
    const version = /user_version = (\d+)/.exec(sql);
    if (version !== null && this.written !== undefined) this.written.version = version[1];
    const name =
      sql === 'COMMIT'
        ? `ledger: ${nameOf(this.written)}`
        : sql.includes('wal_checkpoint')
          ? 'ledger: log folded in'
          : null;
    const moment = sql === 'COMMIT' ? 'commit' : 'it';
    if (name !== null) point(`${name} | before ${moment}`);
    super.exec(sql);
    if (name !== null) point(`${name} | after ${moment}`);
  }

  prepare(sql) {
    const statement = super.prepare(sql);
    if (!this.isLedger) return statement;
    const { run, all } = statement;
    statement.run = (values) => {
      const result = run.call(statement, values);
      this.note(sql, values, result.changes);
      return result;
    };
    if (sql.startsWith('PRAGMA journal_mode'))
      statement.all = (values) => {
        point('ledger: write-ahead log begun | before it');
        const rows = all.call(statement, values);
        point('ledger: write-ahead log begun | after it');
        return rows;
      };
    return statement;
  }

  note(sql, values, changes) {
    if (this.written === undefined || changes === 0) return;
    const table = /^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) (\w+)/.exec(sql)?.[1];
    if (table === 'life' && /^(INSERT|UPDATE life SET steps = steps)/.test(sql))
      this.written.states.add(
        states[letters.indexOf(sql.startsWith('INSERT') ? values[2][0] : values[0][0])],
      );
    else if (table === 'requests' && sql.startsWith('INSERT'))
      this.written.request = values[2] === null ? 'a request about to leave' : 'a request answered';
    else if (table !== undefined) this.written.tables.add(table);
  }
}

function nameOf({ states: reached, tables: touched, version, request }) {
  if (version !== null) return `tables made (version ${version})`;
  const state = states.find((one) => reached.has(one));
  if (state !== undefined) return `documents ${state}`;
  if (request !== '') return request;
  const table = Object.keys(tables).find((one) => touched.has(one));
  return table === undefined ? 'nothing written' : tables[table];
}

require.cache[libsql].exports = WatchedDatabase;

fs.openSync = (file, ...rest) => {
  const isNew = !fs.existsSync(file);
  const descriptor = openSync(file, ...rest);
  const name = path.basename(String(file));
  if (isNew && (name === 'ledger.db' || name === 'agent.lock')) point(`data folder: empty ${name} made`);
  return descriptor;
};

// ————— journals, lease, archive —————

function kindOf(file) {
  const name = path.basename(file);
  if (name === 'journal.jsonl') return 'journal in the data folder';
  if (/^journal-.+\.jsonl$/.test(name)) return 'journal in the root';
  if (/^lease-\d+$/.test(name)) return 'lease';
  if (name.startsWith('draft-')) return 'draft of the lease';
  if (/^clock-/.test(name)) return 'clock of the share';
  return null;
}

/** An append says what it is of, so that lines before a write and after it are told apart. */
function aboutOf(kind, data) {
  if (!kind.startsWith('journal')) return kind;
  return `${kind}, ${String(data).includes('"filed"') ? 'filed' : 'attach'}`;
}

const { open, link, rename, unlink, mkdir } = promises;

promises.open = async (file, flags, mode) => {
  const kind = kindOf(String(file));
  if (kind === null || flags === 'r') return open(file, flags, mode);
  const isNew = !fs.existsSync(file);
  const handle = await open(file, flags, mode);
  if (isNew) point(`${kind} | made, still empty`);
  watch(handle, kind);
  return handle;
};

function watch(handle, kind) {
  let about = kind;
  const wrap = (method, partOf) => {
    const original = handle[method].bind(handle);
    handle[method] = async (data, ...rest) => {
      about = aboutOf(kind, data);
      point(`${about} | before the write`);
      // What a torn write leaves: its beginning.
      point(`${about} | half written`, () => partOf(Buffer.from(data)));
      const result = await original(data, ...rest);
      point(`${about} | written, before the sync`);
      return result;
    };
  };
  const append = (bytes) => writeSync(handle.fd, bytes, 0, Math.min(100, bytes.length >> 1));
  wrap('appendFile', append);
  wrap('writeFile', append);
  wrap('write', (bytes) => writeSync(handle.fd, bytes, 0, 100, 0));
  const sync = handle.sync.bind(handle);
  handle.sync = async () => {
    await sync();
    point(`${about} | after the sync`);
  };
}

const inFiled = (file) => String(file).split(path.sep).includes('_Filed');

promises.mkdir = async (folder, options) => {
  const made = await mkdir(folder, options);
  if (path.basename(String(folder)) === '.classeur') point('own folder in the root | made');
  else if (inFiled(folder)) point('archive: a folder | made');
  return made;
};

/** Set while a document has two names. */
let linked = '';

promises.link = async (from, to) => {
  if (process.env.CRASH_NO_LINKS !== undefined)
    throw Object.assign(new Error('EPERM: no hard links here'), { code: 'EPERM' });
  if (kindOf(String(to)) === 'lease') {
    point('lease: its name | before it');
    await link(from, to);
    point('lease: its name | after it');
    return;
  }
  if (!inFiled(to)) return link(from, to);
  point('archive: second name | before it');
  await link(from, to);
  linked = String(from);
  point('archive: second name | after it');
};

promises.rename = async (from, to) => {
  if (!inFiled(to)) return rename(from, to);
  point('archive: rename | before it');
  await rename(from, to);
  point('archive: rename | after it');
};

promises.unlink = async (file) => {
  const isFirstName = String(file) === linked;
  const kind = kindOf(String(file));
  if (isFirstName) point('archive: first name | before it is taken away');
  await unlink(file);
  if (isFirstName) point('archive: first name | taken away');
  else if (kind !== null) point(`${kind} | taken away`);
};
