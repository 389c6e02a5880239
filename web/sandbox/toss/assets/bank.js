// @ts-check
// The bank behind the virtual accounts: each issued account with the buttons that move its money.

import { bankName, call, element, make, money, say, speak, time } from './page.js';

/** @type {Record<string, [string, string]>} */
const WORDS = {
  ribbon: ['실제 돈이 움직이지 않습니다', 'no money moves'],
  title: ['은행', 'Bank'],
  otherLanguage: ['English', '한국어'],
  help: [
    '발급된 가상계좌입니다. 누르는 대로 입금되고, 상점에는 웹훅이 갑니다.',
    'The issued virtual accounts. Each button moves the money and sends the shop its webhooks.',
  ],
  empty: [
    '발급된 가상계좌가 없습니다. 결제창에서 가상계좌를 선택해보세요.',
    'No account yet. Choose a virtual account in the payment window.',
  ],
  deposit: ['입금', 'Deposit'],
  'deposit-late': ['기한 뒤 입금', 'Deposit late'],
  'take-back': ['입금 오류로 되돌리기', 'Take deposit back'],
  'pass-due-date': ['기한 지나게 하기', 'Let the due date pass'],
  cancel: ['결제 취소', 'Cancel payment'],
  done: ['처리했습니다', 'Done'],
  failed: ['처리하지 못했습니다', 'Not possible'],
  due: ['입금 기한', 'Due'],
  overdue: ['기한 지남', 'overdue'],
  WAITING_FOR_DEPOSIT: ['입금 대기', 'Waiting for deposit'],
  DONE: ['입금 완료', 'Deposited'],
  CANCELED: ['취소됨', 'Canceled'],
  PARTIAL_CANCELED: ['일부 취소됨', 'Partly canceled'],
};

const REFRESH_MS = 3000;

/** @type {any[]} */
let accounts = [];
let shown = '';

/** @param {any} account @returns {string[]} */
function actionsOf(account) {
  if (account.status === 'WAITING_FOR_DEPOSIT') {
    return account.expired
      ? ['deposit-late', 'cancel']
      : ['deposit', 'deposit-late', 'pass-due-date', 'cancel'];
  }
  return account.status === 'DONE' ? ['take-back', 'cancel'] : [];
}

/** @param {any} account */
function row(account) {
  const buttons = actionsOf(account).map((action, at) => {
    const button = make(
      'button',
      at === 0 ? 'primary small' : 'secondary small',
      say(WORDS, action),
    );
    button.type = 'button';
    button.dataset['testid'] = action;
    button.setAttribute(
      'aria-label',
      `${say(WORDS, action)}: ${account.orderName} ${account.accountNumber}`,
    );
    button.addEventListener('click', () => act(action, account));
    return button;
  });
  const status = make('span', `tag ${account.status}`, say(WORDS, account.status));
  status.dataset['testid'] = 'account-status';
  const due = `${say(WORDS, 'due')} ${time(account.dueDate)}${account.expired ? ` · ${say(WORDS, 'overdue')}` : ''}`;
  const item = make(
    'li',
    'account',
    make('div', 'account-head', make('h2', '', account.orderName), status),
    make('p', 'amount', money(account.amount)),
    make(
      'p',
      'number',
      `${bankName(account.bankCode)} ${account.accountNumber} · ${account.customerName}`,
    ),
    make('p', 'help', `${account.orderId} · ${due}`),
    make('div', 'buttons', ...buttons),
  );
  item.dataset['paymentKey'] = account.paymentKey;
  item.dataset['orderId'] = account.orderId;
  item.dataset['testid'] = 'account';
  return item;
}

/** Redraws only what changed, so that a button does not vanish under a finger. */
function draw() {
  const next = document.documentElement.lang + JSON.stringify(accounts);
  if (next === shown) return;
  shown = next;
  element('accounts').replaceChildren(...accounts.map(row));
  element('empty').hidden = accounts.length > 0;
}

/** @param {string} action @param {any} account */
async function act(action, account) {
  try {
    await call(`bank/${action}`, { paymentKey: account.paymentKey });
    element('status').textContent =
      `${say(WORDS, 'done')}: ${say(WORDS, action)}, ${account.orderName}`;
  } catch (error) {
    element('status').textContent = `${say(WORDS, 'failed')}: ${/** @type {any} */ (error).code}`;
  }
  await refresh();
}

async function refresh() {
  try {
    ({ accounts } = await call('bank/accounts'));
  } catch (error) {
    element('status').textContent = /** @type {Error} */ (error).message;
    return;
  }
  draw();
}

speak(WORDS, draw);
refresh();
setInterval(() => {
  if (!document.hidden) refresh();
}, REFRESH_MS);
