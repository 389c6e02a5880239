// `test` for stories in a browser. Each story has a buyer of its own, and fails for anything that a
// page complained about: console errors, breaches of the content security policy, refused requests.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Frame, type Page } from 'playwright-core';
import { expect, inject, test as base } from 'vitest';

import { Books, type Place } from './gyeol.ts';

const SCREENS = join(import.meta.dirname, '../../../build/screens');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const STEP_MS_MAX = 20_000;

export interface Account {
  email: string;
  name: string;
  token: string;
}

export interface WatchOptions {
  locale?: 'ko-KR' | 'en-US';
  userAgent?: string;
  width?: number;
}

/** One browser without any history, and what its pages complained about. */
export class Watched {
  readonly context: BrowserContext;
  readonly complaints: string[] = [];
  private readonly expected: RegExp[] = [];

  private constructor(context: BrowserContext) {
    this.context = context;
  }

  static async open(browser: Browser, options: WatchOptions = {}): Promise<Watched> {
    const context = await browser.newContext({
      locale: options.locale ?? 'ko-KR',
      timezoneId: 'America/New_York',
      reducedMotion: 'reduce',
      viewport: { width: options.width ?? 1280, height: 900 },
      ...(options.userAgent ? { userAgent: options.userAgent } : {}),
    });
    context.setDefaultTimeout(STEP_MS_MAX);
    const watched = new Watched(context);
    await watched.listen();
    return watched;
  }

  /** Says beforehand which complaint belongs to the story, such as `403 POST /api/...`. */
  expect(complaint: RegExp): void {
    this.expected.push(complaint);
  }

  unexpected(): string[] {
    return this.complaints.filter((each) => !this.expected.some((known) => known.test(each)));
  }

  private async listen(): Promise<void> {
    const { context, complaints } = this;
    await context.exposeFunction('tellBreach', (text: string) => complaints.push(`csp ${text}`));
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (breach) => {
        const { effectiveDirective, blockedURI, sourceFile, lineNumber } = breach;
        const text = `${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber}`;
        (window as unknown as { tellBreach: (text: string) => void }).tellBreach(text);
      });
    });
    context.on('console', (message) => {
      const { url } = message.location();
      // Chromium's own line for an answer of 400 or more; `response` below tells which.
      const isAnswer = message.text().startsWith('Failed to load resource: the server responded');
      if (message.type() === 'error' && !isAnswer) {
        complaints.push(`console ${message.text()} (${url})`);
      }
    });
    context.on('weberror', (error) => complaints.push(`exception ${error.error()}`));
    context.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname === '/api/csp-reports') complaints.push(`csp report ${request.postData()}`);
    });
    context.on('response', (response) => {
      if (response.status() < 400) return;
      const { pathname } = new URL(response.url());
      complaints.push(`${response.status()} ${response.request().method()} ${pathname}`);
    });
  }
}

export interface Stage {
  place: Place;
  books: Books;
  buyer: Watched;
  page: Page;
  /** Another person's browser, or the same person's other one: nothing is shared. */
  openBrowser: (options?: WatchOptions) => Promise<Watched>;
}

let shared: Promise<Browser> | undefined;

/** The one Chromium, connected once in each process that runs stories. */
function browser(): Promise<Browser> {
  shared ??= chromium.connect(inject('chromium'));
  return shared;
}

export const test = base.extend<{ stage: Stage }>({
  stage: async ({ task }, use) => {
    const all: Watched[] = [];
    const openBrowser = async (options?: WatchOptions) => {
      const opened = await Watched.open(await browser(), options);
      all.push(opened);
      return opened;
    };
    const buyer = await openBrowser();
    const page = await buyer.context.newPage();
    const place = inject('place');
    await use({ place, books: new Books(place), buyer, page, openBrowser });
    const failed = task.result?.state === 'fail';
    for (const [at, { context }] of failed ? all.entries() : []) {
      for (const [number, each] of context.pages().entries()) {
        await screenshot(each, `failed ${task.name} ${at} ${number}`);
      }
    }
    const complaints = all.flatMap((each) => each.unexpected());
    await Promise.all(all.map(({ context }) => context.close()));
    expect(complaints, 'what the pages complained about').toEqual([]);
  },
});

/** Fails for every way in which people with disabilities are kept from using `page` as it is now. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  const found = await Promise.all(page.frames().map(findBarriers));
  expect(found.flat(), `accessibility of ${where}`).toEqual([]);
}

/** What axe finds in one frame, whose document is judged as a page of its own. */
async function findBarriers(frame: Frame): Promise<string[]> {
  // Once in each document: the script is larger than the page.
  if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axe.source);
  return frame.evaluate(async (tags) => {
    const { violations } = await window.axe.run(document, {
      runOnly: tags,
      resultTypes: ['violations'],
      iframes: false,
      // It would add the style sheet of another origin to the page, which the policy forbids.
      preload: false,
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
    );
  }, AXE_TAGS);
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** Fails when the page is wider than its window, so that a phone would have to scroll sideways. */
export async function expectToFit(page: Page, where: string): Promise<void> {
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(wide, `pixels beyond the edge of ${where}`).toBeLessThanOrEqual(0);
}

/** Keeps a picture for people; nothing compares it. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  const file = name.replace(/[^A-Za-z0-9가-힣]+/g, '-').slice(0, 120);
  await page.screenshot({ path: join(SCREENS, `${file}.png`), fullPage: true });
}

let accounts = 0;

/** Registers somebody through the API, for stories that are not about signing up. */
export async function makeAccount(place: Place): Promise<Account> {
  accounts += 1;
  const email = `buyer-${process.pid}-${accounts}-${Date.now()}@example.kr`;
  const name = '김결';
  const response = await fetch(`${place.server}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, name, password: 'made-up-password' }),
  });
  if (response.status !== 201) throw new Error(`register: ${await response.text()}`);
  const { token } = (await response.json()) as { token: string };
  return { email, name, token };
}

/** Signs `account` in at the shop for every page of this browser, as its own tab would remember. */
export async function signIn(watched: Watched, place: Place, account: Account): Promise<void> {
  await watched.context.addInitScript(
    ({ shop, token, name }) => {
      if (location.origin !== shop) return;
      sessionStorage.setItem('ktest_token', token);
      sessionStorage.setItem('ktest_name', name);
    },
    { shop: place.shop, ...account },
  );
}
