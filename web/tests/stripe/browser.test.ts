// Stripe's own React components in a shop's page, with the stand-in for Stripe.js and a real browser.

import axe from 'axe-core';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { chromium, type Browser, type Frame, type FrameLocator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { build, type Rolldown } from 'vite';

import { idOf, stripe } from './client.ts';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
const STEP_MS_MAX = 10_000;

let server: Server;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

async function bundle(): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', development: false } },
    build: {
      write: false,
      lib: { entry: join(import.meta.dirname, 'shop.tsx'), formats: ['iife'], name: 'Shop' },
    },
  })) as Rolldown.RolldownOutput[];
  return built[0]!.output[0].code;
}

beforeAll(async () => {
  const script = await bundle();
  const { origin } = new URL(inject('sandbox'));
  const html = `<!doctype html><html lang="ko"><title>Shop</title><link rel="icon" href="data:,">
    <div id="root"></div>
    <script src="${origin}/stripe/endive/stripe.js"></script><script src="/shop.js"></script></html>`;
  server = createServer((request, response) => {
    const isScript = request.url === '/shop.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    // What a shop allows for the real script, with the sandbox in its place; no way to it but frames.
    response.setHeader(
      'Content-Security-Policy',
      `default-src 'self'; script-src 'self' ${origin}; frame-src ${origin}; connect-src 'none'; img-src data:`,
    );
    response.end(isScript ? script : html);
  });
  const { port } = new URL(inject('shop'));
  await new Promise<void>((done) => server.listen(Number(port), 'localhost', done));
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
});

afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

beforeEach(async () => {
  complaints.length = 0;
  const context = await browser.newContext({ locale: 'ko-KR' });
  page = await context.newPage();
  page.setDefaultTimeout(STEP_MS_MAX);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A declined card is a 402, which the browser reports by itself.
    const isDecline = /status of 402/.test(message.text());
    if (message.type() === 'error' && !isDecline) complaints.push(message.text());
  });
});

afterEach(async () => {
  await page.context().close();
  expect(complaints).toEqual([]);
});

/** Opens the shop's page for a new intent; returns the frame of its Element. */
async function openShop(more = '', kind: 'payment' | 'setup' = 'payment') {
  const intent =
    kind === 'payment'
      ? await stripe.paymentIntents.create({ amount: 9900, currency: 'krw', description: 'Basic' })
      : await stripe.setupIntents.create({ customer: (await stripe.customers.create()).id });
  await page.goto(`${inject('shop')}/?secret=${intent.client_secret}&kind=${kind}&${more}`);
  const element = page.frameLocator('iframe[title="Secure payment input frame"]');
  await element.getByTestId('card-fields').waitFor();
  return { intent, element };
}

async function pay(element: FrameLocator, card: string): Promise<void> {
  await element.getByTestId(card).click();
  await page.getByTestId('pay').click();
}

async function comeBack(): Promise<Record<string, string>> {
  await page.waitForURL(`${inject('shop')}/back?**`);
  return Object.fromEntries(new URL(page.url()).searchParams);
}

const said = () => page.getByTestId('said').textContent();

async function expectAccessible(where: Page | Frame): Promise<void> {
  await where.evaluate(axe.source);
  const found = await where.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
      iframes: false,
      preload: false,
    });
    return violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target)}`);
  });
  expect(found).toEqual([]);
}

const frameAt = (path: string) => page.frames().find((each) => each.url().includes(`/stripe/${path}`))!;

describe('the stand-in for Stripe.js with the React components', () => {
  test('pays by card and comes back with the intent', async () => {
    const { intent, element } = await openShop();
    await pay(element, 'card-approve');
    expect(await comeBack()).toEqual({
      payment_intent: intent.id,
      payment_intent_client_secret: intent.client_secret,
      redirect_status: 'succeeded',
    });
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
  });

  test('shows a decline where the buyer is, and the same form pays with another card', async () => {
    const { intent, element } = await openShop();
    await pay(element, 'card-decline');
    await expect.poll(said).toBe('card_error: Your card was declined.');
    await pay(element, 'card-approve');
    expect((await comeBack())['payment_intent']).toBe(intent.id);
  });

  test('says what is missing before anything is sent', async () => {
    const { intent } = await openShop();
    await page.getByTestId('pay').click();
    await expect.poll(said).toBe('validation_error: 카드번호를 모두 입력해 주세요.');
    expect((await stripe.paymentIntents.retrieve(intent.id)).latest_charge).toBeNull();
  });

  test('lays 3-D Secure over the page, where it is passed', async () => {
    const { intent, element } = await openShop();
    await pay(element, 'card-3ds');
    const bank = page.frameLocator('iframe[title="3D Secure"]');
    await bank.getByTestId('authorize').waitFor();
    expect(await bank.getByTestId('amount').textContent()).toContain('9,900');
    await expectAccessible(frameAt('authenticate'));
    await bank.getByTestId('authorize').click();
    expect((await comeBack())['redirect_status']).toBe('succeeded');
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
  });

  test('stays on the page when 3-D Secure fails', async () => {
    const { element } = await openShop();
    await pay(element, 'card-3ds');
    await page.frameLocator('iframe[title="3D Secure"]').getByTestId('fail').click();
    await expect.poll(said).toMatch(/^invalid_request_error: We are unable to authenticate/);
  });

  test('resolves without leaving when no redirect is required', async () => {
    const { element } = await openShop('stay=1');
    await pay(element, 'card-approve');
    await expect.poll(said).toBe('succeeded succeeded');
  });

  test('pays an intent that was made after the form', async () => {
    const { intent, element } = await openShop('deferred=1');
    await page.getByTestId('pay').click();
    await expect.poll(said).toMatch(/^validation_error/);
    await pay(element, 'card-approve');
    expect((await comeBack())['payment_intent']).toBe(intent.id);
  });

  test('leaves for a wallet and comes back', async () => {
    const { intent, element } = await openShop();
    await element.getByTestId('method-kakao-pay').check();
    await page.getByTestId('pay').click();
    await page.getByTestId('authorize').click();
    expect((await comeBack())['payment_intent']).toBe(intent.id);
    const paid = await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] });
    expect(paid.latest_charge).toMatchObject({ payment_method_details: { type: 'kakao_pay' } });
  });

  test('saves a card', async () => {
    const { intent, element } = await openShop('', 'setup');
    await pay(element, 'card-approve');
    expect(await comeBack()).toMatchObject({ setup_intent: intent.id, redirect_status: 'succeeded' });
    const saved = await stripe.setupIntents.retrieve(intent.id);
    const method = await stripe.paymentMethods.retrieve(idOf(saved.payment_method));
    expect(method.customer).toBe(saved.customer);
  });

  test('never lets the card into the shop', async () => {
    const { element } = await openShop();
    await element.getByTestId('card-approve').click();
    await expect.poll(said).toBe('complete');
    expect(await page.content()).not.toContain('4242');
  });

  test.each(['light', 'dark'] as const)('is accessible in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const { element } = await openShop();
    await element.getByTestId('methods').waitFor();
    await expectAccessible(frameAt('element'));
  });

  test('refuses live and secret keys', async () => {
    await openShop();
    const refuse = (key: string) =>
      page.evaluate((each) => {
        try {
          (window as unknown as { Stripe: (key: string) => unknown }).Stripe(each);
          return '';
        } catch (error) {
          return (error as Error).name;
        }
      }, key);
    for (const key of ['pk_live_x', 'sk_test_x', '']) expect(await refuse(key)).toBe('IntegrationError');
  });
});

describe('the checkout page', () => {
  test('declines, then takes the payment and leads to the success page', async () => {
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: `${inject('shop')}/back?session={CHECKOUT_SESSION_ID}`,
      line_items: [
        {
          quantity: 1,
          price_data: { currency: 'krw', unit_amount: 9900, product_data: { name: 'Basic' } },
        },
      ],
    });
    await page.goto(session.url!);
    await page.getByTestId('pay').waitFor();
    await expectAccessible(page);
    await page.getByTestId('card-decline').click();
    await page.getByTestId('pay').click();
    await expect.poll(() => page.getByTestId('notice').textContent()).toContain('declined');
    await page.getByTestId('card-approve').click();
    await page.getByTestId('pay').click();
    expect(await comeBack()).toEqual({ session: session.id });
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
    });
  });
});
