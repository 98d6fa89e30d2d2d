/** The machine's own addresses: the only ones where http and other names than Lucca's are allowed. */
export const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** True for an address on one of them. */
export function isLoopback(url: string): boolean {
  try {
    return loopbackHost.test(new URL(url).hostname);
  } catch {
    return false;
  }
}
