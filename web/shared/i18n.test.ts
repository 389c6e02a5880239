import { afterEach, describe, expect, it, vi } from 'vitest';

import { en as shopEn } from '../demo/locales/en.ts';
import { ko as shopKo } from '../demo/locales/ko.ts';
import { detectLocale, fillIn, formatTime } from './i18n.tsx';
import { en } from './locales/en.ts';
import { ko } from './locales/ko.ts';

const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

describe.each([
  ['the checkout', ko, en],
  ['the shop', shopKo, shopEn],
])('the texts of %s', (_, korean: Record<string, string>, english: Record<string, string>) => {
  it('exist in both languages', () => {
    expect(Object.keys(english).sort()).toEqual(Object.keys(korean).sort());
  });

  it.each(Object.keys(korean))('have words and the same holes in both: %s', (key) => {
    expect(korean[key]?.trim()).not.toBe('');
    expect(english[key]?.trim()).not.toBe('');
    expect(holes(english[key]!)).toEqual(holes(korean[key]!));
  });

  it('keep to one language each', () => {
    const withHangul = Object.values(english).filter((text) => /[가-힣]/.test(text));
    expect(withHangul).toEqual([]);
  });
});

describe('fillIn', () => {
  it('leaves an unknown hole as it is', () => {
    expect(fillIn('{a} {b}', { a: '1' })).toBe('1 {b}');
  });

  it('does not read a replacement as a pattern', () => {
    expect(fillIn('{a}', { a: '$& {b}' })).toBe('$& {b}');
  });
});

describe('formatTime', () => {
  it('shows Korean time with its zone, whatever the browser says', () => {
    expect(formatTime('2026-11-24T15:00:30Z', 'ko')).toMatch(/^2026년 11월 25일.* 00:00 KST$/);
    expect(formatTime('2026-11-24T15:00:30Z', 'en')).toMatch(/25 Nov 2026 00:00 KST$/);
  });

  it('shows what is not a time as it came', () => {
    expect(formatTime('soon', 'ko')).toBe('soon');
  });
});

describe('detectLocale', () => {
  afterEach(() => {
    history.replaceState(null, '', '/');
    document.cookie = 'gyeol_lang=; Max-Age=0; Path=/';
  });

  it('follows the address before the cookie, and the cookie before the browser', () => {
    vi.spyOn(navigator, 'language', 'get').mockReturnValue('ko-KR');
    expect(detectLocale()).toBe('ko');
    document.cookie = 'gyeol_lang=en; Path=/';
    expect(detectLocale()).toBe('en');
    history.replaceState(null, '', '/?lang=ko');
    expect(detectLocale()).toBe('ko');
  });

  it('is English for a browser that asks for neither language', () => {
    vi.spyOn(navigator, 'language', 'get').mockReturnValue('de-DE');
    expect(detectLocale()).toBe('en');
  });
});
