// Paying by card through Stripe: its Element in our page, its stand-in's frames, our result.

import type { FrameLocator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';

import type { Place } from './gyeol.ts';
import { consent, PLAN, seeResult, type Made } from './steps.ts';
import { expectAccessible, makeAccount, screenshot, test, type Account } from './story.ts';

/** Orders through the API, as a shop's server does, and opens the hosted page. */
async function orderAtStripe(page: Page, place: Place, account: Account): Promise<Made> {
  const response = await fetch(`${place.server}/api/payments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${account.token}` },
    body: JSON.stringify({ planId: PLAN.id, provider: 'stripe' }),
  });
  expect(response.status).toBe(201);
  const made = (await response.json()) as Made;
  await page.goto(made.checkout.url);
  return made;
}

function element(page: Page): FrameLocator {
  return page.frameLocator('iframe[title="Secure payment input frame"]');
}

/** Picks one of the sandbox's cards and presses our own button. */
async function payWith(page: Page, card: string): Promise<void> {
  await element(page).getByTestId(card).click();
  await page.getByTestId('pay').click();
}

describe('paying by Stripe', () => {
  test('a card is typed into Stripe’s frame and the money is in every book', async ({ stage }) => {
    const { page, place, books } = stage;
    const made = await orderAtStripe(page, place, await makeAccount(place));
    await element(page).getByTestId('card-fields').waitFor();
    await screenshot(page, 'stripe pay');
    await expectAccessible(page, 'the page with the Element');
    await consent(page);
    await payWith(page, 'card-approve');

    const result = await seeResult(page, 'success');
    expect(await result.getByTestId('order-id').textContent()).toBe(made.orderId);
    expect(page.url()).not.toContain('client_secret');
    expect(books.payment(made.orderId)).toMatchObject({
      status: 'completed',
      amount: 9900,
      paymentMethod: 'card',
    });
    expect(await books.chargesAtStripe(made.orderId)).toEqual([9900]);
    await screenshot(page, 'stripe success');

    await page.reload();
    await seeResult(page, 'success');
    expect(await books.chargesAtStripe(made.orderId)).toEqual([9900]);
  });

  test('a bank that asks the holder is answered over our page', async ({ stage }) => {
    const { page, place, books } = stage;
    const made = await orderAtStripe(page, place, await makeAccount(place));
    await consent(page);
    await payWith(page, 'card-3ds');
    const bank = page.frameLocator('iframe[title="3D Secure"]');
    await bank.getByTestId('authorize').waitFor();
    await screenshot(page, 'stripe 3d secure');
    await bank.getByTestId('authorize').click();
    await seeResult(page, 'success');
    expect(await books.chargesAtStripe(made.orderId)).toEqual([9900]);
  });

  test('after a decline and a failed authentication another card pays the same payment', async ({
    stage,
  }) => {
    const { page, place, books, buyer } = stage;
    buyer.expect(/402/);
    const made = await orderAtStripe(page, place, await makeAccount(place));
    await consent(page);
    await payWith(page, 'card-decline');
    const trouble = page.getByTestId('sdk-trouble');
    await trouble.waitFor();
    expect(await trouble.textContent()).toContain('다른 카드로 결제해 주세요');
    expect(books.payment(made.orderId)?.status).toBe('pending');
    await screenshot(page, 'stripe declined');

    await payWith(page, 'card-3ds');
    await page.frameLocator('iframe[title="3D Secure"]').getByTestId('fail').click();
    await page.locator('[data-testid=sdk-trouble][data-code=payment_intent_authentication_failure]').waitFor();

    await payWith(page, 'card-approve');
    await seeResult(page, 'success');
    expect(books.payment(made.orderId)?.status).toBe('completed');
    expect(await books.chargesAtStripe(made.orderId)).toEqual([9900]);
  });
});
