// @ts-check
// The checkout page: what is bought, and the method to pay it with.

import {
  CARD_WORDS,
  complain,
  incomplete,
  methodFields,
  offerMethods,
  watchCard,
} from './card.js';
import { call, element, formOf, money, say, speak } from './stripe_page.js';

/** @type {Record<string, [string, string]>} */
const WORDS = {
  ...CARD_WORDS,
  ribbon: ['실제 돈이 움직이지 않습니다', 'no money moves'],
  title: ['Stripe 결제', 'Stripe Checkout'],
  otherLanguage: ['English', '한국어'],
  pay: ['결제하기', 'Pay'],
  save: ['저장하기', 'Save'],
  cancel: ['취소', 'Cancel'],
  over: ['이 결제 페이지는 닫혔습니다.', 'This checkout page is closed.'],
};

const id = encodeURIComponent(new URL(location.href).searchParams.get('session') ?? '');
const session = await call(`browser/checkout/${id}`);
const isOpen = !session.error && session.status === 'open';
const pay = /** @type {HTMLButtonElement} */ (element('pay'));

/** @param {string} message */
function warn(message) {
  element('notice').textContent = message;
  element('notice').hidden = message === '';
}

function show() {
  element('session').hidden = !isOpen;
  if (!isOpen) return warn(say(WORDS, 'over'));
  const names = session.lines.map((/** @type {any} */ line) => line.description);
  element('order-name').textContent = names.join(', ');
  element('amount').textContent = money(session.amount_total, session.currency);
  if (session.mode === 'setup') pay.textContent = say(WORDS, 'save');
  const cancel = /** @type {HTMLAnchorElement} */ (element('cancel'));
  cancel.hidden = !session.cancel_url;
  if (session.cancel_url) cancel.href = session.cancel_url;
}

element('session').addEventListener('submit', async (event) => {
  event.preventDefault();
  const missing = incomplete();
  if (missing) return void complain(missing);
  warn('');
  pay.disabled = true;
  const answer = await call(`browser/checkout/${id}/pay`, { form: formOf(methodFields()) });
  if (!answer.error) return void location.assign(answer.redirect);
  pay.disabled = false;
  return warn(answer.error.message);
});

offerMethods(['card']);
if (isOpen && session.mode === 'payment' && session.currency === 'krw') {
  offerMethods(['card', 'kakao_pay', 'kr_card', 'naver_pay', 'payco', 'samsung_pay']);
}
watchCard(() => {});
speak(WORDS, show);
