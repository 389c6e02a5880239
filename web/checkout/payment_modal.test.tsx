import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { StrictMode, useState } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import {
  checkout,
  FakeServer,
  json,
  offline,
  payment,
  problem,
  redirectCheckout,
} from '../tests/fake_server.ts';
import { installTossV1, installTossV2, sdkError, type FakeToss } from '../tests/fake_toss.ts';
import { PaymentModal, type PaymentModalProps, type PaymentResult } from './payment_modal.tsx';

const PLAN = { id: 'ktest-basic', name: 'K-TEST', amount: 9900, currency: 'KRW' };
const CREATE = 'POST /api/payments';

let server: FakeServer;
let toss: FakeToss;
let results: PaymentResult[];

function Shop(props: Partial<PaymentModalProps>) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        buy
      </button>
      <PaymentModal
        open={open}
        onClose={() => setOpen(false)}
        plan={PLAN}
        apiUrl="http://localhost"
        token="t"
        locale="ko"
        onResult={(result) => results.push(result)}
        {...props}
      />
    </>
  );
}

async function openShop(props: Partial<PaymentModalProps> = {}) {
  const user = userEvent.setup();
  render(<Shop {...props} />);
  await user.click(screen.getByRole('button', { name: 'buy' }));
  return user;
}

const payButton = () => screen.getByRole<HTMLButtonElement>('button', { name: '9,900원 결제하기' });
const consent = () => screen.getByRole<HTMLInputElement>('checkbox');
const ready = () =>
  waitFor(() => expect(screen.getByTestId('payment-form').dataset['phase']).toBe('ready'));

beforeEach(() => {
  results = [];
  server = new FakeServer().on(CREATE, () => json({ ...payment(), checkout: checkout() }, 201));
  toss = installTossV2();
});

describe('PaymentModal', () => {
  it('shows the item, the amount without decimals and the VAT in it', async () => {
    await openShop();
    const dialog = screen.getByRole('dialog', { name: '결제하기' });
    expect(dialog.textContent).toContain('K-TEST');
    expect(screen.getByTestId('total').textContent).toBe('9,900원');
    expect(screen.getByTestId('vat').textContent).toBe('부가세 900원 포함');
    await ready();
  });

  it('asks for the plan, never for an amount', async () => {
    await openShop({ flow: 'window', sdk: 'v2' });
    await ready();
    expect(server.calls(CREATE).map(({ body }) => body)).toEqual([
      { planId: 'ktest-basic', provider: 'toss', flow: 'window', sdk: 'v2' },
    ]);
  });

  it('pays only after a consent that nobody ticked beforehand', async () => {
    const user = await openShop();
    await ready();
    expect(consent().checked).toBe(false);
    expect(payButton().disabled).toBe(true);
    await user.click(consent());
    expect(payButton().disabled).toBe(false);
    await user.click(payButton());
    expect(toss.requests).toMatchObject([
      {
        orderId: payment().orderId,
        successUrl: 'http://localhost/checkout/0123/success',
        failUrl: 'http://localhost/checkout/0123/fail',
      },
    ]);
    expect(results).toEqual([{ kind: 'submitted', paymentId: payment().id }]);
  });

  it('asks the provider once for a double click', async () => {
    const user = await openShop();
    await ready();
    await user.click(consent());
    const form = screen.getByTestId('payment-form');
    await act(async () => {
      form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
      form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    });
    expect(toss.requests).toHaveLength(1);
    expect(payButton().disabled).toBe(true);
    expect(screen.getByTestId('progress').textContent).toBe('결제창으로 이동하고 있어요.');
  });

  it('closes on Escape and by its button, and gives the focus back', async () => {
    const user = await openShop();
    await ready();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'buy' }));
    await user.click(screen.getByRole('button', { name: 'buy' }));
    await user.click(screen.getByRole('button', { name: '닫기' }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('does not close any more once the buyer is leaving', async () => {
    const user = await openShop();
    await ready();
    await user.click(consent());
    await user.click(payButton());
    await user.keyboard('{Escape}');
    expect(screen.getByRole('dialog')).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: '닫기' }).disabled).toBe(true);
  });

  it('keeps the focus inside and the rest of the page out of reach', async () => {
    const user = await openShop();
    await ready();
    const dialog = screen.getByRole('dialog');
    expect(document.activeElement).toBe(dialog);
    for (let step = 0; step < 6; step += 1) {
      await user.tab();
      expect(dialog.contains(document.activeElement)).toBe(true);
    }
    for (let step = 0; step < 6; step += 1) {
      await user.tab({ shift: true });
      expect(dialog.contains(document.activeElement)).toBe(true);
    }
    const shop = [...document.body.children].find((child) => !child.contains(dialog));
    expect((shop as HTMLElement).inert).toBe(true);
    await user.keyboard('{Escape}');
    expect((shop as HTMLElement).inert).toBe(false);
  });

  it('tells a cancelled window apart from a failure and can be tried again', async () => {
    toss.next = () => Promise.reject(sdkError('USER_CANCEL'));
    const user = await openShop();
    await ready();
    await user.click(consent());
    await user.click(payButton());
    expect((await screen.findByTestId('sdk-trouble')).textContent).toContain('취소했어요');
    expect(results.at(-1)).toEqual({ kind: 'cancelled', paymentId: payment().id });
    expect(payButton().disabled).toBe(false);
  });

  it('explains what the widget still needs', async () => {
    toss.next = () => Promise.reject(sdkError('NEED_AGREEMENT_WITH_REQUIRED_TERMS'));
    const user = await openShop();
    await ready();
    await user.click(consent());
    await user.click(payButton());
    expect((await screen.findByTestId('sdk-trouble')).textContent).toContain('약관에 동의');
  });

  it('names the payment under way instead of starting a second one', async () => {
    server.on(CREATE, () => problem(409, 'purchase_in_progress', { paymentId: 'p77' }));
    await openShop();
    const panel = await screen.findByTestId('problem');
    expect(panel.textContent).toContain('먼저 시작한 결제가 있어요');
    expect(panel.textContent).toContain('p77');
    expect(screen.queryByRole('button', { name: '다시 시도' })).toBeNull();
    expect(results).toEqual([{ kind: 'failed', code: 'purchase_in_progress', paymentId: 'p77' }]);
  });

  it('repeats a lost request under the same key', async () => {
    server.on(CREATE, offline);
    const user = await openShop();
    await screen.findByTestId('problem');
    server.on(CREATE, () => json({ ...payment(), checkout: checkout() }, 201));
    await user.click(screen.getByRole('button', { name: '다시 시도' }));
    await ready();
    const keys = server.calls(CREATE).map(({ headers }) => headers.get('Idempotency-Key'));
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
  });

  it('takes a new key after a refusal, which an old key would only repeat', async () => {
    server.on(CREATE, () => problem(409, 'busy'));
    const user = await openShop();
    await screen.findByTestId('problem');
    await user.click(screen.getByRole('button', { name: '다시 시도' }));
    await waitFor(() => expect(server.calls(CREATE)).toHaveLength(2));
    const [first, second] = server.calls(CREATE);
    expect(second?.headers.get('Idempotency-Key')).not.toBe(first?.headers.get('Idempotency-Key'));
  });

  it('takes a new key for each opening', async () => {
    const user = await openShop();
    await ready();
    await user.keyboard('{Escape}');
    await user.click(screen.getByRole('button', { name: 'buy' }));
    await ready();
    const keys = server.calls(CREATE).map(({ headers }) => headers.get('Idempotency-Key'));
    expect(new Set(keys).size).toBe(2);
  });

  it('makes one payment under strict mode, where effects run twice', async () => {
    render(
      <StrictMode>
        <PaymentModal open onClose={() => {}} plan={PLAN} apiUrl="http://localhost" token="t" />
      </StrictMode>,
    );
    await ready();
    expect(server.calls(CREATE)).toHaveLength(1);
    expect(toss.drawn).toHaveLength(2);
  });

  it('offers to draw the widget again when that did not work', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    const { TossPayments } = globalThis as unknown as { TossPayments: (key: string) => unknown };
    let broken = true;
    vi.stubGlobal('TossPayments', (key: string) => {
      if (broken) throw sdkError('PROVIDER_STATUS_UNHEALTHY');
      return TossPayments(key);
    });
    const user = await openShop();
    expect((await screen.findByTestId('sdk-unavailable')).textContent).toContain(
      '불러오지 못했어요',
    );
    await user.click(consent());
    expect(payButton().disabled).toBe(true);
    broken = false;
    await user.click(screen.getByRole('button', { name: '다시 시도' }));
    await ready();
    expect(payButton().disabled).toBe(false);
    expect(server.calls(CREATE)).toHaveLength(1);
  });

  it('works with the v1 widget', async () => {
    const v1 = installTossV1();
    server.on(CREATE, () => json({ ...payment(), checkout: checkout({ sdk: 'v1' }) }, 201));
    const user = await openShop({ sdk: 'v1' });
    await ready();
    await user.click(consent());
    await user.click(payButton());
    expect(v1.requests).toMatchObject([{ orderId: payment().orderId }]);
  });

  it('lets the buyer choose the method of the payment window and remembers it', async () => {
    server.on(CREATE, () =>
      json({ ...payment(), checkout: checkout({ type: 'toss_window' }) }, 201),
    );
    const user = await openShop({ flow: 'window' });
    await ready();
    await user.click(screen.getByRole('radio', { name: /가상계좌/ }));
    await user.click(consent());
    await user.click(payButton());
    expect(toss.requests).toMatchObject([{ method: 'VIRTUAL_ACCOUNT' }]);
    expect(localStorage.getItem('gyeol_method')).toBe('virtual_account');
  });

  it('says so when no real money moves, and only then', async () => {
    const user = await openShop();
    await ready();
    expect(screen.queryByTestId('test-mode')).not.toBeNull();
    await user.keyboard('{Escape}');
    const live = checkout({ clientKey: 'live_gck_example' });
    server.on(CREATE, () => json({ ...payment(), checkout: live }, 201));
    await user.click(screen.getByRole('button', { name: 'buy' }));
    await ready();
    expect(screen.queryByTestId('test-mode')).toBeNull();
  });
});

describe('several providers', () => {
  const METHODS = 'GET /api/payment/methods';
  const offer = (...providers: string[]) =>
    server.on(METHODS, () =>
      json({ data: providers.map((provider) => ({ provider, flows: [], currencies: ['KRW'] })) }),
    );

  beforeEach(() => {
    server
      .on('GET /api/config', () => json({ mode: 'sandbox', providers: ['toss', 'kakaopay'] }))
      .on(CREATE, ({ body }) => {
        const { provider } = body as { provider: string };
        const made = provider === 'toss' ? checkout() : redirectCheckout();
        return json({ ...payment({ id: provider, provider }), checkout: made }, 201);
      });
  });

  it('are offered for the plan, and each choice is an intent of its own', async () => {
    offer('toss', 'kakaopay', 'a_provider_of_tomorrow');
    const user = await openShop();
    await ready();
    expect(screen.getAllByRole('radio')).toHaveLength(2);
    await user.click(screen.getByRole('radio', { name: /카카오페이/ }));
    await ready();
    const made = server.calls(CREATE);
    expect(made.map(({ body }) => body)).toEqual([
      { planId: 'ktest-basic', provider: 'toss', flow: 'widget' },
      { planId: 'ktest-basic', provider: 'kakaopay' },
    ]);
    const keys = made.map(({ headers }) => headers.get('Idempotency-Key'));
    expect(new Set(keys).size).toBe(2);
    expect(screen.queryByTestId('test-mode')).not.toBeNull();
  });

  it('leave nothing to choose when there is one', async () => {
    offer('kakaopay');
    await openShop();
    await ready();
    expect(screen.queryByRole('radio')).toBeNull();
    expect(server.calls(CREATE)[0]?.body).toEqual({ planId: 'ktest-basic', provider: 'kakaopay' });
  });

  it('sends a desktop to the page for desktops, once', async () => {
    offer('kakaopay');
    const assign = vi.spyOn(location, 'assign').mockImplementation(() => {});
    const user = await openShop();
    await ready();
    await user.click(consent());
    await user.dblClick(payButton());
    expect(assign.mock.calls).toEqual([['https://pay.test/pc']]);
    expect(results).toEqual([{ kind: 'submitted', paymentId: 'kakaopay' }]);
  });
});
