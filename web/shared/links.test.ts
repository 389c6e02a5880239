import { describe, expect, it } from 'vitest';

import { safeUrl } from './links.ts';

describe('safeUrl', () => {
  it.each(['https://shop.example/', 'http://localhost:8082/#/payments'])('keeps %s', (url) => {
    expect(safeUrl(url)).toBe(url);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '/relative', '', undefined])(
    'drops %s',
    (url) => {
      expect(safeUrl(url)).toBeUndefined();
    },
  );
});
