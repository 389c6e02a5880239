// One server and one Chromium for all stories; each story has a browser context of its own.

import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

import { Gyeol, type Place } from './gyeol.ts';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

declare module 'vitest' {
  interface ProvidedContext {
    place: Place;
    chromium: string;
  }
}

export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const gyeol = await Gyeol.start();
  const server = await chromium.launchServer({ executablePath: CHROMIUM, args: FLAGS });
  provide('place', gyeol.place);
  provide('chromium', server.wsEndpoint());
  return async () => {
    await server.close();
    await gyeol.stop();
  };
}
