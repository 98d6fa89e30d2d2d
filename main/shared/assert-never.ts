/** Proves to the compiler, and at run time to us, that a union has been handled whole. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
