import { describe, expect, it } from 'vitest';

import { isHandheld, pageFor } from './redirect.ts';

const checkout = {
  type: 'redirect' as const,
  customerKey: 'c',
  successUrl: 's',
  failUrl: 'f',
  url: 'u',
  desktopUrl: 'https://pay.test/pc',
  mobileUrl: 'https://pay.test/mobile',
  appUrl: 'https://pay.test/app',
};

describe('the page of a redirect', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0', false],
    ['Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', false],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148', true],
    ['Mozilla/5.0 (Linux; Android 16; SM-S931N) Chrome/140.0 Mobile', true],
    ['Mozilla/5.0 (Linux; Android 16; SM-X710) Chrome/140.0', true],
  ])('is chosen by the device: %s', (userAgent, handheld) => {
    expect(isHandheld(userAgent)).toBe(handheld);
    expect(pageFor(checkout, handheld)).toBe(
      handheld ? 'https://pay.test/mobile' : 'https://pay.test/pc',
    );
  });
});
