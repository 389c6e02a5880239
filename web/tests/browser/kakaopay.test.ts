// Paying with Kakao Pay through the checkout: on a desktop, on a phone that comes back in another browser,
// and every way of not paying.

import { describe, expect } from 'vitest';

import { buyInModal, catchReturn, consent, openShop, PLAN, seeResult, tick, type Made } from './steps.ts';
import {
  expectAccessible,
  expectToFit,
  makeAccount,
  screenshot,
  signIn,
  test,
  type Stage,
} from './story.ts';
import type { Page } from 'playwright-core';

const PHONE =
  'Mozilla/5.0 (Linux; Android 16; SM-S931N) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36';

/** Opens the checkout in the shop, chooses Kakao Pay, and returns the payment made for it. */
async function chooseKakaoPay({ page, place, buyer }: Stage): Promise<Made> {
  await signIn(buyer, place, await makeAccount(place));
  await openShop(page, place);
  await buyInModal(page);
  return chooseIn(page);
}

async function chooseIn(page: Page): Promise<Made> {
  const made = page.waitForResponse(
    (response) => response.request().postDataJSON()?.provider === 'kakaopay',
  );
  await page.locator('input[name=provider][value=kakaopay]').check();
  const payment = (await (await made).json()) as Made;
  await page.locator('[data-testid=payment-form][data-phase=ready]').waitFor();
  return payment;
}

/** Consents and pays; the browser stands at Kakao Pay's page. */
async function goToKakaoPay(page: Page): Promise<void> {
  await (await consent(page)).click();
  await page.getByTestId('pay-money').waitFor();
}

async function expectPaid({ books }: Stage, page: Page, made: Made): Promise<void> {
  const result = await seeResult(page, 'success');
  expect(await result.getByTestId('amount').textContent()).toBe(PLAN.price);
  expect(new URL(page.url()).search).toBe('');
  expect(books.payment(made.orderId)).toMatchObject({ status: 'completed', amount: 9900 });
  expect(books.chargesAtKakaoPay(made.orderId)).toEqual([9900]);
}

describe('paying with Kakao Pay', () => {
  test('on a desktop, from the shop and back', async ({ stage }) => {
    const { page, place } = stage;
    const made = await chooseKakaoPay(stage);
    await expectAccessible(page, 'the choice of Kakao Pay');
    await screenshot(page, 'kakaopay modal desktop');
    await goToKakaoPay(page);
    expect(page.url()).toContain('/bridge/pc/');
    await page.getByTestId('pay-money').click();
    await expectPaid(stage, page, made);
    expect(new URL(page.url()).origin).toBe(place.server);
    await screenshot(page, 'kakaopay success desktop');
  });

  test('on a phone, which comes back in another browser without any cookie', async ({ stage }) => {
    const { place, openBrowser } = stage;
    const phone = await openBrowser({ userAgent: PHONE, width: 360 });
    await signIn(phone, place, await makeAccount(place));
    const page = await phone.context.newPage();
    await openShop(page, place);
    await buyInModal(page);
    const made = await chooseIn(page);
    await expectToFit(page, 'the choice of Kakao Pay on a phone');
    await screenshot(page, 'kakaopay modal phone');
    await goToKakaoPay(page);
    expect(page.url()).toContain('/bridge/mobile-web/');
    await expectToFit(page, "Kakao Pay's page on a phone");
    await screenshot(page, 'kakaopay page phone');

    // The app opens its own browser for the way back: it knows nothing of the first one.
    const address = await catchReturn(page, () => page.getByTestId('pay-card').click());
    const other = await openBrowser({ userAgent: PHONE, width: 360 });
    const back = await other.context.newPage();
    await back.goto(address.href);
    await expectPaid(stage, back, made);
    await expectToFit(back, 'the result on a phone');
    await screenshot(back, 'kakaopay success phone');
  });

  test('is turned back from without a charge, and the shop is one step away', async ({ stage }) => {
    const { page, books } = stage;
    const made = await chooseKakaoPay(stage);
    await goToKakaoPay(page);
    await page.getByTestId('cancel').click();
    await seeResult(page, 'failed');
    expect(new URL(page.url()).pathname).toMatch(/\/cancel$/);
    await expectAccessible(page, 'the page after turning back');
    await screenshot(page, 'kakaopay cancelled');
    expect(books.payment(made.orderId)?.status).toBe('pending');
    expect(books.chargesAtKakaoPay(made.orderId)).toEqual([]);
    expect(await page.getByTestId('pay-again').count()).toBe(0);
    await page.getByTestId('back-to-shop').click();
    await page.locator(`[data-plan=${PLAN.id}]`).waitFor();
  });

  test('fails where the password was wrong', async ({ stage }) => {
    const { page, books } = stage;
    const made = await chooseKakaoPay(stage);
    await goToKakaoPay(page);
    await page.getByTestId('wrong-password').click();
    await seeResult(page, 'failed');
    expect(books.chargesAtKakaoPay(made.orderId)).toEqual([]);
  });

  test("takes nothing for somebody else's proof", async ({ stage }) => {
    const { page, books, place, openBrowser } = stage;
    const made = await chooseKakaoPay(stage);
    await goToKakaoPay(page);
    await catchReturn(page, () => page.getByTestId('pay-money').click());
    const buyer = await openBrowser();
    const other = { ...stage, buyer, page: await buyer.context.newPage() };
    const theirs = await chooseKakaoPay(other);
    await goToKakaoPay(other.page);
    const address = await catchReturn(other.page, () => other.page.getByTestId('pay-money').click());

    const proof = address.searchParams.get('pg_token');
    await page.unroute(/\/success\?/);
    await page.goto(`${made.checkout.successUrl}?pg_token=${proof}`);
    await seeResult(page, 'failed');
    expect(new URL(page.url()).origin).toBe(place.server);
    expect(books.payment(made.orderId)?.status).toBe('failed');
    expect(books.chargesAtKakaoPay(made.orderId)).toEqual([]);
    await other.page.unroute(/\/success\?/);
    await other.page.goto(address.href);
    await expectPaid(stage, other.page, theirs);
  });

  test('takes nothing from a buyer who has not finished, who may go on', async ({ stage }) => {
    const { page, books } = stage;
    const made = await chooseKakaoPay(stage);
    await page.goto(`${made.checkout.successUrl}?pg_token=${'0'.repeat(20)}`);
    await seeResult(page, 'not_sent');
    expect(books.chargesAtKakaoPay(made.orderId)).toEqual([]);
    await page.locator(`a[href="${new URL(made.checkout.url).pathname}"]`).click();
    await goToKakaoPay(page);
    await page.getByTestId('pay-money').click();
    await expectPaid(stage, page, made);
  });

  test('is given up for another provider, and the first payment takes nothing', async ({
    stage,
  }) => {
    const { page, books } = stage;
    const made = await chooseKakaoPay(stage);
    await page.locator('input[name=provider][value=toss]').check();
    await page.locator('[data-testid=payment-form][data-phase=ready]').waitFor();
    await tick(page.locator('input[name=consent]'));
    await expect.poll(() => books.payment(made.orderId)?.status).toBe('cancelled');
  });
});
