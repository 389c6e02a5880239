import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { faviconFrom } from './favicon.mjs';
import { keepSlices } from './vite_settings.mjs';

describe('keepSlices', () => {
  it('keeps the everyday slices of the real package, with Latin and common Hangul', () => {
    const file = 'node_modules/pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
    const kept = keepSlices(readFileSync(file, 'utf8'));
    expect(kept.match(/@font-face/g)).toHaveLength(20);
    expect(kept).toContain('subset.91.woff2');
    expect(kept).not.toContain('subset.71.woff2');
  });

  it('fails rather than ship no font when the package has changed', () => {
    expect(() => keepSlices('@font-face { src: url(a) }')).toThrow('font slices');
  });
});

describe('faviconFrom', () => {
  it('makes an icon file with one image whose size is written in its directory', () => {
    const icon = faviconFrom(readFileSync('shared/favicon.svg', 'utf8'));
    expect([...icon.subarray(0, 8)]).toEqual([0, 0, 1, 0, 1, 0, 32, 32]);
    expect(icon.readUInt32LE(14)).toBe(icon.length - icon.readUInt32LE(18));
    expect(icon.subarray(23, 26).toString('latin1')).toBe('PNG');
  });
});
