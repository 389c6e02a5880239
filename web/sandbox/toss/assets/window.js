// @ts-check
// The payment window: shows the order, lets the buyer choose a method and the tester a failure, and
// leads the browser to where the shop wanted it. It confirms nothing; that is the server's part.

import {
  BANKS,
  bankName,
  call,
  element,
  hashParams,
  language,
  make,
  money,
  say,
  speak,
  tell,
  time,
} from './page.js';

/** @type {Record<string, [string, string]>} */
const WORDS = {
  ribbon: ['실제 돈이 움직이지 않습니다', 'no money moves'],
  title: ['토스페이먼츠 결제창', 'Toss Payments window'],
  otherLanguage: ['English', '한국어'],
  order: ['주문', 'Order'],
  orderId: ['주문번호', 'Order id'],
  until: ['인증 기한', 'Open until'],
  method: ['결제 방법', 'Payment method'],
  card: ['카드', 'Card'],
  virtualAccount: ['가상계좌', 'Virtual account'],
  easyPay: ['간편결제', 'Easy pay'],
  transfer: ['계좌이체', 'Bank transfer'],
  mobilePhone: ['휴대폰', 'Mobile phone'],
  cardNumber: ['카드번호', 'Card number'],
  cardHelp: [
    '검증번호가 맞는 번호는 모두 승인됩니다. 번호는 저장되지 않습니다.',
    'Any number with a valid check digit is approved. It is not stored.',
  ],
  testCards: ['테스트 카드', 'Test cards'],
  cardApprove: ['승인', 'approved'],
  cardDecline: ['한도초과', 'declined'],
  cardExpired: ['유효기간 만료', 'expired'],
  installment: ['할부', 'Installments'],
  lumpSum: ['일시불', 'Pay in full'],
  months: ['개월', ' months'],
  bank: ['입금 은행', 'Bank'],
  depositor: ['입금자명', 'Depositor'],
  bankHelp: ['계좌가 발급되면 다음에서 입금합니다:', 'Once the account is issued, deposit at the'],
  bankPage: ['은행 페이지', 'bank page'],
  provider: ['간편결제사', 'Provider'],
  transferHelp: [
    '테스트 계좌에서 이체한 것으로 처리합니다.',
    'Handled as a transfer from a made-up account.',
  ],
  phoneHelp: [
    '테스트 번호의 통신 요금에 합산한 것으로 처리합니다.',
    'Handled as added to the bill of a made-up number.',
  ],
  outcome: ['어떻게 될까요?', 'What shall happen?'],
  approve: ['정상 승인', 'Approved'],
  declinedAtAuthentication: ['인증 단계에서 거절', 'Declined at authentication'],
  decline: ['승인 단계에서 거절', 'Declined at confirm'],
  slow: ['느린 승인', 'Slow confirm'],
  lostReply: ['승인 응답 유실', 'Reply of confirm lost'],
  errorAfterCapture: ['승인 뒤 500 오류', '500 after the capture'],
  approveHelp: ['테스트 카드는 스스로 결과를 정합니다.', 'A test card decides by itself.'],
  declinedAtAuthenticationHelp: [
    '서버를 거치지 않고 failUrl로 돌아갑니다.',
    'Returns to failUrl without the server.',
  ],
  declineHelp: ['결제는 ABORTED가 됩니다.', 'The payment becomes ABORTED.'],
  slowHelp: ['승인 응답이 30초 걸립니다.', 'The confirm takes 30 seconds.'],
  lostReplyHelp: [
    '돈은 빠져나갔지만 응답이 도착하지 않습니다.',
    'The money is taken, the answer never arrives.',
  ],
  errorAfterCaptureHelp: [
    '돈은 빠져나갔지만 오류로 응답합니다.',
    'The money is taken, the answer is an error.',
  ],
  declineCode: ['거절 코드', 'Decline code'],
  pay: ['결제하기', 'Pay'],
  cancel: ['취소', 'Cancel'],
  leave: ['상점으로 돌아가기', 'Back to the shop'],
  finished: ['이미 처리된 결제입니다.', 'This payment was processed already.'],
  expired: [
    '결제 시간이 지났습니다. 상점에서 다시 시작해주세요.',
    'The time is over. Please start again at the shop.',
  ],
};

const HELP_OF = {
  approve: 'approveHelp',
  declined_at_authentication: 'declinedAtAuthenticationHelp',
  decline: 'declineHelp',
  slow: 'slowHelp',
  lost_reply: 'lostReplyHelp',
  error_after_capture: 'errorAfterCaptureHelp',
};
const INSTALLMENT_AMOUNT_MIN = 50_000;

const form = /** @type {HTMLFormElement} */ (element('form'));
const pay = /** @type {HTMLButtonElement} */ (element('pay'));
const outcome = /** @type {HTMLSelectElement} */ (element('outcome'));
const cardNumber = /** @type {HTMLInputElement} */ (element('card-number'));

/** What the shop's page asked for; empty after a reload. */
const asked = rememberAsked();
/** @type {any} */
let session;

/** The hash is read once: a reload must show the window that is open, not open another. */
function rememberAsked() {
  const fromHash = hashParams();
  const kept = JSON.parse(sessionStorage.getItem('asked') ?? '{}');
  if (!fromHash.orderId) return kept;
  sessionStorage.setItem('asked', JSON.stringify(fromHash));
  return fromHash;
}

/** @param {any} end */
function finish(end) {
  const isCovering = asked.id && asked.parent && window.parent !== window;
  if (!isCovering) return end.redirectUrl ? location.replace(end.redirectUrl) : undefined;
  // Over the shop's page, a buyer who gave up is told to the script instead of the fail page.
  const gaveUp = end.failure?.code === 'PAY_PROCESS_CANCELED';
  const value = gaveUp ? { failure: { code: 'USER_CANCEL', message: end.failure.message } } : end;
  return tell(asked, { event: 'end', value });
}

/** @param {any} error */
function complain(error) {
  const notice = element('notice');
  notice.hidden = false;
  notice.replaceChildren(make('strong', '', error.code ?? 'UNKNOWN'), ` ${error.message}`);
  notice.scrollIntoView({ block: 'nearest' });
}

/** Leaves for the fail page with the code, as the real window does when it cannot open. @param {any} error */
function offerToLeave(error) {
  complain(error);
  element('leave-row').hidden = false;
  element('leave').addEventListener('click', () => {
    const { code = 'UNKNOWN', message = '' } = error;
    const query = new URLSearchParams({
      code,
      message,
      ...(asked.orderId ? { orderId: asked.orderId } : {}),
    });
    const redirectUrl = asked.failUrl ? `${asked.failUrl}?${query}` : null;
    finish({ redirectUrl, failure: { code, message } });
  });
}

async function open() {
  const known = new URLSearchParams(location.search).get('paymentKey');
  if (!known && !asked.orderId) {
    throw Object.assign(new Error(say(WORDS, 'expired')), { code: 'NOT_FOUND_PAYMENT_SESSION' });
  }
  const paymentKey = known ?? (await call('sessions', asked)).paymentKey;
  history.replaceState(null, '', `?paymentKey=${encodeURIComponent(paymentKey)}`);
  session = await call(`sessions/${encodeURIComponent(paymentKey)}`);
  if (session.status === 'READY') return show();
  // The buyer came back from the next page while the shop may still confirm.
  if (session.redirectUrl) return location.replace(session.redirectUrl);
  throw Object.assign(
    new Error(say(WORDS, session.status === 'EXPIRED' ? 'expired' : 'finished')),
    {
      code:
        session.status === 'EXPIRED' ? 'NOT_FOUND_PAYMENT_SESSION' : 'ALREADY_PROCESSED_PAYMENT',
    },
  );
}

function show() {
  element('order').hidden = false;
  form.hidden = false;
  const method = session.requestedMethod;
  const preset = form.querySelector(`input[name="method"][value="${method}"]`);
  if (preset instanceof HTMLInputElement) preset.checked = true;
  if (asked.easyPay) /** @type {HTMLSelectElement} */ (element('provider')).value = asked.easyPay;
  /** @type {HTMLInputElement} */ (element('customer-name')).value = session.customerName;
  element('installment-row').hidden = session.amount < INSTALLMENT_AMOUNT_MIN;
  fill();
}

/** Everything whose words depend on the language or on a choice. */
function fill() {
  document.title = `${say(WORDS, 'title')} · Sandbox`;
  element('outcome-help').textContent = say(
    WORDS,
    HELP_OF[/** @type {keyof typeof HELP_OF} */ (outcome.value)],
  );
  element('decline-row').hidden = outcome.value !== 'decline';
  const chosen = new FormData(form).get('method');
  for (const details of form.querySelectorAll('[data-for]')) {
    /** @type {HTMLElement} */ (details).hidden = details.getAttribute('data-for') !== chosen;
  }
  fillOptions(
    'bank',
    BANKS.map(([code]) => [code, bankName(code)]),
  );
  const months = [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  fillOptions(
    'installment',
    months.map((each) => [
      String(each),
      each === 0 ? say(WORDS, 'lumpSum') : `${each}${say(WORDS, 'months')}`,
    ]),
  );
  if (!session) return;
  element('order-name').textContent = session.orderName;
  element('amount').textContent = money(session.amount);
  element('order-id').textContent = session.orderId;
  element('expires-at').textContent = session.expiresAt ? time(session.expiresAt) : '';
  pay.textContent =
    language() === 'ko' ? `${money(session.amount)} 결제하기` : `Pay ${money(session.amount)}`;
}

/** @param {string} name @param {string[][]} options */
function fillOptions(name, options) {
  const select = /** @type {HTMLSelectElement} */ (element(name));
  const { value } = select;
  select.replaceChildren(...options.map(([code = '', text = '']) => new Option(text, code)));
  if (value) select.value = value;
}

function choice() {
  const method = new FormData(form).get('method');
  const chosen = { method, outcome: outcome.value };
  const value = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement} */ (element(name)).value;
  if (method === 'CARD') {
    Object.assign(chosen, {
      cardNumber: cardNumber.value,
      installmentMonths: Number(value('installment')),
    });
  }
  if (method === 'VIRTUAL_ACCOUNT')
    Object.assign(chosen, { bank: value('bank'), customerName: value('customer-name') });
  if (method === 'EASY_PAY') Object.assign(chosen, { provider: value('provider') });
  if (outcome.value === 'decline') Object.assign(chosen, { declineCode: value('decline-code') });
  return chosen;
}

/** @param {string} action @param {unknown} body */
async function act(action, body) {
  pay.disabled = true;
  element('notice').hidden = true;
  try {
    finish(await call(`sessions/${encodeURIComponent(session.paymentKey)}/${action}`, body));
  } catch (error) {
    complain(error);
    pay.disabled = false;
    const isCard = /** @type {any} */ (error).code === 'INVALID_CARD_NUMBER';
    cardNumber.setAttribute('aria-invalid', String(isCard));
    if (isCard) cardNumber.focus();
  }
}

cardNumber.addEventListener('input', () => {
  const digits = cardNumber.value.replace(/\D/g, '').slice(0, 19);
  cardNumber.value = digits.replace(/(.{4})(?=.)/g, '$1 ');
  cardNumber.removeAttribute('aria-invalid');
});
for (const chip of form.querySelectorAll('[data-card]')) {
  chip.addEventListener('click', () => {
    cardNumber.value = chip.getAttribute('data-card') ?? '';
    cardNumber.dispatchEvent(new Event('input'));
  });
}
form.addEventListener('change', fill);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  act('authenticate', choice());
});
element('cancel').addEventListener('click', () => act('close', {}));
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && session && !form.hidden) act('close', {});
});

speak(WORDS, fill);
tell(asked, { event: 'ready' });
open().catch(offerToLeave);
