// Answers that are late, lost, or cut off by the end of the server. These stories wait, so they run
// beside one another; that is why each takes `expect` from its own context.

import type { Page } from 'playwright-core';
import { describe } from 'vitest';

import { Books, Gyeol, type Place } from './gyeol.ts';
import { expectAccessible, makeAccount, signIn, test, type Watched } from './story.ts';
import { buyInModal, goToToss, openShop, payByCard, seeResult, type Made } from './steps.ts';
import { createPayment, payByCardThere } from './toss_api.ts';

const SLOW_MS_MAX = 60_000;
// The reconciler asks about an open payment after a minute.
const ASKED_MS_MAX = 100_000;

/** Pays by card with an outcome that leaves the page waiting. */
async function payAndWait(
  buyer: Watched,
  page: Page,
  place: Place,
  outcome: 'slow' | 'lost_reply' | 'error_after_capture',
): Promise<Made> {
  await signIn(buyer, place, await makeAccount(place));
  await openShop(page, place);
  const made = await buyInModal(page);
  await payByCard(await goToToss(page), 'card-approve', outcome);
  return made;
}

describe.concurrent('a payment whose answer does not come', () => {
  test('survives reloads in the middle of its confirm and is charged once', async ({ stage, expect }) => {
    const { page, place, buyer, books } = stage;
    const made = await payAndWait(buyer, page, place, 'slow');
    await seeResult(page, 'checking');
    await expect.poll(() => books.payment(made.orderId)?.status).toBe('processing');
    await page.reload();
    await seeResult(page, 'checking');
    await page.goto(made.checkout.url);
    await seeResult(page, 'checking');
    await seeResult(page, 'success', SLOW_MS_MAX);
    expect(books.payment(made.orderId)?.status).toBe('completed');
    expect(books.chargesFor(made.orderId)).toEqual([9900]);
  });

  for (const [outcome, what] of [
    ['lost_reply', 'is lost'],
    ['error_after_capture', 'is an error after the money moved'],
  ] as const) {
    test(`because it ${what} is shown as being checked and resolves by itself`, async ({ stage, expect }) => {
      const { page, place, buyer, books } = stage;
      const seen: string[] = [];
      await page.exposeFunction('tellView', (view: string) => seen.push(view));
      await page.addInitScript(() => {
        let last: string | undefined;
        new MutationObserver(() => {
          const view = document.querySelector<HTMLElement>('[data-testid=result]')?.dataset['view'];
          if (view === undefined || view === last) return;
          last = view;
          (window as unknown as { tellView: (view: string) => void }).tellView(view);
        }).observe(document, { subtree: true, childList: true, attributes: true });
      });
      const made = await payAndWait(buyer, page, place, outcome);
      await seeResult(page, 'success', ASKED_MS_MAX);
      expect(seen).toEqual(['checking', 'success']);
      expect(books.payment(made.orderId)?.status).toBe('completed');
      expect(books.chargesFor(made.orderId)).toEqual([9900]);
    }, 150_000);
  }

  test('because the server was killed is found by the next one and charged once', async ({ stage, expect }) => {
    const gyeol = await Gyeol.start();
    const books = new Books(gyeol.place);
    const page = await stage.buyer.context.newPage();
    stage.buyer.expect(/^console .*net::ERR_(CONNECTION|EMPTY|INCOMPLETE|NETWORK)/);
    const made = await payAndWait(stage.buyer, page, gyeol.place, 'slow');
    await seeResult(page, 'checking');
    await expect.poll(() => books.chargesFor(made.orderId)).toEqual([9900]);
    expect(books.payment(made.orderId)?.status).toBe('processing');

    await gyeol.kill();
    await page.getByTestId('look-failed').waitFor();
    await seeResult(page, 'checking');
    await expectAccessible(page, 'the page without a server');
    await gyeol.run();
    await seeResult(page, 'success', ASKED_MS_MAX);
    expect(books.payment(made.orderId)?.status).toBe('completed');
    expect(await books.atToss(made.orderId)).toMatchObject({ status: 'DONE' });
    expect(books.chargesFor(made.orderId)).toEqual([9900]);
    const completions = books
      .logLines(made.orderId)
      .filter(({ action }) => action === 'payment.completed');
    expect(completions).toHaveLength(1);
    await page.close();
    await gyeol.stop();
  }, 180_000);

  test('is the only one that waits: another buyer pays meanwhile', async ({ stage, expect }) => {
    const { page, place, buyer, books } = stage;
    const slow = await payAndWait(buyer, page, place, 'slow');
    await seeResult(page, 'checking');
    const other = await createPayment(place, await makeAccount(place));
    const elsewhere = await (await stage.openBrowser()).context.newPage();
    await elsewhere.goto(await payByCardThere(place, other));
    await seeResult(elsewhere, 'success');
    expect(books.payment(slow.orderId)?.status).toBe('processing');
  });
});
