/**
 * A third of the size. Ids and hashes are bytes where they look as expected, else the texts that they are
 * (`compact-ids.ts`); folders, targets and content types are kept once; a document's life is one text (`life-text.ts`);
 * what is searched in receipts stands in `shown` alone, which a receipt leaves when its path is erased.
 *
 * `receipts_identity` holds the beginning of a hash: enough to find it, at a sixth of the size of the whole.
 *
 * `facts.written` counts up with each fact: SQLite does not write what is as it was, and the agent, once the disk was
 * full, puts a fact as it was to find out whether it may write again.
 */
import type { Driver } from '../driver.ts';
import { searchText } from '../search-text.ts';
import { soundText } from '../sound-text.ts';

const digits = (text: string): string => `${text} NOT GLOB '*[^0-9a-f]*'`;
const documentId = (id: string): string =>
  `iif(substr(${id}, 1, 2) = 'd_' AND length(${id}) > 2 AND length(${id}) % 2 = 0 AND ${digits(`substr(${id}, 3)`)},
    unhex(substr(${id}, 3)), ${id})`;
const hash = (text: string): string =>
  `iif(length(${text}) = 64 AND ${digits(text)}, unhex(${text}), ${text})`;
const fileId = (id: string): string =>
  `iif(${id} GLOB '????????-????-????-????-????????????' AND length(replace(${id}, '-', '')) = 32
    AND ${digits(`replace(${id}, '-', '')`)}, unhex(replace(${id}, '-', '')), ${id})`;
/** Up to the last slash: all behind it is taken away. */
const folder = (path: string): string => `rtrim(${path}, replace(${path}, '/', ''))`;
const wordNumber = (word: string): string => `(SELECT words.id FROM words WHERE words.word = ${word})`;

const tables = `
DROP INDEX documents_employee;
DROP INDEX documents_open;
DROP INDEX receipts_document;
DROP INDEX receipts_employee;
DROP INDEX receipts_shown;
DROP INDEX life_document;
DROP INDEX answers_document;
ALTER TABLE documents RENAME TO old_documents;
ALTER TABLE receipts RENAME TO old_receipts;
ALTER TABLE life RENAME TO old_life;
ALTER TABLE answers RENAME TO old_answers;
ALTER TABLE orphans RENAME TO old_orphans;
ALTER TABLE proofs RENAME TO old_proofs;

ALTER TABLE facts ADD COLUMN written INTEGER NOT NULL DEFAULT 0;

CREATE TABLE folders (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  search TEXT NOT NULL
) STRICT;

CREATE TABLE words (
  id INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE documents (
  seq INTEGER PRIMARY KEY,
  id ANY NOT NULL UNIQUE,
  folder INTEGER NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  mtime TEXT NOT NULL,
  file_key TEXT NOT NULL,
  quiet_since REAL NOT NULL,
  seen_at REAL NOT NULL,
  state_at REAL NOT NULL,
  employee_id INTEGER,
  target INTEGER,
  sha256 ANY,
  content_type INTEGER,
  file_id ANY,
  unproven INTEGER NOT NULL,
  backlog INTEGER NOT NULL,
  decisions TEXT,
  attempts INTEGER NOT NULL,
  reuploaded INTEGER NOT NULL,
  replaces TEXT,
  state TEXT NOT NULL CHECK (state IN ('settling', 'ready', 'uploading', 'uploaded', 'attaching', 'filed', 'waiting', 'attention', 'ignored')),
  reason TEXT CHECK ((reason IS NOT NULL) = (state IN ('waiting', 'attention', 'ignored'))),
  until REAL CHECK ((until IS NOT NULL) = (state = 'waiting')),
  resume TEXT CHECK ((resume IS NOT NULL) = (state IN ('waiting', 'attention'))),
  gone INTEGER NOT NULL,
  changed TEXT,
  put_away_due INTEGER NOT NULL
) STRICT;

CREATE TABLE life (
  document_id ANY NOT NULL PRIMARY KEY,
  since REAL NOT NULL,
  steps TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE answers (
  seq INTEGER PRIMARY KEY,
  document_id ANY NOT NULL,
  at REAL NOT NULL,
  account TEXT NOT NULL,
  state TEXT NOT NULL,
  decisions TEXT NOT NULL
) STRICT;

CREATE TABLE receipts (
  seq INTEGER PRIMARY KEY,
  identity ANY NOT NULL,
  document_id ANY NOT NULL,
  employee_id INTEGER NOT NULL,
  target INTEGER NOT NULL,
  sha256 ANY NOT NULL,
  size INTEGER NOT NULL,
  folder INTEGER NOT NULL,
  name TEXT NOT NULL,
  file_id ANY NOT NULL,
  value_id INTEGER,
  filed_at REAL NOT NULL,
  proof TEXT NOT NULL CHECK (proof IN ('answer', 'read', 'journal')),
  replaced_file_id ANY
) STRICT;

CREATE TABLE shown (
  filed_at REAL NOT NULL,
  seq INTEGER NOT NULL,
  folder INTEGER NOT NULL,
  search TEXT NOT NULL,
  employee_id INTEGER NOT NULL,
  PRIMARY KEY (filed_at, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE orphans (
  seq INTEGER PRIMARY KEY,
  file_id ANY UNIQUE,
  sha256 ANY NOT NULL,
  at REAL NOT NULL
) STRICT;

CREATE TABLE proofs (
  identity ANY NOT NULL,
  file_id ANY NOT NULL,
  event TEXT NOT NULL CHECK (event IN ('attach', 'filed')),
  at REAL NOT NULL,
  PRIMARY KEY (identity, file_id)
) STRICT, WITHOUT ROWID;
`;

const rows = `
INSERT INTO folders (path, search)
  SELECT ${folder('path')}, '' FROM old_documents UNION SELECT ${folder('path')}, '' FROM old_receipts;
INSERT INTO words (word)
  SELECT target FROM old_documents WHERE target IS NOT NULL
  UNION SELECT content_type FROM old_documents WHERE content_type IS NOT NULL
  UNION SELECT target FROM old_receipts;
INSERT INTO documents
  SELECT seq, ${documentId('old.id')}, folders.id, substr(old.path, length(folders.path) + 1), size, mtime, file_key,
    quiet_since, seen_at, state_at, employee_id, ${wordNumber('target')}, ${hash('sha256')},
    ${wordNumber('content_type')}, ${fileId('file_id')}, unproven, backlog, decisions, attempts, reuploaded, replaces,
    state, reason, until, resume, gone, changed, put_away_due
  FROM old_documents AS old JOIN folders ON folders.path = ${folder('old.path')} ORDER BY seq;
INSERT INTO receipts
  SELECT seq, ${hash('identity')}, ${documentId('document_id')}, employee_id, ${wordNumber('target')},
    ${hash('sha256')}, size, folders.id, substr(old.path, length(folders.path) + 1), ${fileId('file_id')}, value_id,
    filed_at, proof, ${fileId('replaced_file_id')}
  FROM old_receipts AS old JOIN folders ON folders.path = ${folder('old.path')} ORDER BY seq;
INSERT INTO life
  SELECT ${documentId('document_id')}, since, group_concat(
    CASE state WHEN 'settling' THEN 'S' WHEN 'ready' THEN 'R' WHEN 'uploading' THEN 'U' WHEN 'uploaded' THEN 'L'
      WHEN 'attaching' THEN 'A' WHEN 'filed' THEN 'F' WHEN 'waiting' THEN 'W' WHEN 'attention' THEN 'Q' WHEN 'ignored' THEN 'I'
      ELSE 'N' END
    || CAST(round(at) - since AS INTEGER) || coalesce('(' || reason || ')', ''), '' ORDER BY seq)
  FROM (SELECT *, round(first_value(at) OVER (PARTITION BY document_id ORDER BY seq)) AS since FROM old_life)
  GROUP BY document_id;
INSERT INTO answers
  SELECT seq, ${documentId('document_id')}, at, account, state, decisions FROM old_answers ORDER BY seq;
INSERT INTO orphans SELECT seq, ${fileId('file_id')}, ${hash('sha256')}, at FROM old_orphans ORDER BY seq;
INSERT INTO proofs SELECT ${hash('identity')}, ${fileId('file_id')}, event, at FROM old_proofs;
`;

/** The search of a path is that of its folder and that of its name, one after the other. */
const search = `
INSERT INTO shown
  SELECT old.filed_at, old.seq, receipts.folder, substr(old.search, length(folders.search) + 1), old.employee_id
  FROM old_receipts AS old JOIN receipts ON receipts.seq = old.seq JOIN folders ON folders.id = receipts.folder
  WHERE old.erased = 0 ORDER BY old.filed_at, old.seq;
`;

const rest = `
DROP TABLE old_documents;
DROP TABLE old_receipts;
DROP TABLE old_life;
DROP TABLE old_answers;
DROP TABLE old_orphans;
DROP TABLE old_proofs;
CREATE INDEX documents_open ON documents (seq) WHERE state <> 'filed';
CREATE INDEX documents_folder ON documents (folder);
CREATE INDEX receipts_identity ON receipts (substr(identity, 1, 6));
CREATE INDEX receipts_document ON receipts (document_id);
CREATE INDEX receipts_folder ON receipts (folder);
CREATE INDEX answers_document ON answers (document_id);
${['documents', 'receipts'].map(folderTriggers).join('')}
CREATE TRIGGER receipts_not_shown AFTER DELETE ON receipts BEGIN
  DELETE FROM shown WHERE filed_at = OLD.filed_at AND seq = OLD.seq;
END;
`;

/** What nothing lies in any more is not kept: a folder's name is a person's. */
function folderTriggers(table: string): string {
  const drop = `
  DELETE FROM folders WHERE id = OLD.folder
    AND NOT EXISTS (SELECT 1 FROM documents WHERE folder = OLD.folder)
    AND NOT EXISTS (SELECT 1 FROM receipts WHERE folder = OLD.folder);
END;`;
  return `
CREATE TRIGGER ${table}_folder_left AFTER DELETE ON ${table} BEGIN ${drop}
CREATE TRIGGER ${table}_folder_changed AFTER UPDATE OF folder ON ${table} WHEN OLD.folder <> NEW.folder BEGIN ${drop}
`;
}

export function small(driver: Driver): void {
  driver.exec(tables);
  driver.exec(rows);
  for (const row of driver.all('SELECT id, CAST(path AS BLOB) AS path FROM folders'))
    driver.run('UPDATE folders SET search = ? WHERE id = ?', [
      searchText(soundText(row['path'])),
      Number(row['id']),
    ]);
  driver.exec(search);
  driver.exec(rest);
}
