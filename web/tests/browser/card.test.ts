// Paying by card, through every door of the checkout.

import { describe, expect } from 'vitest';

import { makeAccount, signIn, test, expectAccessible, type Stage } from './story.ts';
import {
  buyInModal,
  buyOnHostedPage,
  consent,
  goToToss,
  openShop,
  payByCard,
  PLAN,
  seeResult,
  type Made,
} from './steps.ts';

/** The same in every place where a paid order leaves a trace. */
async function expectPaid({ page, place, books }: Stage, made: Made): Promise<void> {
  const result = await seeResult(page, 'success');
  expect(new URL(page.url()).origin).toBe(place.server);
  expect(await result.getByTestId('amount').textContent()).toBe(PLAN.price);
  expect(await result.getByTestId('order-id').textContent()).toBe(made.orderId);
  expect(books.payment(made.orderId)).toMatchObject({
    status: 'completed',
    amount: 9900,
    paymentMethod: 'card',
  });
  expect(await books.atToss(made.orderId)).toMatchObject({ status: 'DONE', totalAmount: 9900 });
  expect(books.chargesFor(made.orderId)).toEqual([9900]);
}

describe('paying by card', () => {
  test('a newcomer signs up, pays in the shop itself, and finds it in every book', async ({
    stage,
  }) => {
    const { page, place, books } = stage;
    await page.goto(`${place.shop}/#/`);
    await page.getByRole('button', { name: `${PLAN.name} 구매하기` }).click();
    const email = `newcomer-${Date.now()}@example.kr`;
    await page.getByLabel('이름').fill('김결');
    await page.getByLabel('이메일').fill(email);
    await page.getByLabel('비밀번호').fill('made-up-password');
    await page.locator('form button[type=submit]').click();
    await page.getByTestId('account-name').waitFor();

    const made = await buyInModal(page);
    expect(new URL(page.url()).origin).toBe(place.shop);
    expect(await page.getByTestId('total').textContent()).toContain(PLAN.price);
    expect(await page.getByTestId('vat').textContent()).toContain('900원');
    expect(await page.getByTestId('test-mode').isVisible()).toBe(true);
    await payByCard(await goToToss(page));
    await expectPaid(stage, made);

    const lines = books.logLines(made.orderId);
    expect(lines.map(({ action }) => action)).toContain('payment.completed');
    expect(lines.at(-1)).toMatchObject({
      level: 'info',
      data: { amount: 9900, paymentMethod: 'card', status: 'completed' },
    });
    expect(books.paymentsOf(email)).toHaveLength(1);
    await page.getByTestId('back-to-shop').click();
    await page.getByRole('link', { name: '내 결제' }).click();
    const row = page.locator(`[data-payment="${made.id}"]`);
    await row.waitFor();
    expect(await row.getAttribute('data-status')).toBe('completed');
  });

  test('the v1 widget of the tutorial takes the payment', async ({ stage }) => {
    await signIn(stage.buyer, stage.place, await makeAccount(stage.place));
    await openShop(stage.page, stage.place, 'widget-v1');
    const made = await buyInModal(stage.page);
    await payByCard(await goToToss(stage.page, 'widget-v1'));
    await expectPaid(stage, made);
  });

  test('the payment window without a widget takes the payment', async ({ stage }) => {
    const { page, place, buyer } = stage;
    await signIn(buyer, place, await makeAccount(place));
    await openShop(page, place, 'window');
    const made = await buyInModal(page);
    await page.locator('input[name=method][value=card]').check();
    await payByCard(await goToToss(page, 'window'));
    await expectPaid(stage, made);
  });

  test('the hosted page takes the payment without any script in the shop', async ({ stage }) => {
    const { page, place, buyer } = stage;
    await signIn(buyer, place, await makeAccount(place));
    await openShop(page, place);
    const made = await buyOnHostedPage(page, place);
    expect(page.url()).toBe(made.checkout.url);
    await payByCard(await goToToss(page));
    await expectPaid(stage, made);
  });

  test('a page without React takes the payment with the embed script', async ({ stage }) => {
    const { page, place, buyer } = stage;
    await signIn(buyer, place, await makeAccount(place));
    await page.goto(`${place.shop}/embed.html`);
    await page.locator('body[data-embed=ready]').waitFor();
    await page.locator(`[data-gyeol-plan=${PLAN.id}]`).waitFor();
    const made = await buyInModal(page);
    await payByCard(await goToToss(page));
    await expectPaid(stage, made);
  });

  test('a double click on every button makes one payment and asks Toss once', async ({ stage }) => {
    const { page, place, buyer, books } = stage;
    const account = await makeAccount(place);
    await signIn(buyer, place, account);
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(new URL(request.url()).pathname);
    });
    await openShop(page, place);
    const made = await buyInModal(page, { twice: true });
    await (await consent(page)).dblclick();
    await page.getByTestId('order-name').waitFor();
    await page.getByTestId('card-approve').click();
    await page.getByTestId('pay').dblclick();
    await expectPaid(stage, made);
    expect(books.paymentsOf(account.email)).toHaveLength(1);
    const sentTo = (path: RegExp) => sent.filter((each) => path.test(each));
    expect(sentTo(/^\/api\/payments$/)).toHaveLength(1);
    expect(sentTo(/\/browser\/sessions$/)).toHaveLength(1);
    expect(sentTo(/\/authenticate$/)).toHaveLength(1);
    expect(sentTo(/^\/api\/checkout\/[^/]+\/confirm$/)).toHaveLength(1);
  });
});

describe('the test cards of the tutorial', () => {
  for (const [card, ending, code, reason] of [
    ['card-decline', '0002', 'REJECT_CARD_PAYMENT', /한도/],
    ['card-expired', '0069', 'INVALID_CARD_EXPIRATION', /유효기간/],
  ] as const) {
    test(`${ending} is refused with its reason, and a new payment with 4242 succeeds`, async ({
      stage,
    }) => {
      const { page, place, buyer, books } = stage;
      const account = await makeAccount(place);
      await signIn(buyer, place, account);
      await openShop(page, place);
      const refused = await buyInModal(page);
      await payByCard(await goToToss(page), card);
      const result = await seeResult(page, 'failed');
      expect(await result.getByTestId('reason').textContent()).toMatch(reason);
      expect(await result.textContent()).toContain(code);
      expect(books.payment(refused.orderId)?.status).toBe('failed');
      await expectAccessible(page, `the reason ${code}`);

      await page.getByTestId('back-to-shop').click();
      await page.locator(`[data-plan=${PLAN.id}]`).waitFor();
      const made = await buyInModal(page);
      await payByCard(await goToToss(page));
      await expectPaid(stage, made);
      expect(books.paymentsOf(account.email)).toHaveLength(2);
    });
  }

  test('a number with a wrong check digit is refused on the spot and can be corrected', async ({
    stage,
  }) => {
    const { page, place, buyer } = stage;
    await signIn(buyer, place, await makeAccount(place));
    await openShop(page, place);
    const made = await buyInModal(page);
    await goToToss(page);
    buyer.expect(/^400 POST .*\/authenticate$/);
    await page.getByTestId('card-number').fill('4242 4242 4242 4241');
    await page.getByTestId('pay').click();
    await page.getByTestId('notice').waitFor();
    expect(await page.getByTestId('card-number').getAttribute('aria-invalid')).toBe('true');
    await payByCard(page);
    await expectPaid(stage, made);
  });
});
