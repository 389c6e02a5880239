// Money is an integer in minor units with an ISO 4217 currency. This file turns it into words for
// people; nothing here calculates with fractions, so no amount ever passes through floating point.

export interface Money {
  amount: number;
  currency: string;
}

const EXPONENTS: Record<string, number> = {
  KRW: 0,
  JPY: 0,
  VND: 0,
  USD: 2,
  EUR: 2,
  GBP: 2,
  CNY: 2,
};

/** Formats `money` for a person: `9,900원` in Korean, `₩9,900` in English. */
export function formatMoney(money: Money, locale: 'ko' | 'en'): string {
  const { amount, currency } = money;
  // Money: a fraction here means that somebody calculated with floats; showing a rounded amount
  // would hide it on the very page where the buyer agrees. Guarded by "refuses a fraction".
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not an integer amount: ${amount}`);
  const exponent = EXPONENTS[currency];
  if (exponent === undefined) throw new RangeError(`unknown currency: ${currency}`);

  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent).replace(/\B(?=(\d{3})+$)/g, ',');
  const number = exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`;
  const sign = amount < 0 ? '-' : '';
  if (currency === 'KRW') return locale === 'ko' ? `${sign}${number}원` : `${sign}₩${number}`;
  return `${sign}${currency} ${number}`;
}

/** The VAT of 10 % contained in `amount`: `amount / 11`, a half rounded up. */
export function vatIncluded(amount: number): number {
  if (!Number.isSafeInteger(amount) || amount < 0) throw new RangeError(`not an amount: ${amount}`);
  const quotient = Math.floor(amount / 11);
  return amount % 11 >= 6 ? quotient + 1 : quotient;
}
