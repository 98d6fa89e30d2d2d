/** The address of Lucca as people copy it. */
import type { ConnectFailure } from '../../shared/setup-contract.ts';
import { isLoopback } from '../../shared/loopback.ts';
import { isLuccaHost } from '../../shared/settings.ts';

export type Address =
  { readonly ok: true; readonly url: string } | { readonly ok: false; readonly why: ConnectFailure };

/**
 * The tenant's origin, from what was typed or pasted: without a scheme, with the page that was open. Where it is plainly
 * a tenant of Lucca, `http` is taken for a slip; a key never leaves in the clear.
 */
export function addressOf(typed: string, allowedHosts: readonly string[]): Address {
  const text = typed.trim();
  if (text === '') return { ok: false, why: 'no-address' };
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  let url: URL;
  try {
    url = new URL(whole);
  } catch {
    return { ok: false, why: 'not-an-address' };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, why: 'not-an-address' };
  if (isLoopback(url.origin)) return { ok: true, url: url.origin };
  if (isLuccaHost(url.hostname, allowedHosts)) return { ok: true, url: `https://${url.host}` };
  return { ok: false, why: url.hostname.includes('.') ? 'not-lucca' : 'not-an-address' };
}
