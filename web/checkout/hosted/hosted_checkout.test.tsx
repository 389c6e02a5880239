import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createApi, type Payment } from '../../shared/api.ts';
import {
  FakeServer,
  json,
  offline,
  payment,
  problem,
  redirectCheckout,
  session,
} from '../../tests/fake_server.ts';
import { installTossV2 } from '../../tests/fake_toss.ts';
import { HostedCheckout } from './hosted_checkout.tsx';
import { parseRoute } from './route.ts';

const READ = 'GET /api/checkout/0af3';
const CONFIRM = 'POST /api/checkout/0af3/confirm';
const RETURNED = `?paymentKey=pk&orderId=${payment().orderId}&amount=9900`;

let server: FakeServer;

async function open(pathname: string, search = '') {
  const api = createApi({ baseUrl: '' });
  render(<HostedCheckout route={parseRoute({ pathname, search })} api={api} />);
  await pass(0);
}

/** Lets `ms` pass, and everything that was waiting for them. */
async function pass(ms: number) {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
}

const view = () => screen.queryByTestId('result')?.dataset['view'];
const reads = (change: Partial<Payment>) => server.on(READ, () => json(session(change)));

beforeEach(() => {
  vi.useFakeTimers();
  installTossV2();
  vi.spyOn(navigator, 'language', 'get').mockReturnValue('ko-KR');
  server = new FakeServer()
    .on('GET /api/config', () => json({ mode: 'sandbox', providers: ['toss'] }))
    .on(READ, () => json(session()));
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the pay page', () => {
  it('shows the order and the form', async () => {
    await open('/checkout/0af3');
    expect(screen.getByTestId('total').textContent).toBe('9,900원');
    expect(screen.getByTestId('payment-form').dataset['phase']).toBe('ready');
    expect(screen.queryByTestId('test-mode')).not.toBeNull();
    expect(document.documentElement.lang).toBe('ko');
  });

  it.each<[Partial<Payment>, string]>([
    [{ status: 'completed' }, 'success'],
    [{ status: 'partially_refunded' }, 'success'],
    [{ status: 'refunded' }, 'refunded'],
    [{ status: 'failed' }, 'failed'],
    [{ status: 'cancelled' }, 'cancelled'],
    [{ status: 'expired' }, 'expired'],
    [{ status: 'unknown' }, 'checking'],
    [{ status: 'processing' }, 'checking'],
    [{ status: 'waiting_for_deposit' }, 'deposit'],
  ])('shows where the payment %o stands', async (change, expected) => {
    reads(change);
    await open('/checkout/0af3');
    expect(view()).toBe(expected);
  });

  it('says that there is no such payment', async () => {
    await open('/checkout/ffff');
    expect(view()).toBe('not_found');
  });

  it('offers another try when the server fails, with the request id', async () => {
    server.on(READ, () => problem(503, 'unavailable', { requestId: 'req_7' }));
    await open('/checkout/0af3');
    expect(screen.getByTestId('request-id').textContent).toBe('req_7');
    reads({ status: 'completed' });
    await act(async () => screen.getByRole('button', { name: '다시 시도' }).click());
    await pass(0);
    expect(view()).toBe('success');
  });
});

describe('the success page', () => {
  it('confirms once with what came back, the amount as text', async () => {
    server.on(CONFIRM, () => json(payment({ status: 'completed', paymentMethod: 'card' })));
    await open('/checkout/0af3/success', RETURNED);
    expect(view()).toBe('success');
    expect(screen.getByTestId('order-id').textContent).toBe(payment().orderId);
    expect(screen.getByTestId('back-to-shop').getAttribute('href')).toBe('http://localhost:8082/');
    await pass(60_000);
    expect(server.calls(CONFIRM).map(({ body }) => body)).toEqual([
      { paymentKey: 'pk', orderId: payment().orderId, amount: '9900' },
    ]);
  });

  it('does not confirm a payment that has its answer: a reload ends the same', async () => {
    reads({ status: 'completed' });
    await open('/checkout/0af3/success', RETURNED);
    expect(view()).toBe('success');
    expect(server.calls(CONFIRM)).toEqual([]);
  });

  it('joins the attempt that a reload left behind', async () => {
    reads({ status: 'processing' });
    server.on(CONFIRM, () => json(payment({ status: 'completed' })));
    await open('/checkout/0af3/success', RETURNED);
    expect(view()).toBe('success');
  });

  it('never confirms for another order', async () => {
    await open('/checkout/0af3/success', '?paymentKey=pk&orderId=ord_other&amount=9900');
    expect(view()).toBe('mismatch');
    expect(server.calls(CONFIRM)).toEqual([]);
  });

  it('shows a tampered amount as a mismatch, with the request id', async () => {
    server.on(CONFIRM, () => problem(400, 'amount_mismatch', { requestId: 'req_8' }));
    await open('/checkout/0af3/success', RETURNED);
    expect(view()).toBe('mismatch');
    expect(screen.getByTestId('request-id').textContent).toBe('req_8');
  });

  it('offers to try again when it is proved that nothing was sent', async () => {
    server.on(CONFIRM, () => problem(503, 'provider_unreachable'));
    await open('/checkout/0af3/success', RETURNED);
    expect(view()).toBe('not_sent');
    server.on(CONFIRM, () => json(payment({ status: 'completed' })));
    await act(async () => screen.getByRole('button', { name: '다시 시도' }).click());
    await pass(0);
    expect(view()).toBe('success');
  });

  it('shows a lost confirm as being checked, and finds the end by itself', async () => {
    server.on(CONFIRM, offline);
    await open('/checkout/0af3/success', RETURNED);
    expect(view()).toBe('checking');
    expect(screen.queryByTestId('look-failed')).not.toBeNull();
    reads({ status: 'completed' });
    await pass(2_000);
    expect(view()).toBe('success');
    expect(screen.getByTestId('announcement').textContent).toBe('결제가 완료됐어요');
  });

  it('gives the reason of a decline in plain words', async () => {
    server.on(CONFIRM, () =>
      json(
        payment({
          status: 'failed',
          failure: { code: 'declined', message: 'x', providerCode: 'REJECT_CARD_PAYMENT' },
        }),
      ),
    );
    await open('/checkout/0af3/success', RETURNED);
    expect(view()).toBe('failed');
    expect(screen.getByTestId('reason').textContent).toContain('한도를 넘었거나 잔액이 부족해요');
    expect(screen.queryByTestId('pay-again')).toBeNull();
  });

  it('leads back to the same payment when Stripe says no after the authentication', async () => {
    const failure = { code: 'card_declined', message: '카드사에서 결제를 거절했습니다.' };
    server.on(CONFIRM, () => json(payment({ provider: 'stripe', status: 'pending', failure })));
    await open('/checkout/0af3/success', `?orderId=${payment().orderId}&payment_intent=pi_1`);
    expect(server.calls(CONFIRM).map(({ body }) => body)).toEqual([
      { paymentIntentId: 'pi_1', orderId: payment().orderId },
    ]);
    expect(view()).toBe('failed');
    expect(screen.getByTestId('reason').textContent).toContain('다른 카드로 결제해 주세요');
    expect(screen.getByTestId('pay-again').getAttribute('href')).toBe('/checkout/0af3');
  });

  it('asks to pay when it was opened without what the provider appends', async () => {
    await open('/checkout/0af3/success');
    expect(screen.queryByTestId('payment-form')).not.toBeNull();
  });
});

describe('the checking page', () => {
  it('looks again ever more rarely until the payment is decided, then stops', async () => {
    reads({ status: 'unknown' });
    await open('/checkout/0af3');
    await pass(120_000);
    expect(view()).toBe('checking');
    const looks = server.calls(READ).length;
    expect(looks).toBeGreaterThan(5);
    expect(looks).toBeLessThan(15);
    reads({ status: 'completed' });
    await pass(15_000);
    expect(view()).toBe('success');
    const after = server.calls(READ).length;
    await pass(60_000);
    expect(server.calls(READ)).toHaveLength(after);
  });

  it('keeps looking through a lost connection', async () => {
    reads({ status: 'unknown' });
    await open('/checkout/0af3');
    server.on(READ, offline);
    await pass(2_000);
    expect(view()).toBe('checking');
    expect(screen.queryByTestId('look-failed')).not.toBeNull();
    reads({ status: 'completed' });
    await pass(3_000);
    expect(view()).toBe('success');
  });
});

describe('the deposit page', () => {
  const virtualAccount = {
    bank: '신한은행',
    accountNumber: 'X56211105948401',
    holder: 'K-TEST',
    dueAt: '2026-11-24T14:59:59Z',
  };

  it('shows the account and the time in Korea, and turns into success by itself', async () => {
    reads({ status: 'waiting_for_deposit', paymentMethod: 'virtual_account', virtualAccount });
    await open('/checkout/0af3');
    const account = screen.getByTestId('virtual-account').textContent;
    expect(account).toContain('신한은행');
    expect(account).toContain('X56211105948401');
    expect(account).toContain('9,900원');
    expect(account).toContain('23:59 KST');
    expect(screen.getByRole('button', { name: '계좌번호 복사' })).toBeTruthy();
    reads({ status: 'completed', paymentMethod: 'virtual_account' });
    await pass(2_000);
    expect(view()).toBe('success');
  });
});

describe('the fail page', () => {
  it('gives the reason for the code and leads back to the same payment', async () => {
    await open('/checkout/0af3/fail', '?code=REJECT_CARD_COMPANY&message=x&orderId=y');
    expect(view()).toBe('failed');
    expect(screen.getByTestId('reason').textContent).toContain('카드사에서 승인을 거절했어요');
    expect(screen.getByTestId('pay-again').getAttribute('href')).toBe('/checkout/0af3');
  });

  it('never shows the message of the address', async () => {
    await open('/checkout/0af3/fail', '?code=%3Cb%3E&message=%3Cimg%20src=x%3E%20call%20us');
    expect(document.body.textContent).not.toContain('call us');
    expect(document.body.textContent).not.toContain('<b>');
    expect(document.querySelector('main img')).toBeNull();
  });

  it('tells a buyer who cancelled that nothing was charged', async () => {
    await open('/checkout/0af3/fail', '?code=PAY_PROCESS_CANCELED&message=x');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('결제를 취소했어요');
  });

  it('believes the payment more than the address', async () => {
    reads({ status: 'completed' });
    await open('/checkout/0af3/fail', '?code=PAY_PROCESS_ABORTED');
    expect(view()).toBe('success');
  });
});

describe('Kakao Pay', () => {
  const kakaopay = (change: Partial<Payment> = {}) => ({
    ...session({ provider: 'kakaopay', ...change }),
    checkout: redirectCheckout(),
  });

  it('confirms with the proof alone, and takes it out of the address', async () => {
    history.replaceState(null, '', '/checkout/0af3/success?pg_token=5af0c1');
    server
      .on(READ, () => json(kakaopay()))
      .on(CONFIRM, () => json(payment({ provider: 'kakaopay', status: 'completed' })));
    await open('/checkout/0af3/success', '?pg_token=5af0c1');
    expect(server.calls(CONFIRM).map(({ body }) => body)).toEqual([
      { orderId: payment().orderId, pgToken: '5af0c1' },
    ]);
    expect(view()).toBe('success');
    expect(location.href).not.toContain('5af0c1');
  });

  it('keeps the proof while nobody knows how the confirm ended', async () => {
    history.replaceState(null, '', '/checkout/0af3/success?pg_token=5af0c1');
    server.on(READ, () => json(kakaopay())).on(CONFIRM, offline);
    await open('/checkout/0af3/success', '?pg_token=5af0c1');
    expect(view()).toBe('checking');
    expect(location.href).toContain('5af0c1');
  });

  it('leads back to the shop after turning back, since what was prepared has ended', async () => {
    server.on(READ, () => json(kakaopay()));
    await open('/checkout/0af3/cancel');
    expect(view()).toBe('failed');
    expect(screen.queryByTestId('pay-again')).toBeNull();
    expect(screen.queryByTestId('back-to-shop')).not.toBeNull();
  });
});
