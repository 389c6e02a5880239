// What a buyer does, step by step, the same way in every story.

import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

import type { Place } from './gyeol.ts';

export type Flow = 'widget-v2' | 'widget-v1' | 'window';
export type View =
  | 'success'
  | 'failed'
  | 'deposit'
  | 'checking'
  | 'expired'
  | 'cancelled'
  | 'refunded'
  | 'mismatch'
  | 'not_sent'
  | 'not_found';

export interface Made {
  id: string;
  orderId: string;
  amount: number;
  checkout: { url: string; successUrl: string };
}

export const PLAN = { id: 'ktest_plus', name: 'K-TEST 성격검사 플러스', price: '9,900원' };

export async function openShop(page: Page, place: Place, flow: Flow = 'widget-v2'): Promise<void> {
  await page.goto(`${place.shop}/#/`);
  await page.locator(`[data-plan=${PLAN.id}]`).waitFor();
  if (flow === 'widget-v2') return;
  await page.locator('.shop-developer summary').click();
  await tick(page.locator(`input[name=flow][value=${flow}]`));
}

/** The button that opens the checkout, in the shop and on its page without React, in any language. */
export function buyButton(page: Page): Locator {
  return page.locator(`[data-plan=${PLAN.id}] .gy-primary, [data-gyeol-plan=${PLAN.id}]`);
}

/** Opens the checkout in the shop's own page and returns the payment made for it. */
export async function buyInModal(page: Page, { twice = false } = {}): Promise<Made> {
  const answer = page.waitForResponse(
    (response) =>
      new URL(response.url()).pathname === '/api/payments' &&
      response.request().method() === 'POST',
  );
  const buy = buyButton(page);
  await (twice ? buy.dblclick() : buy.click());
  const response = await answer;
  expect(response.status()).toBe(201);
  await page.getByTestId('payment-modal').waitFor();
  return (await response.json()) as Made;
}

/** Ticks with the keyboard: Toss's frames above may still grow, and a click would land beside. */
export async function tick(box: Locator): Promise<void> {
  await box.press('Space');
  expect(await box.isChecked(), 'it is ticked').toBe(true);
}

/** Opens the hosted page from the shop and returns the payment it was made for. */
export async function buyOnHostedPage(page: Page, place: Place): Promise<Made> {
  await page.locator(`[data-plan=${PLAN.id}] .shop-link`).click();
  await page.waitForURL(`${place.server}/checkout/*`);
  const token = new URL(page.url()).pathname.split('/').at(-1);
  const response = await fetch(`${place.server}/api/checkout/${token}`);
  const { payment, checkout } = (await response.json()) as { payment: Made } & Made;
  return { ...payment, checkout };
}

/** Consents in the checkout form and returns the button, ready to be pressed. */
export async function consent(page: Page): Promise<Locator> {
  await page.locator('[data-testid=payment-form][data-phase=ready]').waitFor();
  const pay = page.getByTestId('pay');
  expect(await pay.isDisabled(), 'paying needs consent').toBe(true);
  await tick(page.locator('input[name=consent]'));
  return pay;
}

/** Consents, pays, and returns Toss's payment window: the whole page, or a frame over it for v1. */
export async function goToToss(page: Page, flow: Flow = 'widget-v2'): Promise<TossWindow> {
  await (await consent(page)).click();
  const toss = flow === 'widget-v1' ? page.frameLocator('iframe[title="토스페이먼츠 결제창"]') : page;
  await toss.getByTestId('order-name').waitFor();
  return toss;
}

export type TossWindow = Page | FrameLocator;

export type TestCard = 'card-approve' | 'card-decline' | 'card-expired';

export async function payByCard(
  toss: TossWindow,
  card: TestCard = 'card-approve',
  outcome?: 'slow' | 'lost_reply' | 'error_after_capture',
): Promise<void> {
  await toss.getByTestId('method-card').check();
  await toss.getByTestId(card).click();
  if (outcome) await toss.getByTestId('outcome').selectOption(outcome);
  await toss.getByTestId('pay').click();
}

export async function orderVirtualAccount(toss: TossWindow): Promise<void> {
  await toss.getByTestId('method-virtual-account').check();
  await toss.getByTestId('bank').selectOption('88');
  await toss.getByTestId('customer-name').fill('김결');
  await toss.getByTestId('pay').click();
}

/** Waits until the result page shows `view`, and for nothing longer than it takes. */
export async function seeResult(page: Page, view: View, msMax?: number): Promise<Locator> {
  const result = page.locator(`[data-testid=result][data-view=${view}]`);
  await result.waitFor(msMax === undefined ? {} : { timeout: msMax });
  return result;
}

/** Lets Toss send the browser back, but stops it at the door; returns the address it wanted. */
export async function catchReturn(page: Page, leave: () => Promise<void>): Promise<URL> {
  const caught = Promise.withResolvers<URL>();
  await page.route(/\/success\?/, async (route) => {
    caught.resolve(new URL(route.request().url()));
    await route.abort();
  });
  await leave();
  return caught.promise;
}

/** Opens the bank behind the virtual accounts in a tab of its own, at the account of `orderId`. */
export async function openBank(page: Page, place: Place, orderId: string): Promise<Locator> {
  const bank = await page.context().newPage();
  await bank.goto(`${place.sandbox}/toss/bank`);
  const account = bank.locator(`[data-testid=account][data-order-id=${orderId}]`);
  await account.waitFor();
  return account;
}
