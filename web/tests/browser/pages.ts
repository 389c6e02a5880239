// Every page in both languages, both colour schemes and on a phone: readable for everybody, and never
// wider than the window.

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import type { Place } from './gyeol.ts';
import {
  expectAccessible,
  expectToFit,
  makeAccount,
  screenshot,
  signIn,
  test,
  type Account,
  type Stage,
  type Watched,
} from './story.ts';
import { buyButton, buyInModal, openShop, seeResult, tick, type View } from './steps.ts';
import {
  actAtBank,
  announceChange,
  cancelPayment,
  createPayment,
  openWindow,
  orderAccountThere,
  payByCardThere,
} from './toss_api.ts';

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };
// The narrowest window that pages must still fit into without scrolling sideways (WCAG 1.4.10).
const NARROWEST = { width: 320, height: 640 };

/** Looks at the page as it is now, in every colour scheme and width. */
async function lookAt(page: Page, name: string): Promise<void> {
  const language = await page.evaluate(() => document.documentElement.lang);
  for (const viewport of [PHONE, DESK]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const where = `${name} ${language} ${colorScheme} ${viewport.width}`;
      await expectAccessible(page, where);
      if ((colorScheme === 'dark') === (viewport === PHONE)) await screenshot(page, where);
    }
    await expectToFit(page, `${name} ${language} ${viewport.width}`);
  }
  await page.setViewportSize(NARROWEST);
  await expectToFit(page, `${name} ${language} ${NARROWEST.width}`);
}

interface Visit {
  place: Place;
  watched: Watched;
  page: Page;
  account: Account;
}

async function visit(stage: Stage, locale: 'ko-KR' | 'en-US'): Promise<Visit> {
  const { place } = stage;
  const watched = await stage.openBrowser({ locale });
  const account = await makeAccount(place);
  await signIn(watched, place, account);
  const page = await watched.context.newPage();
  return { place, watched, page, account };
}

/** The stories of one language; a file for each, so that they run beside one another. */
export function tellPages(locale: 'ko-KR' | 'en-US'): void {
  const language = locale.slice(0, 2);

  test(`of the shop is for everybody (${language})`, async ({ stage }) => {
    const { place, page, account } = await visit(stage, locale);
    await openShop(page, place, 'widget-v1');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
    await lookAt(page, 'shop');

    const address = await payByCardThere(place, await createPayment(place, account));
    await page.goto(address);
    await seeResult(page, 'success');
    await createPayment(place, account);
    await page.goto(`${place.shop}/#/payments`);
    await page.locator('[data-status=pending]').waitFor();
    await lookAt(page, 'shop payments');

    await page.goto(`${place.shop}/embed.html`);
    await buyButton(page).waitFor();
    await lookAt(page, 'shop embed');

    const stranger = await (await stage.openBrowser({ locale })).context.newPage();
    await stranger.goto(`${place.shop}/#/signin`);
    await stranger.locator('input[name=password]').waitFor();
    await lookAt(stranger, 'shop sign-in');
  });

  test(`of the checkout is for everybody (${language})`, async ({ stage }) => {
    const { place, page, account } = await visit(stage, locale);
    await openShop(page, place);
    await buyInModal(page);
    await page.locator('[data-testid=payment-form][data-phase=ready]').waitFor();
    await lookAt(page, 'checkout modal widget');

    await page.reload();
    await openShop(page, place, 'window');
    await buyInModal(page);
    await page.locator('[data-testid=payment-form][data-phase=ready]').waitFor();
    await lookAt(page, 'checkout modal window');

    const made = await createPayment(place, account);
    await page.goto(made.checkout.url);
    await page.locator('[data-testid=payment-form][data-phase=ready]').waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
    await tick(page.locator('input[name=consent]'));
    await lookAt(page, 'checkout hosted');
  });

  test(`of a payment's end is for everybody (${language})`, async ({ stage }) => {
    const { place, watched, page } = await visit(stage, locale);
    const show = async (view: View, address: string) => {
      await page.goto(address);
      await seeResult(page, view);
      await lookAt(page, `result ${view}`);
    };
    const create = async () => createPayment(place, await makeAccount(place));

    await show('success', await payByCardThere(place, await create()));
    await show('failed', await payByCardThere(place, await create(), 'decline'));
    await show('checking', await payByCardThere(place, await create(), 'slow'));
    const account = await orderAccountThere(place, await create());
    await show('deposit', account);
    await actAtBank(place, account, 'pass-due-date');
    await announceChange(place, account);
    await show('expired', account);
    const buyer = await makeAccount(place);
    const given = await createPayment(place, buyer);
    await cancelPayment(place, buyer, given);
    await show('cancelled', given.checkout.url);
    watched.expect(/^400 POST \/api\/checkout\/\w+\/confirm$/);
    const tampered = new URL(await payByCardThere(place, await create()));
    tampered.searchParams.set('amount', '1');
    await show('mismatch', tampered.href);
    watched.expect(/^404 GET \/api\/checkout\/0+$/);
    await show('not_found', `${place.server}/checkout/${'0'.repeat(32)}`);
  });

  test(`of the sandbox is for everybody (${language})`, async ({ stage }) => {
    const { place, page, account } = await visit(stage, locale);
    const key = await openWindow(place, await createPayment(place, account));
    await page.goto(`${place.sandbox}/toss/window?paymentKey=${key}`);
    await page.getByTestId('order-name').waitFor();
    await lookAt(page, 'sandbox window card');
    await page.getByTestId('method-virtual-account').check();
    await page.getByTestId('outcome').selectOption('decline');
    await lookAt(page, 'sandbox window account');

    const address = await orderAccountThere(
      place,
      await createPayment(place, await makeAccount(place)),
    );
    await page.goto(address);
    await seeResult(page, 'deposit');
    await page.goto(`${place.sandbox}/toss/bank`);
    await page.getByTestId('account').first().waitFor();
    await lookAt(page, 'sandbox bank');

    await page.goto(await payByCardThere(place, await createPayment(place, account)));
    const result = await seeResult(page, 'success');
    const receipt = await result.locator('a[target=_blank]').getAttribute('href');
    await page.goto(receipt!);
    await page.locator('[data-testid=facts] dd').first().waitFor();
    await lookAt(page, 'sandbox receipt');
  });
}
