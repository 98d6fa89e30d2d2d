/**
 * A slow line in a process of its own, between the agent and the emulator: so many bytes a second upwards for all
 * connections together, in turn, and each byte late by half of the delay both ways. Arguments: port of the emulator,
 * bytes a second, milliseconds there and back. Prints the port it listens on.
 */
import { connect, createServer, type Socket } from 'node:net';

const [target = 0, bytesPerSecond = 0, delayMs = 0] = process.argv.slice(2).map(Number);
const tickMs = 10;
/** What waits of one connection before it is not read any further: a modem's buffer, not a data centre's. */
const mostWaiting = 16 * 1024;

interface Line {
  readonly up: Socket;
  readonly down: Socket;
  waiting: Buffer[];
  length: number;
  ended: boolean;
}

const lines = new Set<Line>();
let credit = 0;
let last = performance.now();

const later = (work: () => void): void => void setTimeout(work, delayMs / 2);

const server = createServer({ allowHalfOpen: true }, (down) => {
  const up = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
  const line: Line = { up, down, waiting: [], length: 0, ended: false };
  lines.add(line);
  down.on('data', (chunk) => {
    line.waiting.push(chunk);
    line.length += chunk.length;
    if (line.length >= mostWaiting) down.pause();
  });
  down.on('end', () => {
    line.ended = true;
  });
  up.on('data', (chunk) => later(() => down.write(chunk)));
  up.on('end', () => later(() => down.end()));
  const cut = (): void => {
    lines.delete(line);
    up.destroy();
    down.destroy();
  };
  for (const socket of [up, down]) socket.on('error', cut).on('close', cut);
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? (address?.port ?? 0) : 0}\n`);
});

/** A packet of each connection in turn, as far as the line takes them. */
function pass(): void {
  const now = performance.now();
  credit = Math.min(credit + ((now - last) / 1_000) * bytesPerSecond, (bytesPerSecond * 5 * tickMs) / 1_000);
  last = now;
  for (let passed = 0; credit > 0 && passed < lines.size;) {
    const [line] = lines;
    if (line === undefined) break;
    // To the end of the queue, whether it had something to send or not.
    lines.delete(line);
    lines.add(line);
    const packet = take(line, 1_400);
    passed = packet === null ? passed + 1 : 0;
    if (packet === null) continue;
    credit -= packet.length;
    later(() => line.up.write(packet));
  }
  for (const line of lines) {
    if (line.length < mostWaiting && line.down.isPaused()) line.down.resume();
    if (line.ended && line.length === 0) {
      line.ended = false;
      later(() => line.up.end());
    }
  }
}

function take(line: Line, most: number): Buffer | null {
  const [first] = line.waiting;
  if (first === undefined) return null;
  const packet = first.subarray(0, most);
  if (packet.length === first.length) line.waiting.shift();
  else line.waiting[0] = first.subarray(most);
  line.length -= packet.length;
  return packet;
}

setInterval(pass, tickMs);
process.once('SIGTERM', () => process.exit(0));
