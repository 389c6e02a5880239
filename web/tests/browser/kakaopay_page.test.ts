// The sandbox's page of Kakao Pay, in a browser: what a buyer can do there, and where it leads.

import { describe, expect } from 'vitest';

import type { Place } from './gyeol.ts';
import { expectAccessible, expectToFit, screenshot, test, type Stage } from './story.ts';

// The key that the sandbox knows, as src/sandbox/kakaopay/options.hpp has it.
const KEY = 'DEVGYEOLSANDBOXKAKAOPAYSECRETKEY00000000';
const ORDER = { partner_order_id: 'order-kakao', partner_user_id: 'user-kakao' };

interface Prepared {
  tid: string;
  next_redirect_pc_url: string;
  next_redirect_mobile_url: string;
}

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

async function post(place: Place, path: string, members: object): Promise<Answer> {
  const answer = await fetch(`${place.sandbox}/kakaopay/online/v1/payment/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `SECRET_KEY ${KEY}` },
    body: JSON.stringify(members),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function prepare(place: Place, changes: object = {}): Promise<Prepared> {
  const answer = await post(place, 'ready', {
    cid: 'TC0ONETIME',
    ...ORDER,
    item_name: 'K-TEST 성격검사 플러스',
    quantity: 1,
    total_amount: 9900,
    tax_free_amount: 0,
    approval_url: `${place.server}/livez?back=approved`,
    cancel_url: `${place.server}/livez?back=cancelled`,
    fail_url: `${place.server}/livez?back=failed`,
    ...changes,
  });
  expect(answer.status).toBe(200);
  return answer.body as unknown as Prepared;
}

async function approve(place: Place, tid: string, address: string): Promise<Answer> {
  const token = new URL(address).searchParams.get('pg_token');
  return post(place, 'approve', { cid: 'TC0ONETIME', tid, ...ORDER, pg_token: token });
}

/** Opens the page and presses one button; returns where the browser arrives. */
async function press({ place, page }: Stage, prepared: Prepared, button: string): Promise<string> {
  await page.goto(prepared.next_redirect_pc_url);
  await page.getByTestId(button).click();
  await page.waitForURL(`${place.server}/livez?**`);
  return page.url();
}

describe("Kakao Pay's page", () => {
  test('sends the buyer back with a token that the server can approve', async ({ stage }) => {
    const { place } = stage;
    const prepared = await prepare(place);
    const address = await press(stage, prepared, 'pay-money');
    expect(address).toMatch(/\?back=approved&pg_token=[0-9a-f]{20}$/);
    expect(address).not.toContain(prepared.tid);
    const approved = await approve(place, prepared.tid, address);
    expect(approved.body).toMatchObject({ payment_method_type: 'MONEY', amount: { vat: 900 } });
  });

  test('declines with the code that was chosen', async ({ stage }) => {
    const { place, page } = stage;
    const prepared = await prepare(place);
    await page.goto(prepared.next_redirect_mobile_url);
    await page.getByTestId('outcome').selectOption('decline');
    await page.getByTestId('decline-code').selectOption('0062');
    await page.getByTestId('pay-card').click();
    await page.waitForURL(`${place.server}/livez?**`);
    const declined = await approve(place, prepared.tid, page.url());
    expect(declined.body).toMatchObject({
      error_code: -780,
      extras: { method_result_code: '0062' },
    });
  });

  test('leads to the other two addresses, and nowhere when it is closed', async ({ stage }) => {
    const { place, page } = stage;
    expect(await press(stage, await prepare(place), 'cancel')).toMatch(/back=cancelled$/);
    expect(await press(stage, await prepare(place), 'wrong-password')).toMatch(/back=failed$/);
    expect(await press(stage, await prepare(place), 'expire')).toMatch(/back=failed$/);
    const prepared = await prepare(place, { payment_method_type: 'CARD' });
    await page.goto(prepared.next_redirect_pc_url);
    await page.getByTestId('pay-card').waitFor();
    expect(await page.getByTestId('pay-money').isHidden()).toBe(true);
    await page.keyboard.press('Tab');
    await page.getByTestId('close').click();
    await expect.poll(() => page.isClosed() || page.getByTestId('status').textContent()).toBeTruthy();
    const order = await post(place, 'order', { cid: 'TC0ONETIME', tid: prepared.tid });
    expect(order.body).toMatchObject({ status: 'OPEN_PAYMENT' });
  });

  test('says so when there is no such payment', async ({ stage }) => {
    const { place, page, buyer } = stage;
    buyer.expect(/^404 POST \/kakaopay\/browser\/sessions\/0+\/open$/);
    const nobody = '0'.repeat(64);
    await page.goto(`${place.sandbox}/kakaopay/mockup/bridge/pc/pg/one-time/payment/${nobody}`);
    await page.getByTestId('notice').waitFor();
    expect(await page.getByTestId('form').isHidden()).toBe(true);
  });
});

const VIEWPORTS = [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
];

for (const locale of ['ko-KR', 'en-US'] as const) {
  test(`Kakao Pay's page is for everybody (${locale})`, async ({ stage }) => {
    const { place, openBrowser } = stage;
    const { next_redirect_pc_url } = await prepare(place, { cid: 'TCSUBSCRIP' });
    const { context } = await openBrowser({ locale });
    const page = await context.newPage();
    await page.goto(next_redirect_pc_url);
    await page.getByTestId('order-name').waitFor();
    await page.getByTestId('outcome').selectOption('decline');
    for (const viewport of VIEWPORTS) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const where = `sandbox kakaopay ${locale} ${colorScheme} ${viewport.width}`;
        await expectAccessible(page, where);
        await screenshot(page, where);
      }
      await expectToFit(page, `sandbox kakaopay ${locale} ${viewport.width}`);
    }
  });
}
