import { describe, expect, it } from 'vitest';

import { parseRoute, withoutSecret } from './route.ts';

const at = (pathname: string, search = '') => parseRoute({ pathname, search });

describe('parseRoute', () => {
  it('reads the three pages of a token', () => {
    expect(at('/checkout/0af3')).toEqual({ page: 'pay', token: '0af3' });
    expect(at('/checkout/0af3/')).toEqual({ page: 'pay', token: '0af3' });
    expect(at('/checkout/0af3/fail', '?code=USER_CANCEL&message=x')).toEqual({
      page: 'fail',
      token: '0af3',
      code: 'USER_CANCEL',
    });
  });

  it('keeps the amount as the text that came, and tolerates what it does not know', () => {
    expect(
      at('/checkout/0af3/success', '?paymentType=NORMAL&paymentKey=pk&orderId=o&amount=009900&x=y'),
    ).toEqual({
      page: 'success',
      token: '0af3',
      confirm: { paymentKey: 'pk', orderId: 'o', amount: '009900' },
    });
  });

  it('reads what Stripe appends, and only the intent of it', () => {
    const back =
      '?orderId=o&payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_x&redirect_status=failed';
    expect(at('/checkout/0af3/success', back)).toEqual({
      page: 'success',
      token: '0af3',
      confirm: { paymentIntentId: 'pi_1', orderId: 'o' },
    });
    expect(withoutSecret(`http://localhost/checkout/0af3/success${back}`)).toBe(
      'http://localhost/checkout/0af3/success?orderId=o&payment_intent=pi_1&redirect_status=failed',
    );
  });

  it('takes the proof of Kakao Pay, which names no order, and its way of turning back', () => {
    expect(at('/checkout/0af3/success', '?pg_token=5af0c1')).toEqual({
      page: 'success',
      token: '0af3',
      confirm: { pgToken: '5af0c1' },
    });
    expect(at('/checkout/0af3/cancel')).toEqual({ page: 'fail', token: '0af3', code: 'USER_CANCEL' });
  });

  it('has nothing to confirm when a part is missing', () => {
    expect(at('/checkout/0af3/success', '?paymentKey=pk&orderId=o')).toEqual({
      page: 'success',
      token: '0af3',
      confirm: undefined,
    });
  });

  it.each(['/checkout', '/checkout/', '/checkout/a/b', '/checkout/a%2Fb', '/checkout/../x', '/'])(
    'is no page of ours: %s',
    (pathname) => {
      expect(at(pathname)).toEqual({ page: 'none' });
    },
  );
});
