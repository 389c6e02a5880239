// @ts-check
// The widget's frames inside a shop's page: the choice of a method, the consent to the terms, or both
// on a sheet of their own. They tell the page what is chosen; the payment window does the rest.

import { element, hashParams, language, money, speak, tell } from './page.js';

/** @type {Record<string, [string, string]>} */
const WORDS = {
  title: ['토스페이먼츠 결제 위젯 (샌드박스)', 'Toss Payments widget (sandbox)'],
  sandbox: ['SANDBOX · 실제 결제 아님', 'SANDBOX · no money moves'],
  method: ['결제 방법', 'Payment method'],
  card: ['신용·체크카드', 'Credit or debit card'],
  tossPay: ['토스페이', 'Toss Pay'],
  naverPay: ['네이버페이', 'Naver Pay'],
  virtualAccount: ['가상계좌', 'Virtual account'],
  transfer: ['계좌이체', 'Bank transfer'],
  mobilePhone: ['휴대폰', 'Mobile phone'],
  terms: [
    '[필수] 결제 서비스 이용 약관, 개인정보 처리 동의',
    '[Required] I agree to the payment terms and privacy policy',
  ],
  cancel: ['취소', 'Cancel'],
};

const params = hashParams();
const methods = /** @type {HTMLFormElement} */ (element('methods'));
const agree = /** @type {HTMLInputElement} */ (element('agree'));
const sheetPay = /** @type {HTMLButtonElement} */ (element('sheet-pay'));
let amount = params.amount;

function chosen() {
  const input = /** @type {HTMLInputElement | null} */ (methods.querySelector('input:checked'));
  const easyPay = input?.dataset['provider'];
  return { code: input?.value, easyPay };
}

function terms() {
  const agreed = agree.checked;
  return {
    agreedRequiredTerms: agreed,
    agreements: [{ term: { id: 'sandbox-terms', required: true }, agreed }],
  };
}

function state() {
  if (params.kind === 'methods') return chosen();
  return params.kind === 'agreement' ? terms() : { ...chosen(), ...terms() };
}

function fill() {
  if (params.kind !== 'sheet') return;
  const text = money(amount?.value ?? 0);
  sheetPay.textContent = language() === 'ko' ? `${text} 결제하기` : `Pay ${text}`;
  sheetPay.disabled = !agree.checked;
}

function show() {
  methods.hidden = params.kind === 'agreement';
  element('agreement').hidden = params.kind === 'methods';
  element('sheet-actions').hidden = params.kind !== 'sheet';
  document.body.classList.toggle('covering', params.kind === 'sheet');
  fill();
}

methods.addEventListener('change', () => {
  tell(params, { state: state(), event: 'paymentMethodSelect', value: { code: chosen().code } });
});
agree.addEventListener('change', () => {
  fill();
  tell(params, { state: state(), event: 'agreementStatusChange', value: terms() });
});
sheetPay.addEventListener('click', () => {
  tell(params, {
    state: state(),
    event: 'paymentRequest',
    value: { paymentMethod: { code: chosen().code } },
  });
});
element('sheet-cancel').addEventListener('click', () => tell(params, { event: 'cancel' }));

window.addEventListener('message', ({ source, origin, data }) => {
  if (source !== window.parent || origin !== params.parent || data?.tossSandbox !== params.id)
    return;
  if (data.command === 'amount') {
    amount = data.amount;
    fill();
  }
  if (data.command === 'state') tell(params, { state: state(), event: 'state' });
});

speak(WORDS, show);
if (params.kind !== 'sheet') {
  const measure = () =>
    tell(params, { height: Math.ceil(element('widget').getBoundingClientRect().height) });
  new ResizeObserver(measure).observe(element('widget'));
}
tell(params, { state: state(), event: 'ready' });
