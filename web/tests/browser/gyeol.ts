// `gyeol dev` as a process of its own, on free ports and in a temporary folder, and what it leaves
// behind: the database, the payment log, the sandbox's books.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const BINARY = resolve(
  process.env['GYEOL_BINARY'] ?? join(import.meta.dirname, '../../../build/release/gyeol'),
);
const START_MS_MAX = 30_000;
const STOP_MS_MAX = 20_000;

/** Where a running Gyeol is; plain data, so that it can be handed to another process. */
export interface Place {
  folder: string;
  server: string;
  sandbox: string;
  shop: string;
}

/** A row of the database as an operator sees it. */
export interface PaymentRow {
  id: string;
  orderId: string;
  status: string;
  amount: number;
  paymentMethod: string;
}

export interface LogLine {
  level: string;
  timestamp: string;
  action: string;
  data: { orderId: string; amount: number; paymentMethod: string; status: string };
}

export class Gyeol {
  readonly place: Place;
  private process: ChildProcess | undefined;
  private said = '';

  private constructor(place: Place) {
    this.place = place;
  }

  /** Starts one with empty books. Throws with what the program said when it does not answer. */
  static async start(): Promise<Gyeol> {
    const [server, sandbox, shop] = (await freePorts(3)).map((port) => `http://localhost:${port}`);
    const folder = mkdtempSync(join(tmpdir(), 'gyeol-browser-'));
    const gyeol = new Gyeol({ folder, server: server!, sandbox: sandbox!, shop: shop! });
    await gyeol.run();
    return gyeol;
  }

  /** Starts the program again on the books of the last one. */
  async run(): Promise<void> {
    const { folder, server, sandbox, shop } = this.place;
    const port = (url: string) => new URL(url).port;
    const flags = ['--port', port(server), '--sandbox-port', port(sandbox), '--stripe-port', '0'];
    const { PATH = '', HOME = folder, ASAN_OPTIONS = '', UBSAN_OPTIONS = '' } = process.env;
    this.process = spawn(BINARY, ['dev', ...flags, '--demo-port', port(shop)], {
      cwd: folder,
      env: { PATH, HOME, ASAN_OPTIONS, UBSAN_OPTIONS },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    }
    await this.answer();
  }

  /** Ends the program as a lost machine would: nothing is finished, nothing is written. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Ends the program as an operator would and removes its folder. Throws unless it ended well. */
  async stop(): Promise<void> {
    const code = await this.end('SIGTERM');
    const told = this.said + readFileSync(join(this.place.folder, 'logs/payment.log'), 'utf8');
    const leak = SECRETS.map((secret) => secret.exec(told)).find((found) => found);
    if (leak) throw new Error(`gyeol told a secret: ${told.slice(leak.index - 80, leak.index + 80)}`);
    rmSync(this.place.folder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`gyeol ended with ${code}:\n${this.said.slice(-4000)}`);
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const running = this.process;
    if (!running || running.exitCode !== null || running.signalCode !== null) {
      throw new Error(`gyeol had ended by itself:\n${this.said.slice(-4000)}`);
    }
    const ended = once(running, 'exit', { signal: AbortSignal.timeout(STOP_MS_MAX) });
    running.kill(signal);
    const [code] = (await ended) as [number | null];
    return code;
  }

  private async answer(): Promise<void> {
    const deadline = Date.now() + START_MS_MAX;
    for (const url of [`${this.place.server}/readyz`, this.place.sandbox, this.place.shop]) {
      for (;;) {
        const is = await fetch(url).then(
          ({ ok, status }) => ok || status === 404,
          () => false,
        );
        if (is) break;
        const ended = this.process?.exitCode;
        if (typeof ended === 'number' || Date.now() > deadline) {
          throw new Error(`${url} does not answer:\n${this.said.slice(-4000)}`);
        }
        await new Promise((later) => setTimeout(later, 50));
      }
    }
  }
}

/** What one Gyeol has written down, read beside the running server. */
export class Books {
  private readonly place: Place;

  constructor(place: Place) {
    this.place = place;
  }

  payment(orderId: string): PaymentRow | undefined {
    return this.select('WHERE orderId = ?', orderId)[0];
  }

  paymentsOf(email: string): PaymentRow[] {
    return this.select('WHERE userId = (SELECT id FROM users WHERE email = ?)', email);
  }

  logLines(orderId: string): LogLine[] {
    const text = readFileSync(join(this.place.folder, 'logs/payment.log'), 'utf8');
    const lines = text.split('\n').filter((line) => line !== '');
    return lines
      .map((line) => JSON.parse(line) as LogLine)
      .filter(({ data }) => data?.orderId === orderId);
  }

  /** What Toss took for an order, one entry for each of its payments that ever took money. */
  chargesFor(orderId: string): number[] {
    const journal = this.journal('toss');
    const latest = new Map<string, number>();
    for (const line of journal.trimEnd().split('\n')) {
      const { payment } = JSON.parse(line) as {
        payment?: { orderId: string; paymentKey: string; captured: number };
      };
      if (payment?.orderId === orderId) latest.set(payment.paymentKey, payment.captured);
    }
    return [...latest.values()].filter((captured) => captured > 0);
  }

  /** What Stripe took for an order, one entry for each of its intents that ever took money. */
  async chargesAtStripe(orderId: string): Promise<number[]> {
    const intents = await this.atStripe('payment_intents?limit=100');
    return intents
      .filter(({ metadata }) => metadata['orderId'] === orderId)
      .map(({ amount_received: amount }) => amount)
      .filter((amount) => amount > 0);
  }

  private async atStripe(path: string): Promise<StripeIntent[]> {
    const response = await fetch(`${this.place.sandbox}/stripe/v1/${path}`, {
      headers: { authorization: 'Bearer sk_test_gyeolsandboxstripesecret' },
    });
    return ((await response.json()) as { data: StripeIntent[] }).data;
  }

  /** What Kakao Pay took for an order, one entry for each tid that ever took money. */
  chargesAtKakaoPay(orderId: string): number[] {
    const latest = new Map<string, number>();
    for (const line of this.journal('kakaopay').trimEnd().split('\n')) {
      const { payment } = JSON.parse(line) as {
        payment?: { tid: string; partnerOrderId: string; captured: number };
      };
      if (payment?.partnerOrderId === orderId) latest.set(payment.tid, payment.captured);
    }
    return [...latest.values()].filter((captured) => captured > 0);
  }

  private journal(provider: string): string {
    return readFileSync(join(this.place.folder, `data/sandbox-${provider}.jsonl`), 'utf8');
  }

  /** What the sandbox's API says of an order; undefined when it knows no such payment. */
  async atToss(orderId: string): Promise<{ status: string; totalAmount: number } | undefined> {
    for (const secretKey of SANDBOX_SECRET_KEYS) {
      const address = `${this.place.sandbox}/toss/v1/payments/orders/${orderId}`;
      const authorization = `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`;
      const response = await fetch(address, { headers: { authorization } });
      if (response.ok) return (await response.json()) as { status: string; totalAmount: number };
    }
    return undefined;
  }

  private select(where: string, value: string): PaymentRow[] {
    const path = join(this.place.folder, 'data/gyeol.db');
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      const columns = 'id, orderId, status, amount, paymentMethod';
      const rows = database.prepare(`SELECT ${columns} FROM payments ${where}`).all(value);
      return rows as unknown as PaymentRow[];
    } finally {
      database.close();
    }
  }
}

interface StripeIntent {
  metadata: Record<string, string>;
  amount_received: number;
}

// The sandbox's own, made-up keys; the widget's and the window's.
const SANDBOX_SECRET_KEYS = [
  'test_gsk_gyeolsandboxwidgetsecret',
  'test_sk_gyeolsandboxwindowsecret',
];

/** What the program must never say: what is the buyers' own, keys, and addresses that pay. */
const SECRETS = [
  /@example\.kr/,
  /made-up-password/,
  /\beyJ[\w-]{8,}\./,
  /\b(?:test|live)_g?sk_\w/,
  /\b[sr]k_(?:test|live)_\w/,
  /\bwhsec_\w/,
  /\bpi_\w+_secret_\w/,
  /4242 ?4242|4000 ?0000/,
  /\/checkout\/[\w-]{20,}/,
];

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
