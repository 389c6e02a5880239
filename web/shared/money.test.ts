import { describe, expect, it } from 'vitest';

import { formatMoney, vatIncluded } from './money.ts';

describe('formatMoney', () => {
  it.each([
    [0, 'KRW', '0원', '₩0'],
    [9900, 'KRW', '9,900원', '₩9,900'],
    [100, 'KRW', '100원', '₩100'],
    [1234567890, 'KRW', '1,234,567,890원', '₩1,234,567,890'],
    [-9900, 'KRW', '-9,900원', '-₩9,900'],
    [9007199254740991, 'KRW', '9,007,199,254,740,991원', '₩9,007,199,254,740,991'],
    [5, 'USD', 'USD 0.05', 'USD 0.05'],
    [123456, 'USD', 'USD 1,234.56', 'USD 1,234.56'],
    [500, 'JPY', 'JPY 500', 'JPY 500'],
  ])('writes %i %s as %s and %s', (amount, currency, ko, en) => {
    expect(formatMoney({ amount, currency }, 'ko')).toBe(ko);
    expect(formatMoney({ amount, currency }, 'en')).toBe(en);
  });

  it.each([9900.5, Number.NaN, Infinity, 2 ** 53])(
    'refuses a fraction or what is too large: %d',
    (amount) => {
      expect(() => formatMoney({ amount, currency: 'KRW' }, 'ko')).toThrow(RangeError);
    },
  );

  it('refuses a currency whose exponent it does not know', () => {
    expect(() => formatMoney({ amount: 1, currency: 'ZZZ' }, 'ko')).toThrow('ZZZ');
  });
});

describe('vatIncluded', () => {
  it('is the eleventh part, a half rounded up, for every remainder', () => {
    for (let amount = 0; amount < 1100; amount += 1) {
      // Half up over integers: floor((2a + 11) / 22).
      expect(vatIncluded(amount)).toBe(Math.floor((2 * amount + 11) / 22));
    }
  });

  it.each([
    [9900, 900],
    [29000, 2636],
    [79000, 7182],
  ])('of %i is %i', (amount, vat) => {
    expect(vatIncluded(amount)).toBe(vat);
  });

  it('refuses a fraction and less than nothing', () => {
    expect(() => vatIncluded(0.5)).toThrow(RangeError);
    expect(() => vatIncluded(-1)).toThrow(RangeError);
  });
});
