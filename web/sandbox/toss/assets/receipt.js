// @ts-check
// The receipt behind a payment's `receipt.url`: enough to see that it leads somewhere.

import { call, element, make, money, say, speak, time } from './page.js';

/** @type {Record<string, [string, string]>} */
const WORDS = {
  ribbon: ['실제 돈이 움직이지 않습니다', 'no money moves'],
  title: ['매출전표', 'Receipt'],
  otherLanguage: ['English', '한국어'],
  orderName: ['상품', 'Item'],
  orderId: ['주문번호', 'Order id'],
  method: ['결제 방법', 'Payment method'],
  amount: ['결제 금액', 'Amount'],
  balance: ['취소 후 금액', 'After cancels'],
  approvedAt: ['승인 시각', 'Approved at'],
  missing: ['매출전표를 찾을 수 없습니다.', 'There is no such receipt.'],
};

/** @type {any} */
let payment;

function draw() {
  if (!payment) return;
  const rows = [
    ['orderName', payment.orderName],
    ['orderId', payment.orderId],
    ['method', payment.method],
    ['amount', money(payment.amount)],
    ['balance', money(payment.balance)],
    ['approvedAt', payment.approvedAt ? time(payment.approvedAt) : '-'],
  ];
  element('facts').replaceChildren(
    ...rows.map(([key, value]) =>
      make('div', '', make('dt', '', say(WORDS, key)), make('dd', '', value)),
    ),
  );
}

speak(WORDS, draw);
try {
  const paymentKey = new URLSearchParams(location.search).get('paymentKey') ?? '';
  payment = await call(`sessions/${encodeURIComponent(paymentKey)}`);
  draw();
} catch {
  const notice = element('notice');
  notice.hidden = false;
  notice.textContent = say(WORDS, 'missing');
}
