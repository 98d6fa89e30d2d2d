/** What the codes of failed file calls mean for the work. */

export type FileFailure = 'gone' | 'locked' | 'unreadable';

/** The code of a failed call (`ENOENT`); anything without one is a bug and is thrown on. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

const goneCodes = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);
/** Passes by itself: another program has the file, the share stutters, descriptors ran out. */
const passingCodes = new Set([
  'EBUSY',
  'EAGAIN',
  'ETXTBSY',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'ESTALE',
  'ETIMEDOUT',
  'ENETDOWN',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENOTCONN',
  'UNKNOWN',
]);

export function failureOf(code: string): FileFailure {
  if (goneCodes.has(code)) return 'gone';
  return passingCodes.has(code) ? 'locked' : 'unreadable';
}

/** A root that cannot be listed: a drive that is not there, or one that is there and closed to us. */
export function rootFailureOf(code: string): 'missing' | 'unreadable' {
  return ['EACCES', 'EPERM'].includes(code) ? 'unreadable' : 'missing';
}
