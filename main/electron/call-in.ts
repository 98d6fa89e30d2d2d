/**
 * The gate of the contract: a name that it knows, an input that parses, an answer that parses. What comes out is a
 * value either way, since a rejection would lose everything but its text on the way to the window.
 */
import { contract } from '../shared/ipc-contract.ts';
import type { CallName } from '../shared/ipc-contract.ts';
import type { Handlers } from './ipc-handlers.ts';

export type CallResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: { readonly code: CallError } };
export type CallError = 'unknown-call' | 'bad-input' | 'not-now' | 'failed';

const refuse = (code: CallError): CallResult => ({ ok: false, error: { code } });

const isCall = (name: unknown): name is CallName =>
  typeof name === 'string' && Object.hasOwn(contract.calls, name);

/**
 * Carries out one call. `onBug` hears of handlers that threw and answers that do not fit the contract: the name of the
 * call and the kind of error, nothing of what was in it.
 */
export async function callIn(
  handlers: Partial<Handlers>,
  name: unknown,
  input: unknown,
  onBug: (call: CallName, kind: string) => void,
): Promise<CallResult> {
  if (!isCall(name)) return refuse('unknown-call');
  const call = contract.calls[name];
  const parsed = call.in.safeParse(input);
  if (!parsed.success) return refuse('bad-input');
  // One handler's input is not another's; the contract has just proved that this is this one's.
  const handler = handlers[name] as ((given: unknown) => unknown) | undefined;
  if (handler === undefined) return refuse('not-now');
  try {
    return { ok: true, value: call.out.parse(await handler(parsed.data)) };
  } catch (error) {
    onBug(name, error instanceof Error ? error.name : typeof error);
    return refuse('failed');
  }
}
