// @ts-check
// The page behind the three redirect addresses: the buyer chooses a method and gives the password, the
// tester chooses what goes wrong at the approve. It approves nothing; that is the server's part.

import { call, element, make, money, say, speak, time } from './page.js';

/** @type {Record<string, [string, string]>} */
const WORDS = {
  ribbon: ['실제 돈이 움직이지 않습니다', 'no money moves'],
  title: ['카카오페이 결제', 'Kakao Pay'],
  otherLanguage: ['English', '한국어'],
  order: ['주문', 'Order'],
  orderId: ['주문번호', 'Order id'],
  device: ['화면', 'Screen'],
  pc: ['PC', 'desktop'],
  'mobile-web': ['모바일 웹', 'mobile web'],
  'mobile-app': ['앱', 'app'],
  until: ['결제 기한', 'Open until'],
  issuesKey: [
    '정기결제 수단으로 등록됩니다. 이후 결제는 화면 없이 진행됩니다.',
    'This registers a means for recurring payment. Later charges need no page.',
  ],
  outcomes: ['어떻게 될까요?', 'What shall happen?'],
  outcome: ['승인 결과', 'At the approve'],
  approve: ['정상 승인', 'Approved'],
  decline: ['승인 단계에서 거절', 'Declined'],
  slow: ['느린 승인', 'Slow approve'],
  lostReply: ['승인 응답 유실', 'Reply of approve lost'],
  errorAfterCapture: ['승인 뒤 500 오류', '500 after the capture'],
  unclearAfterCapture: ['은행 결과 불명 (승인됨)', 'Bank result unknown (captured)'],
  approveHelp: ['서버가 승인하면 결제됩니다.', 'Paid once the server approves.'],
  declineHelp: [
    '서버의 승인이 -780과 아래 코드로 거절됩니다.',
    "The server's approve is refused with -780 and the code below.",
  ],
  slowHelp: ['승인 응답이 20초 걸립니다.', 'The approve takes 20 seconds.'],
  lostReplyHelp: [
    '돈은 빠져나갔지만 응답이 도착하지 않습니다.',
    'The money is taken, the answer never arrives.',
  ],
  errorAfterCaptureHelp: [
    '돈은 빠져나갔지만 오류로 응답합니다.',
    'The money is taken, the answer is an error.',
  ],
  unclearAfterCaptureHelp: [
    '돈은 빠져나갔지만 BANK_FIRM_UNKNOWN으로 응답합니다.',
    'The money is taken, the answer is BANK_FIRM_UNKNOWN.',
  ],
  declineCode: ['거절 코드', 'Decline code'],
  laterCharges: ['이후 정기결제', 'Later charges'],
  chargesApproved: ['모두 승인', 'All approved'],
  chargesDeclined: ['모두 거절', 'All declined'],
  detours: ['다른 결말', 'Other endings'],
  wrongPassword: ['비밀번호 오류', 'Wrong password'],
  expire: ['결제 시간 만료', 'Let the time run out'],
  payMoney: ['카카오페이머니로 결제', 'Pay by Kakao Pay Money'],
  payCard: ['카드로 결제', 'Pay by card'],
  cancel: ['취소', 'Cancel'],
  close: ['창 닫기', 'Close the window'],
  closed: [
    '창을 닫아도 상점에는 아무것도 전달되지 않습니다. 이 탭을 닫아주세요.',
    'The shop is told nothing when the window is closed. Please close this tab.',
  ],
  leaving: ['상점으로 돌아갑니다…', 'Going back to the shop…'],
};

const HELP_OF = {
  approve: 'approveHelp',
  decline: 'declineHelp',
  slow: 'slowHelp',
  lost_reply: 'lostReplyHelp',
  error_after_capture: 'errorAfterCaptureHelp',
  unclear_after_capture: 'unclearAfterCaptureHelp',
};

/** What the means of payment may say, and in plain words. @type {[string, string, string][]} */
const DECLINES = [
  ['LACK_BALANCE', '머니 잔액 부족', 'Money: balance too low'],
  ['LIMIT_USE_PER_DAY', '머니 하루 한도 초과', 'Money: daily limit'],
  ['USER_LOCKED', '다른 거래 진행 중', 'Money: another payment is running'],
  ['BANK_ACCOUNT_NOT_FOUND', '연결 계좌 없음', 'Money: no linked account'],
  ['BANK_FIRM_UNAVAILABLE', '은행 점검 시간', 'Money: bank maintenance'],
  ['INVALID_PAYMENT_KEY', '정기결제 키 만료', 'Money: recurring key is dead'],
  ['0062', '카드 한도 초과', 'Card: limit exceeded'],
  ['0054', '카드 잔액 부족', 'Card: balance too low'],
  ['0004', '카드 유효기간 만료', 'Card: expired'],
  ['0026', '분실·도난 카드', 'Card: lost or stolen'],
  ['0010', '카드망 시간 초과', 'Card: time-out'],
];

const SOON_MS = 1000;

const form = element('form');
const outcome = /** @type {HTMLSelectElement} */ (element('outcome'));
const [device = 'pc', page = ''] = placesInPath();

/** @type {any} */
let session;

/** The address is `.../bridge/{device}/pg/{flow}/{kind}/{page}`. */
function placesInPath() {
  const segments = location.pathname.split('/');
  return [segments.at(-5), segments.at(-1)];
}

/** @param {any} error */
function complain(error) {
  const notice = element('notice');
  notice.hidden = false;
  notice.replaceChildren(make('strong', '', error.code ?? 'UNKNOWN'), ` ${error.message}`);
  notice.scrollIntoView({ block: 'nearest' });
}

/** @param {string} key */
function announce(key) {
  element('status').textContent = say(WORDS, key);
}

/** Everything whose words depend on the language or on a choice. */
function fill() {
  document.title = `${say(WORDS, 'title')} · Sandbox`;
  element('outcome-help').textContent = say(
    WORDS,
    HELP_OF[/** @type {keyof typeof HELP_OF} */ (outcome.value)],
  );
  element('decline-row').hidden = outcome.value !== 'decline';
  const declines = DECLINES.map(([code, ko, en]) => [
    code,
    `${code} · ${document.documentElement.lang === 'ko' ? ko : en}`,
  ]);
  fillOptions('decline-code', declines);
  fillOptions('charge-decline-code', [
    ['', say(WORDS, 'chargesApproved')],
    ...declines.map(([code = '', text = '']) => [code, `${say(WORDS, 'chargesDeclined')}: ${text}`]),
  ]);
  element('pay-money').textContent = say(WORDS, 'payMoney');
  element('pay-card').textContent = say(WORDS, 'payCard');
  if (!session) return;
  element('order-name').textContent = session.itemName;
  element('amount').textContent = money(session.amount);
  element('order-id').textContent = session.orderId;
  element('device').textContent = say(WORDS, device);
  element('expires-at').textContent = time(session.expiresAt);
}

/** @param {string} name @param {string[][]} options */
function fillOptions(name, options) {
  const select = /** @type {HTMLSelectElement} */ (element(name));
  const { value } = select;
  select.replaceChildren(...options.map(([code = '', text = '']) => new Option(text, code)));
  if (value) select.value = value;
}

/** @param {string} action @param {unknown} [body] */
async function tell(action, body = {}) {
  session = await call(`sessions/${encodeURIComponent(page)}/${action}`, body);
  if (!session.redirectUrl) return false;
  form.hidden = true;
  announce('leaving');
  // The address carries the token that proves the buyer: it must not stay in this tab's history.
  location.replace(session.redirectUrl);
  return true;
}

/** @param {() => Promise<unknown>} work */
async function press(work) {
  const buttons = form.querySelectorAll('button');
  element('notice').hidden = true;
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } catch (error) {
    complain(error);
  }
  for (const button of buttons) button.disabled = false;
}

/** @param {'MONEY' | 'CARD'} method */
async function pay(method) {
  if (await tell('select', { method })) return;
  const value = (/** @type {string} */ name) =>
    /** @type {HTMLSelectElement} */ (element(name)).value;
  await tell('authenticate', {
    outcome: outcome.value,
    declineCode: outcome.value === 'decline' ? value('decline-code') : '',
    chargeDeclineCode: session.issuesKey ? value('charge-decline-code') : '',
  });
}

function show() {
  element('order').hidden = false;
  form.hidden = false;
  element('issues-key').hidden = !session.issuesKey;
  element('charges-row').hidden = !session.issuesKey;
  element('pay-money').hidden = session.onlyMethod === 'CARD';
  element('pay-card').hidden = session.onlyMethod === 'MONEY';
  fill();
  watchTheClock();
}

/** When the time is over the buyer is sent to the shop, whether or not anything was pressed. */
function watchTheClock() {
  const left = new Date(session.expiresAt).getTime() - Date.now();
  const look = () => call(`sessions/${encodeURIComponent(page)}`).then(leaveIfOver, complain);
  setTimeout(look, Math.max(left, 0) + SOON_MS);
}

/** @param {any} latest */
function leaveIfOver(latest) {
  if (latest.expired && latest.redirectUrl) location.replace(latest.redirectUrl);
}

form.addEventListener('change', fill);
form.addEventListener('submit', (event) => event.preventDefault());
element('pay-money').addEventListener('click', () => press(() => pay('MONEY')));
element('pay-card').addEventListener('click', () => press(() => pay('CARD')));
element('wrong-password').addEventListener('click', () => press(() => tell('wrong-password')));
element('expire').addEventListener('click', () => press(() => tell('expire')));
element('cancel').addEventListener('click', () => press(() => tell('quit')));
element('close').addEventListener('click', () => {
  window.close();
  announce('closed');
});

speak(WORDS, fill);
tell('open').then((left) => {
  if (!left) show();
}, complain);
