// The sandbox as a process of its own, on free ports and in a temporary folder.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

const BINARY = resolve(
  process.env['GYEOL_BINARY'] ?? join(import.meta.dirname, '../../../build/dev/gyeol'),
);
const START_MS_MAX = 30_000;
const STOP_MS_MAX = 20_000;

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the official client finds the API. */
    stripePort: number;
    /** Where the sandbox's pages are. */
    sandbox: string;
    /** The one origin whose pages may show the sandbox's frames. */
    shop: string;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'gyeol-stripe-'));
  const [port, stripePort, shopPort] = [await freePort(), await freePort(), await freePort()];
  const shop = `http://localhost:${shopPort}`;
  const { PATH = '', ASAN_OPTIONS = '', UBSAN_OPTIONS = '' } = process.env;
  const flags = ['sandbox', '--port', `${port}`, '--stripe-port', `${stripePort}`];
  const more = ['--frontend-url', shop, '--data-dir', join(folder, 'data')];
  const running = spawn(BINARY, [...flags, ...more], {
    cwd: folder,
    env: { PATH, HOME: folder, ASAN_OPTIONS, UBSAN_OPTIONS },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [running.stdout, running.stderr]) {
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  }
  const deadline = Date.now() + START_MS_MAX;
  while (!(await fetch(`http://127.0.0.1:${stripePort}/`).then(Boolean, () => false))) {
    if (running.exitCode !== null || Date.now() > deadline) {
      throw new Error(`the sandbox does not answer:\n${said.slice(-4000)}`);
    }
    await new Promise((later) => setTimeout(later, 50));
  }
  provide('stripePort', stripePort);
  provide('sandbox', `http://localhost:${port}`);
  provide('shop', shop);
  return async () => {
    const ended = once(running, 'exit', { signal: AbortSignal.timeout(STOP_MS_MAX) });
    running.kill('SIGTERM');
    const [code] = (await ended) as [number | null];
    rmSync(folder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the sandbox ended with ${code}:\n${said.slice(-4000)}`);
  };
}
