// @ts-check
// The fields of a card, on the frame in a shop's page and on the checkout page.

import { element, say } from './stripe_page.js';

/** @type {Record<string, [string, string]>} */
export const CARD_WORDS = {
  sandbox: ['SANDBOX · 실제 결제 아님', 'SANDBOX · no money moves'],
  method: ['결제 방법', 'Payment method'],
  card: ['카드', 'Card'],
  kakao_pay: ['카카오페이', 'Kakao Pay'],
  naver_pay: ['네이버페이', 'Naver Pay'],
  payco: ['페이코', 'PAYCO'],
  samsung_pay: ['삼성페이', 'Samsung Pay'],
  kr_card: ['국내 카드', 'Korean cards'],
  number: ['카드번호', 'Card number'],
  expiry: ['유효기간 (MM / YY)', 'Expiry (MM / YY)'],
  cvc: ['보안코드 (CVC)', 'Security code (CVC)'],
  testCards: ['테스트 카드', 'Test cards'],
  approve: ['승인', 'approved'],
  threeDSecure: ['3D 인증', '3D Secure'],
  decline: ['거절', 'declined'],
  funds: ['잔액 부족', 'no funds'],
  dispute: ['이의제기', 'disputed'],
  incomplete_number: ['카드번호를 모두 입력해 주세요.', 'Your card number is incomplete.'],
  incomplete_expiry: ['유효기간을 입력해 주세요.', "Your card's expiration date is incomplete."],
  incomplete_cvc: ['보안코드를 입력해 주세요.', "Your card's security code is incomplete."],
};

const input = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (element(name));
const digits = (/** @type {string} */ text) => text.replace(/\D/g, '');

/** @returns {string} */
export function chosenMethod() {
  const chosen = document.querySelector('input[name=method]:checked');
  return chosen instanceof HTMLInputElement ? chosen.value : 'card';
}

/** Which field is still to be filled, none when all are. @returns {string | undefined} */
export function incomplete() {
  if (chosenMethod() !== 'card') return undefined;
  if (digits(input('card-number').value).length < 12) return 'incomplete_number';
  if (digits(input('card-expiry').value).length < 4) return 'incomplete_expiry';
  if (digits(input('card-cvc').value).length < 3) return 'incomplete_cvc';
  return undefined;
}

/** Shows the complaint at its field; returns it as an error of the browser script. @param {string} code */
export function complain(code) {
  const names = { incomplete_number: 'card-number', incomplete_expiry: 'card-expiry' };
  const name = names[/** @type {keyof typeof names} */ (code)] ?? 'card-cvc';
  const message = say(CARD_WORDS, code);
  element('card-error').textContent = message;
  input(name).setAttribute('aria-invalid', 'true');
  input(name).focus();
  return { type: 'validation_error', code, message };
}

/** The method as the API takes it. */
export function methodFields() {
  const type = chosenMethod();
  const expiry = digits(input('card-expiry').value);
  const isCard = type === 'card';
  return {
    'payment_method_data[type]': type,
    'payment_method_data[card][number]': isCard ? digits(input('card-number').value) : undefined,
    'payment_method_data[card][exp_month]': isCard ? expiry.slice(0, 2) : undefined,
    'payment_method_data[card][exp_year]': isCard ? expiry.slice(2, 4) : undefined,
    'payment_method_data[card][cvc]': isCard ? input('card-cvc').value : undefined,
  };
}

/** Offers the methods of the intent. @param {string[]} types */
export function offerMethods(types) {
  for (const row of document.querySelectorAll('[data-method]')) {
    if (row instanceof HTMLElement) row.hidden = !types.includes(row.dataset['method'] ?? '');
  }
  element('methods').hidden = types.length < 2;
}

/** @param {() => void} changed */
export function watchCard(changed) {
  const show = () => {
    element('card-fields').hidden = chosenMethod() !== 'card';
    for (const name of ['card-number', 'card-expiry', 'card-cvc']) {
      input(name).removeAttribute('aria-invalid');
    }
    element('card-error').textContent = '';
    changed();
  };
  input('card-number').addEventListener('input', ({ target }) => {
    const field = /** @type {HTMLInputElement} */ (target);
    field.value = digits(field.value).replace(/(\d{4})(?=\d)/g, '$1 ');
  });
  input('card-expiry').addEventListener('input', ({ target }) => {
    const field = /** @type {HTMLInputElement} */ (target);
    field.value = digits(field.value).slice(0, 4).replace(/^(\d\d)(?=\d)/, '$1 / ');
  });
  document.addEventListener('input', show);
  for (const chip of document.querySelectorAll('[data-card]')) {
    chip.addEventListener('click', () => {
      const number = chip.getAttribute('data-card') ?? '';
      input('card-number').value = number.replace(/(\d{4})(?=\d)/g, '$1 ');
      input('card-expiry').value = '12 / 34';
      input('card-cvc').value = '123';
      show();
    });
  }
  show();
}

