// Buyers who turn round, return elsewhere, or come back with an address that is not what Toss wrote.

import { describe, expect } from 'vitest';

import { expectAccessible, makeAccount, signIn, test } from './story.ts';
import {
  buyInModal,
  buyOnHostedPage,
  catchReturn,
  consent,
  goToToss,
  openShop,
  payByCard,
  PLAN,
  seeResult,
} from './steps.ts';

describe('a buyer who turns round', () => {
  test('cancels at Toss and pays the same payment after all', async ({ stage }) => {
    const { page, place, buyer, books } = stage;
    const account = await makeAccount(place);
    await signIn(buyer, place, account);
    await openShop(page, place);
    const made = await buyInModal(page);
    await (await goToToss(page)).getByTestId('cancel').click();
    const result = await seeResult(page, 'failed');
    expect(await result.getByRole('heading').textContent()).toBe('결제를 취소했어요');
    expect(books.payment(made.orderId)?.status).toBe('pending');
    await expectAccessible(page, 'the cancelled result');

    await page.getByTestId('pay-again').click();
    await payByCard(await goToToss(page));
    await seeResult(page, 'success');
    expect(books.paymentsOf(account.email)).toMatchObject([
      { orderId: made.orderId, status: 'completed' },
    ]);
    expect(books.chargesFor(made.orderId)).toEqual([9900]);
  });

  test('closes the window of the v1 widget and stays in the shop', async ({ stage }) => {
    const { page, place, buyer } = stage;
    await signIn(buyer, place, await makeAccount(place));
    await openShop(page, place, 'widget-v1');
    await buyInModal(page);
    const toss = await goToToss(page, 'widget-v1');
    await toss.getByTestId('cancel').click();
    await page.locator('[data-testid=sdk-trouble][data-code=USER_CANCEL]').waitFor();
    expect(await page.getByTestId('pay').isEnabled(), 'the button is free again').toBe(true);
    await page.getByTestId('pay').click();
    await payByCard(page.frameLocator('iframe[title="토스페이먼츠 결제창"]'));
    await seeResult(page, 'success');
  });

  test('goes back from Toss with the browser and can pay again', async ({ stage }) => {
    const { page, place, buyer } = stage;
    await signIn(buyer, place, await makeAccount(place));
    await openShop(page, place);
    const made = await buyOnHostedPage(page, place);
    await goToToss(page);
    await page.goBack();
    await payByCard(await goToToss(page));
    await seeResult(page, 'success');
    expect(stage.books.chargesFor(made.orderId)).toEqual([9900]);
  });

  test('closes the modal with the Escape key, and the focus returns to the button', async ({
    stage,
  }) => {
    const { page, place, buyer } = stage;
    await signIn(buyer, place, await makeAccount(place));
    await openShop(page, place);
    await buyInModal(page);
    await page.locator('[data-testid=payment-form][data-phase=ready]').waitFor();
    await page.getByTestId('payment-modal').press('Escape');
    await page.getByTestId('payment-modal').waitFor({ state: 'detached' });
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(focused).toBe(`${PLAN.name} 구매하기`);
  });

  test('pays with the keyboard alone', async ({ stage }) => {
    const { page, place, buyer } = stage;
    await signIn(buyer, place, await makeAccount(place));
    await openShop(page, place);
    await buyInModal(page);
    await page.locator('[data-testid=payment-form][data-phase=ready]').waitFor();
    await page.getByRole('checkbox', { name: /동의해요/ }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    expect(focused).toBe('pay');
    await page.keyboard.press('Enter');
    // What is typed before the window has loaded its order is lost.
    await page.getByTestId('card-number').waitFor();
    await page.waitForLoadState('networkidle');
    await page.getByTestId('card-number').focus();
    await page.keyboard.type('4242424242424242');
    await page.keyboard.press('Enter');
    await seeResult(page, 'success');
  });
});

describe('an address that Toss returns to', () => {
  test('confirms in a browser that has no cookie, as after a bank app on a phone', async ({
    stage,
  }) => {
    const { page, place, buyer, books } = stage;
    await signIn(buyer, place, await makeAccount(place));
    await openShop(page, place);
    const made = await buyInModal(page);
    const toss = await goToToss(page);
    const address = await catchReturn(page, () => payByCard(toss));

    const phone = await stage.openBrowser();
    const there = await phone.context.newPage();
    await there.goto(address.href);
    const result = await seeResult(there, 'success');
    expect(await result.getByTestId('order-id').textContent()).toBe(made.orderId);
    expect(books.payment(made.orderId)?.status).toBe('completed');
    expect(books.chargesFor(made.orderId)).toEqual([9900]);
    const { cookies } = await phone.context.storageState();
    expect(cookies).toEqual([]);
  });

  test('with another amount is shown as not fitting, and nothing is charged', async ({ stage }) => {
    const { page, place, buyer, books } = stage;
    await signIn(buyer, place, await makeAccount(place));
    await openShop(page, place);
    const made = await buyInModal(page);
    const toss = await goToToss(page);
    const address = await catchReturn(page, () => payByCard(toss));
    await page.unrouteAll();

    address.searchParams.set('amount', '100');
    buyer.expect(/^400 POST \/api\/checkout\/\w+\/confirm$/);
    await page.goto(address.href);
    const result = await seeResult(page, 'mismatch');
    expect(await result.textContent()).toContain('돈은 빠져나가지 않았어요');
    expect(books.payment(made.orderId)?.status).toBe('pending');
    expect(books.chargesFor(made.orderId)).toEqual([]);
    expect(await books.atToss(made.orderId)).toMatchObject({ status: 'IN_PROGRESS' });
    await expectAccessible(page, 'the mismatch result');
  });

  test("with another order's id is shown as not fitting, and neither is charged", async ({
    stage,
  }) => {
    const { page, place, buyer, books } = stage;
    await signIn(buyer, place, await makeAccount(place));
    await openShop(page, place);
    const made = await buyInModal(page);
    const toss = await goToToss(page);
    const address = await catchReturn(page, () => payByCard(toss));
    await page.unrouteAll();

    address.searchParams.set('orderId', 'ord_00000000000000000000000000');
    await page.goto(address.href);
    await seeResult(page, 'mismatch');
    expect(books.payment(made.orderId)?.status).toBe('pending');
    expect(books.chargesFor(made.orderId)).toEqual([]);
  });

  test('is opened a second time and charges nothing more', async ({ stage }) => {
    const { page, place, buyer, books } = stage;
    await signIn(buyer, place, await makeAccount(place));
    await openShop(page, place);
    const made = await buyInModal(page);
    await payByCard(await goToToss(page));
    await seeResult(page, 'success');
    await page.reload();
    await seeResult(page, 'success');
    await page.goto(made.checkout.url);
    await seeResult(page, 'success');
    expect(books.chargesFor(made.orderId)).toEqual([9900]);
  });

  test('of a payment that does not exist says so', async ({ stage }) => {
    const { page, place, buyer } = stage;
    buyer.expect(/^404 GET \/api\/checkout\/0+$/);
    await page.goto(`${place.server}/checkout/${'0'.repeat(32)}`);
    await seeResult(page, 'not_found');
  });
});

describe('a checkout that cannot go on', () => {
  test('says that Toss could not be loaded and loads it at the second try', async ({ stage }) => {
    const { page, place, buyer } = stage;
    await signIn(buyer, place, await makeAccount(place));
    await openShop(page, place);
    buyer.expect(/^console .*net::ERR_FAILED/);
    await page.route(/\/toss\/v2\/standard/, (route) => route.abort());
    await buyInModal(page);
    const unavailable = page.getByTestId('sdk-unavailable');
    await unavailable.waitFor();
    await expectAccessible(page, 'the checkout without Toss');
    await page.unrouteAll();
    await unavailable.getByRole('button').click();
    await consent(page);
  });

  test('says that a first payment of the same plan is still waiting', async ({ stage }) => {
    const { page, place, buyer } = stage;
    await signIn(buyer, place, await makeAccount(place));
    await openShop(page, place);
    await buyInModal(page);
    const toss = await goToToss(page);
    await toss.getByTestId('method-virtual-account').check();
    await toss.getByTestId('pay').click();
    await seeResult(page, 'deposit');
    await page.getByTestId('back-to-shop').click();
    buyer.expect(/^409 POST \/api\/payments$/);
    await page.getByRole('button', { name: `${PLAN.name} 구매하기` }).click();
    await page.locator('[data-testid=problem][data-code=purchase_in_progress]').waitFor();
    await expectAccessible(page, 'the checkout of a plan that is already waiting');
  });
});
