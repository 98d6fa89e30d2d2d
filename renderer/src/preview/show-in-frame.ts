/**
 * Hands a document's bytes to the frame and waits for its word. The frame has read untrusted bytes: what it says is
 * looked at as if they had said it.
 */
import { refusals } from './protocol.ts';
import type { PreviewAnswer, PreviewRequest, Refusal } from './protocol.ts';

const isRefusal = (value: unknown): value is Refusal => refusals.some((one) => one === value);
const isLength = (value: unknown, most: number): value is number =>
  typeof value === 'number' && value > 0 && value <= most;

/** Null for what no honest frame says. */
export function answerOf(said: unknown, box: Pick<PreviewRequest, 'width' | 'height'>): PreviewAnswer | null {
  if (typeof said !== 'object' || said === null) return null;
  const { kind, why, width, height, pages } = said as Readonly<Record<string, unknown>>;
  if (kind === 'not') return isRefusal(why) ? { kind, why } : null;
  if (kind !== 'shown' || !isLength(width, box.width) || !isLength(height, box.height)) return null;
  if (pages !== null && !(Number.isInteger(pages) && isLength(pages, 1_000_000))) return null;
  return { kind, width, height, pages };
}

/** `heard` is called once at most. The bytes are the frame's from here on. */
export function showInFrame(
  frame: Window,
  request: PreviewRequest,
  heard: (answer: PreviewAnswer) => void,
): () => void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    port1.close();
    heard(answerOf(data, request) ?? { kind: 'not', why: 'damaged' });
  };
  // Nothing that the frame is served can be named: it has no origin.
  frame.postMessage(request, '*', [port2, request.bytes]);
  return () => port1.close();
}
