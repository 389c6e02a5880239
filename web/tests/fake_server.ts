// A Gyeol server for component tests: it answers `fetch` from a table and remembers what came.

import { vi } from 'vitest';

import type { CheckoutSession, Payment, RedirectCheckout, TossCheckout } from '../shared/api.ts';

export interface Received {
  method: string;
  path: string;
  body: unknown;
  headers: Headers;
}

export type Answer = Response | Error | Promise<Response>;
type Handler = (received: Received) => Answer;

export class FakeServer {
  readonly received: Received[] = [];
  private readonly handlers = new Map<string, Handler>();

  constructor() {
    vi.stubGlobal('fetch', (input: string, init: RequestInit = {}) => this.answer(input, init));
  }

  /** Answers `call`, such as `POST /api/payments`, until told otherwise. */
  on(call: string, handler: Handler): this {
    this.handlers.set(call, handler);
    return this;
  }

  calls(call: string): Received[] {
    return this.received.filter(({ method, path }) => `${method} ${path}` === call);
  }

  private async answer(input: string, init: RequestInit): Promise<Response> {
    const url = new URL(input, 'http://localhost');
    const received: Received = {
      method: init.method ?? 'GET',
      path: url.pathname,
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
      headers: new Headers(init.headers),
    };
    this.received.push(received);
    const answer = await this.handlers.get(`${received.method} ${received.path}`)?.(received);
    if (answer instanceof Error) throw answer;
    return answer ?? problem(404, 'not_found');
  }
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', 'Request-Id': 'req_1' },
  });
}

export function problem(status: number, code: string, more: object = {}): Response {
  return json({ type: 'about:blank', title: code, status, code, ...more }, status);
}

export const offline = () => new TypeError('network is down');

export function payment(change: Partial<Payment> = {}): Payment {
  return {
    id: '65f0c0ffee00112233445566',
    orderId: 'ord_01jabcdefghjkmnpqrstvwxyz2',
    orderName: 'K-TEST',
    planId: 'ktest-basic',
    amount: 9900,
    currency: 'KRW',
    provider: 'toss',
    paymentMethod: 'unselected',
    status: 'pending',
    createdAt: '2026-11-23T05:00:00Z',
    ...change,
  };
}

let scripts = 0;

/** A checkout whose script address is new, so that the loaders' own cache never joins two tests. */
export function checkout(change: Partial<TossCheckout> = {}): TossCheckout {
  scripts += 1;
  const url = 'http://localhost/checkout/0123';
  return {
    type: 'toss_widget' as const,
    sdk: 'v2' as const,
    clientKey: 'test_gck_example',
    customerKey: 'customer-1',
    scriptUrl: `http://localhost/script-${scripts}.js`,
    successUrl: `${url}/success`,
    failUrl: `${url}/fail`,
    url,
    ...change,
  };
}

/** A payment that Kakao Pay has made ready. */
export function redirectCheckout(): RedirectCheckout {
  const { customerKey, successUrl, failUrl, url } = checkout();
  return {
    type: 'redirect',
    customerKey,
    successUrl,
    failUrl,
    url,
    desktopUrl: 'https://pay.test/pc',
    mobileUrl: 'https://pay.test/mobile',
    appUrl: 'https://pay.test/app',
  };
}

export function session(
  paymentChange: Partial<Payment> = {},
  checkoutChange: Partial<TossCheckout> = {},
): CheckoutSession {
  return {
    payment: payment(paymentChange),
    plan: { id: 'ktest-basic', name: 'K-TEST', amount: 9900, currency: 'KRW', vat: 900 },
    checkout: checkout(checkoutChange),
    merchant: { name: 'Shop' },
    returnUrl: 'http://localhost:8082/',
  };
}
