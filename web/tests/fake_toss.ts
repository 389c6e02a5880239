// Toss's scripts as they look once loaded: the globals that the real loaders find and hand on.

import { vi } from 'vitest';

export interface FakeToss {
  /** Every `requestPayment` that reached the script, with the amount it was for. */
  requests: Record<string, unknown>[];
  drawn: string[];
  /** What the next `requestPayment` does; it never ends by default, like a page being left. */
  next: () => Promise<void>;
}

function draw(toss: FakeToss, selector: string): void {
  const slot = document.querySelector(selector);
  if (!slot) throw Object.assign(new Error(selector), { code: 'INVALID_SELECTOR' });
  toss.drawn.push(selector);
}

function fresh(): FakeToss {
  return { requests: [], drawn: [], next: () => new Promise(() => {}) };
}

export function installTossV2(): FakeToss {
  const toss = fresh();
  vi.stubGlobal('TossPayments', (clientKey: string) => ({
    widgets: ({ customerKey }: { customerKey: string }) => {
      let amount: unknown;
      return {
        setAmount: async (value: unknown) => {
          amount = value;
        },
        renderPaymentMethods: async ({ selector }: { selector: string }) => {
          if (!amount) throw Object.assign(new Error('no amount'), { code: 'NOT_SETUP_AMOUNT' });
          draw(toss, selector);
          return { on: () => {}, destroy: async () => {} };
        },
        renderAgreement: async ({ selector }: { selector: string }) => {
          draw(toss, selector);
          return { on: () => {}, destroy: async () => {} };
        },
        requestPayment: async (request: object) => {
          toss.requests.push({ clientKey, customerKey, amount, ...request });
          return toss.next();
        },
      };
    },
    payment: ({ customerKey }: { customerKey: string }) => ({
      requestPayment: async (request: object) => {
        toss.requests.push({ clientKey, customerKey, ...request });
        return toss.next();
      },
    }),
  }));
  return toss;
}

export function installTossV1(): FakeToss {
  const toss = fresh();
  vi.stubGlobal('PaymentWidget', (clientKey: string, customerKey: string) => {
    let amount: unknown;
    return {
      renderPaymentMethods: (selector: string, value: unknown) => {
        amount = value;
        draw(toss, selector);
        return {
          on: (event: string, callback: () => void) => {
            if (event === 'ready') queueMicrotask(callback);
          },
        };
      },
      renderAgreement: (selector: string) => draw(toss, selector),
      requestPayment: async (request: object) => {
        toss.requests.push({ clientKey, customerKey, amount, ...request });
        return toss.next();
      },
    };
  });
  return toss;
}

export function sdkError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
