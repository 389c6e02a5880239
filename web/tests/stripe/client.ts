// The official client pointed at the sandbox, and the short words of the tests.

import Stripe from 'stripe';
import { inject } from 'vitest';

export const KEY = 'sk_test_made_up';

/** A client that repeats nothing by itself, unless a test wants that. */
export function makeClient(more: Stripe.StripeConfig = {}, key = KEY): Stripe {
  return new Stripe(key, {
    host: '127.0.0.1',
    port: inject('stripePort'),
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
    ...more,
  });
}

export const stripe = makeClient();

/** A payment of 9,900 won by card, confirmed at once where nobody can act. */
export function pay(
  method: string,
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
  options?: Stripe.RequestOptions,
): Promise<Stripe.Response<Stripe.PaymentIntent>> {
  return stripe.paymentIntents.create(
    {
      amount: 9900,
      currency: 'krw',
      payment_method: method,
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      ...more,
    },
    options,
  );
}

/** Returns the error of a call that must fail. */
export async function failure(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('the call succeeded');
}

/** Acts as the customer on the page of a 3-D Secure authentication. */
export async function authenticate(
  intent: { next_action: Stripe.PaymentIntent.NextAction | null },
  how: 'pass' | 'fail',
): Promise<{ redirect: string; status: string }> {
  const url = new URL(intent.next_action?.redirect_to_url?.url ?? '');
  const answer = await fetch(
    `${inject('sandbox')}/stripe/browser/attempts/${url.searchParams.get('attempt')}/${how}`,
    { method: 'POST', headers: { 'Stripe-Sandbox-Page': '1' } },
  );
  return (await answer.json()) as { redirect: string; status: string };
}

export function idOf(value: string | { id: string } | null | undefined): string {
  if (!value) throw new Error('there is no object');
  return typeof value === 'string' ? value : value.id;
}
