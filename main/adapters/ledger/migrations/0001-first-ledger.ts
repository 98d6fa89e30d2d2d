/**
 * Times are REAL, since one may be "never" (Infinity). `documents.mtime` is text: it is compared for equality with what
 * the file system says, and SQLite writes numbers into JSON with fifteen digits, one too few for it.
 */
export const firstLedger = `
CREATE TABLE facts (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  ledger_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  rooted INTEGER NOT NULL DEFAULT 0,
  throttled_until REAL NOT NULL DEFAULT 0,
  paused_until REAL NOT NULL DEFAULT 0,
  key_refused INTEGER NOT NULL DEFAULT 0,
  throttled INTEGER NOT NULL DEFAULT 0,
  requests INTEGER NOT NULL DEFAULT 0,
  orphans INTEGER NOT NULL DEFAULT 0,
  directory_asked_at REAL NOT NULL DEFAULT 0,
  backoff_until REAL NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  directory_read_at REAL
) STRICT;

CREATE TABLE documents (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  mtime TEXT NOT NULL,
  file_key TEXT NOT NULL,
  quiet_since REAL NOT NULL,
  seen_at REAL NOT NULL,
  state_at REAL NOT NULL,
  employee_id INTEGER,
  target TEXT,
  sha256 TEXT,
  content_type TEXT,
  file_id TEXT,
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
  changed TEXT
) STRICT;
CREATE INDEX documents_employee ON documents (employee_id);

CREATE TABLE life (
  seq INTEGER PRIMARY KEY,
  document_id TEXT NOT NULL,
  at REAL NOT NULL,
  state TEXT NOT NULL,
  reason TEXT
) STRICT;
CREATE INDEX life_document ON life (document_id, seq);

CREATE TABLE answers (
  seq INTEGER PRIMARY KEY,
  document_id TEXT NOT NULL,
  at REAL NOT NULL,
  account TEXT NOT NULL,
  state TEXT NOT NULL,
  decisions TEXT NOT NULL
) STRICT;
CREATE INDEX answers_document ON answers (document_id);

CREATE TABLE receipts (
  seq INTEGER PRIMARY KEY,
  identity TEXT NOT NULL,
  document_id TEXT NOT NULL,
  employee_id INTEGER NOT NULL,
  target TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  path TEXT NOT NULL,
  file_id TEXT NOT NULL,
  value_id INTEGER,
  filed_at REAL NOT NULL,
  proof TEXT NOT NULL CHECK (proof IN ('answer', 'read', 'journal')),
  replaced_file_id TEXT,
  search TEXT NOT NULL,
  erased INTEGER NOT NULL DEFAULT 0,
  UNIQUE (identity, file_id)
) STRICT;
CREATE INDEX receipts_filed ON receipts (filed_at);
CREATE INDEX receipts_document ON receipts (document_id, filed_at);
CREATE INDEX receipts_employee ON receipts (employee_id);

CREATE TABLE bindings (
  folder TEXT NOT NULL PRIMARY KEY,
  employee_id INTEGER NOT NULL,
  made_by TEXT NOT NULL CHECK (made_by IN ('match', 'answer')),
  at REAL NOT NULL
) STRICT;

CREATE TABLE employees (
  seq INTEGER PRIMARY KEY,
  id INTEGER NOT NULL UNIQUE,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  employee_number TEXT NOT NULL,
  email TEXT NOT NULL,
  login TEXT NOT NULL,
  legal_entity TEXT NOT NULL,
  department TEXT NOT NULL,
  contract_start TEXT,
  contract_end TEXT
) STRICT;

CREATE TABLE targets (
  key TEXT NOT NULL PRIMARY KEY,
  rows TEXT NOT NULL CHECK (rows IN ('unknown', 'append', 'replace')),
  sub_fields TEXT NOT NULL,
  stopped INTEGER NOT NULL
) STRICT;

CREATE TABLE fields (
  seq INTEGER PRIMARY KEY,
  field TEXT NOT NULL,
  name TEXT NOT NULL,
  multiple INTEGER NOT NULL,
  sub_fields TEXT NOT NULL,
  holds_file INTEGER NOT NULL
) STRICT;

CREATE TABLE rows_seen (
  employee_id INTEGER NOT NULL,
  target TEXT NOT NULL,
  rows TEXT NOT NULL,
  PRIMARY KEY (employee_id, target)
) STRICT;

CREATE TABLE requests (
  id TEXT NOT NULL PRIMARY KEY,
  started_at REAL NOT NULL,
  answered_at REAL
) STRICT;

CREATE TABLE orphans (
  seq INTEGER PRIMARY KEY,
  file_id TEXT UNIQUE,
  sha256 TEXT NOT NULL,
  at REAL NOT NULL
) STRICT;

CREATE TABLE proofs (
  identity TEXT NOT NULL,
  file_id TEXT NOT NULL,
  event TEXT NOT NULL CHECK (event IN ('attach', 'filed')),
  at REAL NOT NULL,
  PRIMARY KEY (identity, file_id)
) STRICT;

CREATE TABLE journals (
  name TEXT NOT NULL PRIMARY KEY,
  taken INTEGER NOT NULL
) STRICT;

CREATE TABLE inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at REAL NOT NULL,
  account TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;
`;
