// The shop's own texts, in the same two languages as the checkout.

import { fillIn, type Locale } from '../shared/i18n.tsx';
import { en } from './locales/en.ts';
import { ko } from './locales/ko.ts';

export type ShopKey = keyof typeof ko;

const DICTIONARIES: Record<Locale, Record<ShopKey, string>> = { ko, en };

export function shopWord(
  locale: Locale,
  key: ShopKey,
  parameters: Record<string, string> = {},
): string {
  return fillIn(DICTIONARIES[locale][key], parameters);
}
