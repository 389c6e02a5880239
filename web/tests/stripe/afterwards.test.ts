import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';

import { authenticate, failure, idOf, pay, stripe } from './client.ts';

describe('refunds', () => {
  test('in parts, in full, and no more than was taken', async () => {
    const { id: payment_intent, latest_charge } = await pay('pm_card_visa');
    const part = await stripe.refunds.create({ payment_intent, amount: 4000 });
    expect(part).toMatchObject({ status: 'succeeded', amount: 4000, charge: latest_charge });
    const over = await failure(stripe.refunds.create({ payment_intent, amount: 5901 }));
    expect(over).toMatchObject({ statusCode: 400, param: 'amount' });
    expect(over.code).toBeUndefined();
    expect(over.message).toMatch(/^Refund amount \(.*\) is greater than unrefunded amount/);
    expect((await stripe.refunds.create({ payment_intent })).amount).toBe(5900);
    const again = await failure(stripe.refunds.create({ payment_intent }));
    expect(again.code).toBe('charge_already_refunded');
    const charge = await stripe.charges.retrieve(idOf(latest_charge), { expand: ['refunds'] });
    expect(charge).toMatchObject({ refunded: true, amount_refunded: 9900 });
    expect(charge.refunds?.data).toHaveLength(2);
  });

  test('that are pending succeed later', async () => {
    const { id: payment_intent } = await pay('pm_card_pendingRefund');
    const refund = await stripe.refunds.create({ payment_intent });
    expect(refund.status).toBe('pending');
    await expect
      .poll(async () => (await stripe.refunds.retrieve(refund.id)).status)
      .toBe('succeeded');
  });

  test('that succeeded may fail days later and bring the money back', async () => {
    const { id: payment_intent, latest_charge } = await pay('pm_card_refundFail');
    const refund = await stripe.refunds.create({ payment_intent });
    expect(refund.status).toBe('succeeded');
    await expect.poll(async () => (await stripe.refunds.retrieve(refund.id)).status).toBe('failed');
    const failed = await stripe.refunds.retrieve(refund.id);
    expect(failed.failure_balance_transaction).toMatch(/^txn_/);
    expect((await stripe.charges.retrieve(idOf(latest_charge))).amount_refunded).toBe(0);
  });

  test('are listed by their payment and carry metadata', async () => {
    const { id: payment_intent } = await pay('pm_card_visa');
    const made = await stripe.refunds.create({ payment_intent, metadata: { why: 'test' } });
    await stripe.refunds.update(made.id, { metadata: { who: 'me' } });
    const [listed] = (await stripe.refunds.list({ payment_intent })).data;
    expect(listed?.metadata).toEqual({ why: 'test', who: 'me' });
  });
});

describe('customers and their methods', () => {
  test('a customer is made, read and deleted', async () => {
    const made = await stripe.customers.create({
      email: 'kim@shop.test',
      address: { country: 'KR' },
    });
    expect(made.address?.country).toBe('KR');
    expect(await stripe.customers.del(made.id)).toMatchObject({ deleted: true });
    expect(await stripe.customers.retrieve(made.id)).toMatchObject({ deleted: true });
  });

  test('attaching a test id makes a method of its own', async () => {
    const { id: customer } = await stripe.customers.create();
    const method = await stripe.paymentMethods.attach('pm_card_mastercard', { customer });
    expect(method.id).not.toBe('pm_card_mastercard');
    expect(method).toMatchObject({ customer, card: { brand: 'mastercard', last4: '4444' } });
    const listed = await stripe.customers.listPaymentMethods(customer, { type: 'card' });
    expect(listed.data.map(({ id }) => id)).toEqual([method.id]);
  });

  test('a declining card cannot be attached, except the one that fails later', async () => {
    const { id: customer } = await stripe.customers.create();
    const error = await failure(
      stripe.paymentMethods.attach('pm_card_visa_chargeDeclined', { customer }),
    );
    expect(error).toMatchObject({ statusCode: 402, code: 'card_declined' });
    const later = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
    const declined = await failure(pay(later.id, { customer, off_session: true }));
    expect(declined).toMatchObject({ statusCode: 402, code: 'card_declined' });
  });

  test('a method is used up without a customer, and by detaching', async () => {
    const { id: customer } = await stripe.customers.create();
    const paid = await pay('pm_card_visa');
    const used = idOf(paid.payment_method);
    expect(await failure(pay(used))).toMatchObject({ statusCode: 400 });
    const kept = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    await pay(kept.id, { customer });
    await stripe.paymentMethods.detach(kept.id);
    expect(await failure(pay(kept.id, { customer }))).toMatchObject({ statusCode: 400 });
    expect(await failure(stripe.paymentMethods.attach(kept.id, { customer }))).toMatchObject({
      code: 'payment_method_unexpected_state',
    });
  });
});

describe('setup intents', () => {
  test('save a card for off-session payments', async () => {
    const { id: customer } = await stripe.customers.create();
    const asked = await stripe.setupIntents.create({
      customer,
      confirm: true,
      payment_method: 'pm_card_authenticationRequiredOnSetup',
      return_url: 'http://shop.test/back',
    });
    expect(asked.status).toBe('requires_action');
    await authenticate(asked, 'pass');
    const saved = await stripe.setupIntents.retrieve(asked.id);
    expect(saved.status).toBe('succeeded');
    const renewal = await pay(idOf(saved.payment_method), { customer, off_session: true });
    expect(renewal.status).toBe('succeeded');
  });

  test('decline with 402 and are cancelled', async () => {
    const error = await failure(
      stripe.setupIntents.create({
        confirm: true,
        payment_method: 'pm_card_visa_chargeDeclined',
        return_url: 'http://shop.test/back',
      }),
    );
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error.setup_intent?.status).toBe('requires_payment_method');
    const over = await stripe.setupIntents.cancel(error.setup_intent?.id ?? '');
    expect(over.status).toBe('canceled');
  });
});

describe('disputes', () => {
  test('take the money and give it back for winning evidence', async () => {
    const { id: payment_intent } = await pay('pm_card_createDispute');
    const find = async () => (await stripe.disputes.list({ payment_intent })).data[0];
    await expect.poll(async () => (await find())?.status).toBe('needs_response');
    expect(await failure(stripe.refunds.create({ payment_intent }))).toMatchObject({
      code: 'charge_disputed',
    });
    const { id } = (await find())!;
    const answered = await stripe.disputes.update(id, {
      evidence: { uncategorized_text: 'winning_evidence' },
      submit: true,
    });
    expect(answered.status).toBe('under_review');
    await expect.poll(async () => (await stripe.disputes.retrieve(id)).status).toBe('won');
  });

  test('are lost by closing them', async () => {
    const { id: payment_intent } = await pay('pm_card_createDisputeProductNotReceived');
    const find = async () => (await stripe.disputes.list({ payment_intent })).data[0];
    await expect.poll(async () => (await find())?.reason).toBe('product_not_received');
    expect((await stripe.disputes.close((await find())!.id)).status).toBe('lost');
  });
});

describe('checkout sessions', () => {
  test('are made, listed by items and expired', async () => {
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'http://shop.test/done?s={CHECKOUT_SESSION_ID}',
      line_items: [
        {
          quantity: 2,
          price_data: { currency: 'krw', unit_amount: 4950, product_data: { name: 'Test' } },
        },
      ],
    });
    expect(session).toMatchObject({ status: 'open', amount_total: 9900, payment_intent: null });
    expect(session.url).toContain(session.id);
    const items = await stripe.checkout.sessions.listLineItems(session.id);
    expect(items.data[0]).toMatchObject({ quantity: 2, amount_total: 9900 });
    expect((await stripe.checkout.sessions.expire(session.id)).status).toBe('expired');
    expect(await failure(stripe.checkout.sessions.expire(session.id))).toMatchObject({
      statusCode: 400,
    });
  });
});
