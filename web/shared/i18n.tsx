// Korean and English. A typed dictionary rather than a library: every key is checked by the
// compiler, and the checkout has no plurals or nesting to resolve.

import { createContext, useContext, useMemo, type ReactNode } from 'react';

import { en } from './locales/en.ts';
import { ko } from './locales/ko.ts';
import { formatMoney, type Money } from './money.ts';

export type Locale = 'ko' | 'en';
export type MessageKey = keyof typeof ko;

const DICTIONARIES: Record<Locale, Record<MessageKey, string>> = { ko, en };
const COOKIE = 'gyeol_lang';

export function isLocale(value: unknown): value is Locale {
  return value === 'ko' || value === 'en';
}

/** The page's language: `?lang=`, then the remembered choice, then the browser's. */
export function detectLocale(): Locale {
  const asked = new URLSearchParams(location.search).get('lang');
  if (isLocale(asked)) return asked;
  const remembered = new RegExp(`(?:^|; )${COOKIE}=(ko|en)`).exec(document.cookie)?.[1];
  if (isLocale(remembered)) return remembered;
  return navigator.language.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

export function rememberLocale(locale: Locale): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `${COOKIE}=${locale}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}

/** The message for `key`, with each `{name}` replaced by the parameter of that name. */
export function translate(
  locale: Locale,
  key: MessageKey,
  parameters: Record<string, string> = {},
): string {
  return fillIn(DICTIONARIES[locale][key], parameters);
}

/** Replaces each `{name}` in `text` by the parameter of that name. */
export function fillIn(text: string, parameters: Record<string, string> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => parameters[name] ?? whole);
}

/** Whether `key` is a message, for keys that are put together from a code on the wire. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(ko, key);
}

/** A moment in the merchant's time zone, with the zone named whatever the browser's own zone is. */
export function formatTime(instant: string, locale: Locale): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const language = locale === 'ko' ? 'ko-KR' : 'en-GB';
  const day = new Intl.DateTimeFormat(language, {
    timeZone: 'Asia/Seoul',
    year: 'numeric',
    month: locale === 'ko' ? 'long' : 'short',
    day: 'numeric',
    weekday: 'short',
  }).format(date);
  const hour = new Intl.DateTimeFormat(language, {
    timeZone: 'Asia/Seoul',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(date);
  return `${day} ${hour} KST`;
}

export interface Words {
  locale: Locale;
  t: (key: MessageKey, parameters?: Record<string, string>) => string;
  money: (money: Money) => string;
  time: (instant: string) => string;
}

export function wordsFor(locale: Locale): Words {
  return {
    locale,
    t: (key, parameters) => translate(locale, key, parameters),
    money: (money) => formatMoney(money, locale),
    time: (instant) => formatTime(instant, locale),
  };
}

const WordsContext = createContext<Words>(wordsFor('ko'));

export function WordsProvider(props: { locale: Locale; children: ReactNode }) {
  const words = useMemo(() => wordsFor(props.locale), [props.locale]);
  return <WordsContext.Provider value={words}>{props.children}</WordsContext.Provider>;
}

export function useWords(): Words {
  return useContext(WordsContext);
}
