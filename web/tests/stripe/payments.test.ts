import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';

import { authenticate, failure, idOf, makeClient, pay, stripe } from './client.ts';

describe('payment intents', () => {
  test('are created without a method, take one, and are confirmed', async () => {
    const made = await stripe.paymentIntents.create({
      amount: 12900,
      currency: 'krw',
      metadata: { orderId: 'ord_client_1' },
    });
    expect(made).toMatchObject({ status: 'requires_payment_method', latest_charge: null });
    expect(made.client_secret).toMatch(new RegExp(`^${made.id}_secret_`));
    const chosen = await stripe.paymentIntents.update(made.id, { payment_method: 'pm_card_visa' });
    expect(chosen.status).toBe('requires_confirmation');
    const paid = await stripe.paymentIntents.confirm(made.id, { return_url: 'http://shop.test/' });
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 12900 });
    expect(paid.lastResponse.apiVersion).toBe('2026-10-28.endive');
    expect(paid.lastResponse.requestId).toMatch(/^req_/);
  });

  test.each([
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_visa_chargeDeclinedStolenCard', 'card_declined', 'stolen_card'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', undefined],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', undefined],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', undefined],
  ])('%s is a StripeCardError with its code', async (method, code, declineCode) => {
    const error = await failure(pay(method));
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error).toMatchObject({ statusCode: 402, code });
    // The client fills an absent one with an empty text.
    expect(error.decline_code || undefined).toBe(declineCode);
    expect(error.payment_intent).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
    });
    const charge = await stripe.charges.retrieve(error.charge ?? '');
    expect(charge).toMatchObject({ status: 'failed', paid: false, failure_code: code });
  });

  test('that were declined are confirmed again with another card', async () => {
    const declined = await failure(pay('pm_card_visa_chargeDeclined'));
    const id = declined.payment_intent?.id ?? '';
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ id, status: 'succeeded', last_payment_error: null });
  });

  test('ask for 3-D Secure with a page, and come back with the intent', async () => {
    const asked = await stripe.paymentIntents.create({
      amount: 9900,
      currency: 'krw',
      confirm: true,
      payment_method: 'pm_card_authenticationRequired',
      return_url: 'http://shop.test/back',
    });
    expect(asked.status).toBe('requires_action');
    expect(asked.next_action?.type).toBe('redirect_to_url');
    const { redirect } = await authenticate(asked, 'pass');
    expect(Object.fromEntries(new URL(redirect).searchParams)).toEqual({
      payment_intent: asked.id,
      payment_intent_client_secret: asked.client_secret,
      redirect_status: 'succeeded',
    });
    expect((await stripe.paymentIntents.retrieve(asked.id)).status).toBe('succeeded');
  });

  test('whose authentication failed carry an error that is no card error', async () => {
    const asked = await stripe.paymentIntents.create({
      amount: 9900,
      currency: 'krw',
      confirm: true,
      payment_method: 'pm_card_authenticationRequired',
      return_url: 'http://shop.test/back',
    });
    await authenticate(asked, 'fail');
    const failed = await stripe.paymentIntents.retrieve(asked.id);
    expect(failed).toMatchObject({ status: 'requires_payment_method', latest_charge: null });
    expect(failed.last_payment_error).toMatchObject({
      code: 'payment_intent_authentication_failure',
      type: 'invalid_request_error',
    });
  });

  test('off-session cannot authenticate', async () => {
    const error = await failure(pay('pm_card_authenticationRequired', { off_session: true }));
    expect(error).toMatchObject({
      statusCode: 402,
      code: 'authentication_required',
      decline_code: 'authentication_required',
    });
    expect(error.payment_intent?.last_payment_error?.payment_method?.object).toBe('payment_method');
  });

  test('are held and captured in part', async () => {
    const held = await pay('pm_card_visa', { capture_method: 'manual' });
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 9900 });
    const taken = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 5000 });
    expect(taken).toMatchObject({ status: 'succeeded', amount_received: 5000 });
  });

  test('are cancelled until they are final', async () => {
    const made = await stripe.paymentIntents.create({ amount: 9900, currency: 'krw' });
    const over = await stripe.paymentIntents.cancel(made.id, { cancellation_reason: 'abandoned' });
    expect(over).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
    const error = await failure(stripe.paymentIntents.cancel(made.id));
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(error.code).toBe('payment_intent_unexpected_state');
  });

  test.each([
    ['usd', 1999],
    ['jpy', 500],
    ['kwd', 5000],
  ])('are taken in %s as whole minor units', async (currency, amount) => {
    expect(await pay('pm_card_visa', { currency, amount })).toMatchObject({
      status: 'succeeded',
      currency,
      amount_received: amount,
    });
  });

  test('refuse what Stripe refuses', async () => {
    const create = (params: object) =>
      failure(stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams));
    expect(await create({ currency: 'krw' })).toMatchObject({
      code: 'parameter_missing',
      param: 'amount',
    });
    expect(await create({ amount: 9900, currency: 'krw', nonsense: 1 })).toMatchObject({
      code: 'parameter_unknown',
      param: 'nonsense',
    });
    expect(
      await create({ amount: 9900, currency: 'krw', payment_method_types: ['card'] }),
    ).toMatchObject({ statusCode: 400, code: 'payment_method_types_no_longer_supported' });
    expect(await create({ amount: 10, currency: 'krw' })).toMatchObject({
      code: 'amount_too_small',
    });
    expect(
      await create({ amount: 9900, currency: 'krw', confirm: true, payment_method: 'pm_card_visa' }),
    ).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError' });
  });
});

describe('the envelope of the API', () => {
  test('an unknown id is a 404, an unknown key a StripeAuthenticationError', async () => {
    expect(await failure(stripe.paymentIntents.retrieve('pi_none'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
    const stranger = makeClient({}, 'sk_live_somebody_else');
    expect(await failure(stranger.customers.list())).toBeInstanceOf(
      Stripe.errors.StripeAuthenticationError,
    );
  });

  test('a version that is not known is refused', async () => {
    const error = await failure(
      stripe.customers.list({}, { apiVersion: '2019-01-01' as Stripe.LatestApiVersion }),
    );
    expect(error.statusCode).toBe(400);
  });

  test('expand brings whole objects, four levels deep', async () => {
    const paid = await pay('pm_card_visa', {
      capture_method: 'automatic',
      expand: ['latest_charge.balance_transaction'],
    });
    const charge = paid.latest_charge as Stripe.Charge;
    const transaction = charge.balance_transaction as Stripe.BalanceTransaction;
    expect(transaction).toMatchObject({ amount: 9900, reporting_category: 'charge' });
    expect(transaction.net).toBe(9900 - transaction.fee);
    const error = await failure(stripe.paymentIntents.retrieve(paid.id, { expand: ['amount'] }));
    expect(error.message).toBe('This property cannot be expanded (amount).');
  });

  test('metadata is merged and deleted key by key', async () => {
    const made = await stripe.customers.create({ metadata: { a: '1', b: '2' } });
    const changed = await stripe.customers.update(made.id, { metadata: { b: '', c: '3' } });
    expect(changed.metadata).toEqual({ a: '1', c: '3' });
    expect((await stripe.customers.update(made.id, { metadata: '' })).metadata).toEqual({});
  });

  test('auto-paging walks a list from the newest to the oldest', async () => {
    const customer = await stripe.customers.create({ email: 'pages@shop.test' });
    const ids: string[] = [];
    for (let made = 0; made < 5; made += 1) {
      const { id } = await stripe.paymentIntents.create({
        amount: 9900 + made,
        currency: 'krw',
        customer: customer.id,
      });
      ids.unshift(id);
    }
    const walked = await stripe.paymentIntents
      .list({ customer: customer.id, limit: 2 })
      .autoPagingToArray({ limit: 100 });
    expect(walked.map(({ id }) => id)).toEqual(ids);
    const page = await stripe.paymentIntents.list({ customer: customer.id, limit: 2 });
    expect(page).toMatchObject({ object: 'list', has_more: true });
  });
});

describe('idempotency keys', () => {
  test('replay the first answer and say so', async () => {
    const options = { idempotencyKey: `replay-${Date.now()}` };
    const first = await pay('pm_card_visa', {}, options);
    const again = await pay('pm_card_visa', {}, options);
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect(again.lastResponse.idempotencyKey).toBe(options.idempotencyKey);
  });

  test('replay a decline too', async () => {
    const options = { idempotencyKey: `declined-${Date.now()}` };
    const first = await failure(pay('pm_card_visa_chargeDeclined', {}, options));
    const again = await failure(pay('pm_card_visa_chargeDeclined', {}, options));
    expect(again.payment_intent?.id).toBe(first.payment_intent?.id);
  });

  test('refuse other parameters with a StripeIdempotencyError', async () => {
    const options = { idempotencyKey: `mismatch-${Date.now()}` };
    await pay('pm_card_visa', {}, options);
    const error = await failure(pay('pm_card_visa', { amount: 9901 }, options));
    expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(error.statusCode).toBe(400);
  });

  test('are free again after a refused request', async () => {
    const options = { idempotencyKey: `refused-${Date.now()}` };
    await failure(pay('pm_card_visa', { amount: 1 }, options));
    expect((await pay('pm_card_visa', {}, options)).status).toBe('succeeded');
  });
});

describe('charges', () => {
  test('get their balance transaction a little later', async () => {
    const paid = await pay('pm_card_visa');
    const id = idOf(paid.latest_charge);
    expect((await stripe.charges.retrieve(id)).balance_transaction).toBeNull();
    await expect
      .poll(async () => (await stripe.charges.retrieve(id)).balance_transaction)
      .toMatch(/^txn_/);
    const [transaction] = (await stripe.balanceTransactions.list({ source: id })).data;
    expect(transaction).toMatchObject({ type: 'charge', amount: 9900, currency: 'krw' });
  });
});
