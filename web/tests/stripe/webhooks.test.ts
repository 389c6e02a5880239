import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { pay, stripe } from './client.ts';

interface Received {
  signature: string;
  body: string;
}

/** A shop's server that keeps what it receives, byte for byte. */
class Listener {
  readonly received: Received[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        this.received.push({
          signature: String(request.headers['stripe-signature']),
          body: Buffer.concat(parts).toString('utf8'),
        });
        response.writeHead(200).end();
      });
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhook`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Waits for the event `type` about the object `id`. */
  async hears(type: string, id: string): Promise<Received> {
    const find = () =>
      this.received.find(({ body }) => {
        const event = JSON.parse(body) as Stripe.Event;
        return event.type === type && (event.data.object as { id?: string }).id === id;
      });
    await expect.poll(find).toBeDefined();
    return find()!;
  }
}

const listener = new Listener();
let endpoint: Stripe.WebhookEndpoint;

beforeAll(async () => {
  endpoint = await stripe.webhookEndpoints.create({
    url: await listener.open(),
    enabled_events: ['*'],
    api_version: '2026-10-28.endive',
  });
});

afterAll(async () => {
  await stripe.webhookEndpoints.del(endpoint.id);
  listener.close();
});

describe('what the sandbox sends', () => {
  test('is signed so that the client reads it', async () => {
    const paid = await pay('pm_card_visa');
    const { body, signature } = await listener.hears('payment_intent.succeeded', paid.id);
    const event = stripe.webhooks.constructEvent(body, signature, endpoint.secret!);
    expect(event).toMatchObject({
      type: 'payment_intent.succeeded',
      api_version: '2026-10-28.endive',
      request: { id: paid.lastResponse.requestId },
    });
    expect(await stripe.events.retrieve(event.id)).toMatchObject({ type: event.type });
  });

  test('is refused when a byte, the secret or the time is another', async () => {
    const made = await stripe.paymentIntents.create({ amount: 9900, currency: 'krw' });
    const { body, signature } = await listener.hears('payment_intent.created', made.id);
    const read = (bytes: string, secret: string, tolerance?: number) =>
      stripe.webhooks.constructEvent(bytes, signature, secret, tolerance);
    const wrong = Stripe.errors.StripeSignatureVerificationError;
    expect(() => read(`${body} `, endpoint.secret!)).toThrow(wrong);
    expect(() => read(body, 'whsec_another')).toThrow(wrong);
    const sent = Number(/t=(\d+)/.exec(signature)![1]);
    const at = (seconds: number) =>
      stripe.webhooks.constructEvent(
        body,
        signature,
        endpoint.secret!,
        300,
        undefined,
        (sent + seconds) * 1000,
      );
    expect(at(300).id).toMatch(/^evt_/);
    expect(() => at(301)).toThrow(wrong);
    expect(signature).toMatch(/,v0=/);
  });

  test('carries one signature for each secret while one is rolled', async () => {
    const rolled = await fetch(
      `${inject('sandbox')}/stripe/browser/webhook_endpoints/${endpoint.id}/roll`,
      { method: 'POST', headers: { 'Stripe-Sandbox-Page': '1' } },
    );
    const { secret } = (await rolled.json()) as { secret: string };
    const made = await stripe.paymentIntents.create({ amount: 9900, currency: 'krw' });
    const { body, signature } = await listener.hears('payment_intent.created', made.id);
    expect(signature.match(/v1=/g)).toHaveLength(2);
    for (const each of [endpoint.secret!, secret]) {
      expect(stripe.webhooks.constructEvent(body, signature, each).type).toBe(
        'payment_intent.created',
      );
    }
  });

  test('names the key of the call that caused it', async () => {
    const idempotencyKey = `cause-${Date.now()}`;
    const paid = await pay('pm_card_visa', {}, { idempotencyKey });
    const { body } = await listener.hears('payment_intent.succeeded', paid.id);
    expect((JSON.parse(body) as Stripe.Event).request?.idempotency_key).toBe(idempotencyKey);
  });

  test('is also found by asking for events', async () => {
    const paid = await pay('pm_card_visa');
    const events = await stripe.events
      .list({ types: ['charge.succeeded', 'payment_intent.succeeded'], limit: 100 })
      .autoPagingToArray({ limit: 1000 });
    const about = events.filter(
      ({ data }) =>
        (data.object as { id: string }).id === paid.id ||
        (data.object as { id: string }).id === paid.latest_charge,
    );
    expect(about.map(({ type }) => type)).toEqual(['payment_intent.succeeded', 'charge.succeeded']);
  });
});

describe('webhook endpoints', () => {
  test('show their secret once, are disabled and deleted', async () => {
    const made = await stripe.webhookEndpoints.create({
      url: 'http://127.0.0.1:9/none',
      enabled_events: ['payout.paid'],
    });
    expect(made.secret).toMatch(/^whsec_/);
    expect((await stripe.webhookEndpoints.retrieve(made.id)).secret).toBeUndefined();
    const off = await stripe.webhookEndpoints.update(made.id, { disabled: true });
    expect(off.status).toBe('disabled');
    expect(await stripe.webhookEndpoints.del(made.id)).toMatchObject({ deleted: true });
  });
});
