// Paying by deposit: the account is shown, and the page follows what happens at the bank by itself.

import { describe, expect } from 'vitest';

import { expectAccessible, makeAccount, signIn, test, type Stage } from './story.ts';
import {
  buyInModal,
  goToToss,
  openBank,
  openShop,
  orderVirtualAccount,
  seeResult,
  type Made,
} from './steps.ts';
import { announceChange } from './toss_api.ts';

/** Leaves the buyer on the page that waits for the deposit. */
async function awaitDeposit({ page, place, buyer }: Stage): Promise<Made> {
  await signIn(buyer, place, await makeAccount(place));
  await openShop(page, place);
  const made = await buyInModal(page);
  await orderVirtualAccount(await goToToss(page));
  await seeResult(page, 'deposit');
  return made;
}

describe('a virtual account', () => {
  test('is shown with bank, number and due time, and a deposit completes it by itself', async ({
    stage,
  }) => {
    const { page, place, books } = stage;
    const made = await awaitDeposit(stage);
    const account = page.getByTestId('virtual-account');
    expect(await account.textContent()).toMatch(/신한/);
    expect(await account.textContent()).toMatch(/9,900원/);
    expect(await page.getByTestId('account-number').textContent()).toMatch(/^X?[0-9]{10,}$/);
    const due = new Date((await account.locator('time').getAttribute('datetime')) ?? '');
    expect(due.getTime()).toBeGreaterThan(Date.now());
    expect(await account.locator('time').textContent()).toMatch(/KST$/);
    expect(books.payment(made.orderId)?.status).toBe('waiting_for_deposit');
    expect(books.chargesFor(made.orderId)).toEqual([]);
    await expectAccessible(page, 'the account to deposit to');

    const atBank = await openBank(page, place, made.orderId);
    await atBank.getByTestId('deposit').click();
    await seeResult(page, 'success');
    expect(books.payment(made.orderId)).toMatchObject({
      status: 'completed',
      paymentMethod: 'virtual_account',
    });
    expect(books.chargesFor(made.orderId)).toEqual([9900]);
  });

  test('waits again when the bank takes the deposit back, until it is deposited anew', async ({
    stage,
  }) => {
    const { page, place, books } = stage;
    const made = await awaitDeposit(stage);
    const atBank = await openBank(page, place, made.orderId);
    await atBank.getByTestId('deposit').click();
    await seeResult(page, 'success');

    await atBank.getByTestId('take-back').click();
    await expect.poll(() => books.payment(made.orderId)?.status).toBe('waiting_for_deposit');
    await page.reload();
    await seeResult(page, 'deposit');
    await atBank.getByTestId('deposit').click();
    await seeResult(page, 'success');
  });

  test('is expired after its due time, and a late deposit still completes it', async ({ stage }) => {
    const { page, place, books } = stage;
    const made = await awaitDeposit(stage);
    const address = page.url();
    const atBank = await openBank(page, place, made.orderId);
    await atBank.getByTestId('pass-due-date').click();
    await atBank.getByText('기한 지남').waitFor();
    await announceChange(place, address);
    const result = await seeResult(page, 'expired');
    expect(await result.textContent()).toContain('다시 입금하지 마세요');
    await atBank.getByTestId('deposit-late').click();
    await expect.poll(() => books.payment(made.orderId)?.status).toBe('completed');
    await page.reload();
    await seeResult(page, 'success');
    expect(books.chargesFor(made.orderId)).toEqual([9900]);
  });

  test('that the bank cancels is shown as cancelled by itself', async ({ stage }) => {
    const { page, place, books } = stage;
    const made = await awaitDeposit(stage);
    const atBank = await openBank(page, place, made.orderId);
    await atBank.getByTestId('cancel').click();
    await seeResult(page, 'cancelled');
    expect(books.chargesFor(made.orderId)).toEqual([]);
    await expectAccessible(page, 'the cancelled account');
  });

  test('that the bank cancels after the deposit is shown as given back', async ({ stage }) => {
    const { page, place, books } = stage;
    const made = await awaitDeposit(stage);
    const atBank = await openBank(page, place, made.orderId);
    await atBank.getByTestId('deposit').click();
    await seeResult(page, 'success');
    await atBank.getByTestId('cancel').click();
    await expect.poll(() => books.payment(made.orderId)?.status).toBe('refunded');
    await page.reload();
    await seeResult(page, 'refunded');
    await expectAccessible(page, 'the refunded result');
  });
});
