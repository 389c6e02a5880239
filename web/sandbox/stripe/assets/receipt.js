// @ts-check
import { element, speak } from './stripe_page.js';

/** @type {Record<string, [string, string]>} */
const WORDS = {
  ribbon: ['실제 돈이 움직이지 않습니다', 'no money moves'],
  title: ['샌드박스 영수증', 'Receipt of the sandbox'],
  otherLanguage: ['English', '한국어'],
  charge: ['결제', 'Charge'],
};

speak(WORDS);
element('charge').textContent = new URL(location.href).searchParams.get('charge') ?? '';
