import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { mountProvider, type ProviderMountOptions } from './mount_provider.ts';
import { explainSdk } from './problems.ts';

const OPTIONS: ProviderMountOptions = {
  checkout: {
    type: 'stripe_element',
    scriptUrl: 'http://localhost:8081/stripe/endive/stripe.js',
    clientKey: 'pk_test_made_up',
    clientSecret: 'pi_1_secret_made_up',
    customerKey: 'customer-1',
    successUrl: 'http://localhost/checkout/0af3/success',
    failUrl: 'http://localhost/checkout/0af3/fail',
    url: 'http://localhost/checkout/0af3',
  },
  amount: { currency: 'USD', value: 990 },
  methodsElementId: 'methods',
  agreementElementId: 'agreement',
  locale: 'en',
};

const REQUEST = {
  payment: { orderId: 'ord_one', orderName: 'Basic' },
  successUrl: 'http://localhost/checkout/0af3/success',
  failUrl: 'http://localhost/checkout/0af3/fail',
};

let confirmPayment: ReturnType<typeof vi.fn>;
let loadError: boolean;
let asked: { key: string; elements: Record<string, unknown>; mounted: string; destroyed: number };

beforeEach(() => {
  asked = { key: '', elements: {}, mounted: '', destroyed: 0 };
  loadError = false;
  confirmPayment = vi.fn();
  const element = {
    on: (name: string, call: (event: object) => void) => {
      if (loadError ? name === 'loaderror' : name === 'ready') {
        queueMicrotask(() => call({ error: { type: 'invalid_request_error' } }));
      }
    },
    mount: (where: string) => (asked.mounted = where),
    destroy: () => (asked.destroyed += 1),
  };
  const stripe = Object.assign(
    (key: string) => {
      asked.key = key;
      return {
        elements: (options: Record<string, unknown>) => {
          asked.elements = options;
          return { create: () => element };
        },
        confirmPayment,
        _registerWrapper: () => {},
      };
    },
    { version: 'endive' },
  );
  vi.stubGlobal('Stripe', stripe);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("Stripe's Element", () => {
  it('is drawn with the secret of this payment, in the buyer’s language', async () => {
    const handle = await mountProvider(OPTIONS);
    expect(asked.key).toBe('pk_test_made_up');
    expect(asked.elements).toMatchObject({ clientSecret: 'pi_1_secret_made_up', locale: 'en' });
    expect(asked.mounted).toBe('#methods');
    await handle.destroy();
    expect(asked.destroyed).toBe(1);
  });

  it('comes back with the order, and without anything else that the shop adds', async () => {
    const handle = await mountProvider(OPTIONS);
    confirmPayment.mockReturnValue(new Promise(() => {}));
    void handle.request(REQUEST);
    await vi.waitFor(() => expect(confirmPayment).toHaveBeenCalledOnce());
    expect(confirmPayment.mock.calls[0]![0]).toMatchObject({
      confirmParams: { return_url: 'http://localhost/checkout/0af3/success?orderId=ord_one' },
    });
  });

  it.each([
    [{ type: 'card_error', code: 'card_declined', decline_code: 'stolen_card' }, 'sdk.declined'],
    [{ type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' }, 'sdk.funds'],
    [{ type: 'card_error', code: 'expired_card' }, 'sdk.expired'],
    [{ type: 'card_error', code: 'incorrect_cvc' }, 'sdk.cvc'],
    [{ type: 'card_error', code: 'never_seen_before' }, 'sdk.unknown'],
    [
      { type: 'invalid_request_error', code: 'payment_intent_authentication_failure' },
      'sdk.authentication',
    ],
    [{ type: 'validation_error', code: 'incomplete_number' }, 'sdk.number'],
    [{ type: 'validation_error' }, 'sdk.card'],
  ])('tells a refused try %o in our own words, and the form stays', async (error, text) => {
    const handle = await mountProvider(OPTIONS);
    confirmPayment.mockResolvedValue({ error: { ...error, message: 'Words of Stripe' } });
    const refusal = await handle.request(REQUEST).catch((reason: unknown) => reason);
    expect(explainSdk(refusal)).toMatchObject({ text });
    expect(asked.destroyed).toBe(0);
  });

  it('goes on when another tab has paid meanwhile', async () => {
    const assign = vi.spyOn(location, 'assign').mockImplementation(() => {});
    const handle = await mountProvider(OPTIONS);
    confirmPayment.mockResolvedValue({
      error: {
        type: 'invalid_request_error',
        code: 'payment_intent_unexpected_state',
        payment_intent: { id: 'pi_1', status: 'succeeded' },
      },
    });
    await handle.request(REQUEST);
    expect(assign).toHaveBeenCalledWith(
      'http://localhost/checkout/0af3/success?orderId=ord_one&payment_intent=pi_1',
    );
  });

  it('is given up when it cannot be loaded', async () => {
    loadError = true;
    await expect(mountProvider(OPTIONS)).rejects.toThrow('invalid_request_error');
  });
});
