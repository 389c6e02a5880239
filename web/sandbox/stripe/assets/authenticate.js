// @ts-check
// The page where the customer acts: 3-D Secure of a card, or the approval of a wallet. It lies over the shop's
// page, or stands alone and leads back to it.

import { call, element, hashParams, money, say, speak, tell } from './stripe_page.js';

/** @type {Record<string, [string, string]>} */
const WORDS = {
  ribbon: ['실제 돈이 움직이지 않습니다', 'no money moves'],
  title: ['결제 인증', 'Authorize the payment'],
  otherLanguage: ['English', '한국어'],
  help: [
    '카드사나 지갑의 인증 화면을 대신하는 페이지입니다.',
    "This page stands in for the bank's or the wallet's own.",
  ],
  authorize: ['인증하기', 'Authorize'],
  fail: ['인증 실패', 'Fail'],
  over: ['이 인증은 이미 끝났습니다.', 'This authentication is over.'],
  card: ['카드', 'Card'],
  kakao_pay: ['카카오페이', 'Kakao Pay'],
  naver_pay: ['네이버페이', 'Naver Pay'],
  payco: ['페이코', 'PAYCO'],
  samsung_pay: ['삼성페이', 'Samsung Pay'],
  kr_card: ['국내 카드', 'Korean card'],
  setup: ['결제 수단 저장', 'Saving a payment method'],
};

const attempt = encodeURIComponent(new URL(location.href).searchParams.get('attempt') ?? '');
const facts = await call(`browser/attempts/${attempt}`);

function show() {
  element('over').hidden = !facts.error;
  element('attempt').hidden = Boolean(facts.error);
  if (facts.error) return;
  element('description').textContent = facts.description ?? '';
  element('amount').textContent =
    facts.amount === null ? say(WORDS, 'setup') : money(facts.amount, facts.currency);
  element('method').textContent = [say(WORDS, facts.method), facts.last4].filter(Boolean).join(' ');
}

/** @param {'pass' | 'fail'} how */
async function end(how) {
  const done = await call(`browser/attempts/${attempt}/${how}`, { form: new URLSearchParams() });
  if (done.error) {
    facts.error = done.error;
    show();
    return;
  }
  if (hashParams().id) {
    tell({ event: 'end', value: done });
  } else {
    location.assign(done.redirect);
  }
}

element('authorize').addEventListener('click', () => end('pass'));
element('fail').addEventListener('click', () => end('fail'));
speak(WORDS, show);
tell({ event: 'ready', value: {} });
