import { beforeEach, describe, expect, it } from 'vitest';

import { checkout, payment } from '../tests/fake_server.ts';
import { installTossV1, installTossV2 } from '../tests/fake_toss.ts';
import { mountToss, WINDOW_METHODS, type TossMountOptions } from './mount_toss.ts';

function options(change: Partial<TossMountOptions> = {}): TossMountOptions {
  const { type, sdk, scriptUrl, clientKey, customerKey } = checkout();
  return {
    type,
    sdk,
    scriptUrl,
    clientKey,
    customerKey,
    amount: { currency: 'KRW', value: 9900 },
    methodsElementId: 'methods',
    agreementElementId: 'agreement',
    ...change,
  };
}

const request = { payment: payment(), successUrl: 'http://a/success', failUrl: 'http://a/fail' };

describe('mountToss', () => {
  beforeEach(() => {
    for (const id of ['methods', 'agreement']) {
      document.body.append(Object.assign(document.createElement('div'), { id }));
    }
  });

  it('draws the v2 widget with the amount set first, and names it only there', async () => {
    const toss = installTossV2();
    const handle = await mountToss(options());
    void handle.request(request);
    expect(toss.drawn).toEqual(['#methods', '#agreement']);
    expect(toss.requests).toEqual([
      {
        clientKey: 'test_gck_example',
        customerKey: 'customer-1',
        amount: { currency: 'KRW', value: 9900 },
        orderId: payment().orderId,
        orderName: 'K-TEST',
        successUrl: 'http://a/success',
        failUrl: 'http://a/fail',
        windowTarget: 'self',
      },
    ]);
  });

  it('draws the v1 widget and is ready when the widget says so', async () => {
    const toss = installTossV1();
    const handle = await mountToss(options({ sdk: 'v1' }));
    void handle.request(request);
    expect(toss.drawn).toEqual(['#methods', '#agreement']);
    expect(toss.requests[0]).toMatchObject({
      amount: { currency: 'KRW', value: 9900 },
      orderId: payment().orderId,
    });
  });

  it.each(WINDOW_METHODS)('opens the payment window for %s', async (method) => {
    const toss = installTossV2();
    const handle = await mountToss(options({ type: 'toss_window' }));
    void handle.request({ ...request, method });
    expect(toss.drawn).toEqual([]);
    expect(toss.requests[0]).toMatchObject({
      method: method.toUpperCase(),
      amount: { currency: 'KRW', value: 9900 },
      windowTarget: 'self',
    });
  });

  it('refuses the window without a method', async () => {
    installTossV2();
    const handle = await mountToss(options({ type: 'toss_window' }));
    await expect(handle.request(request)).rejects.toMatchObject({
      code: 'NOT_SELECTED_PAYMENT_METHOD',
    });
  });

  it('fails when there is nowhere to draw', async () => {
    installTossV2();
    await expect(mountToss(options({ methodsElementId: 'none' }))).rejects.toMatchObject({
      code: 'INVALID_SELECTOR',
    });
  });
});
