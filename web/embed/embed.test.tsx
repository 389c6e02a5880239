import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';

import { checkout, FakeServer, json, payment } from '../tests/fake_server.ts';
import { installTossV2 } from '../tests/fake_toss.ts';

await import('./embed.tsx');

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer().on('POST /api/payments', () =>
    json({ ...payment(), checkout: checkout() }, 201),
  );
  installTossV2();
});

const bodies = () => server.calls('POST /api/payments').map(({ body }) => body);

describe('the embed script', () => {
  it('brings its style sheet by a link, once', () => {
    const links = [...document.head.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')];
    expect(links.map(({ href }) => new URL(href).pathname)).toEqual(['/embed/payment-modal.css']);
  });

  it('opens the checkout from a button that was added later, and closes it again', async () => {
    const user = userEvent.setup();
    window.Gyeol!.configure({ getToken: () => 'abc', locale: 'en' });
    const button = document.createElement('button');
    button.dataset['gyeolPlan'] = 'ktest-deep';
    button.dataset['gyeolFlow'] = 'window';
    button.append('buy');
    document.body.append(button);

    await user.click(button);

    await screen.findByRole('dialog', { name: 'Checkout' });
    await screen.findByTestId('payment-form');
    expect(bodies()).toEqual([{ planId: 'ktest-deep', provider: 'toss', flow: 'window' }]);
    expect(server.calls('POST /api/payments')[0]?.headers.get('Authorization')).toBe('Bearer abc');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement).toBe(button);
  });

  it('opens from a call, and gives the page a way to close it', async () => {
    const opened = window.Gyeol!.openPaymentModal({
      planId: 'ktest-basic',
      sdk: 'v2',
      locale: 'ko',
    });
    await screen.findByRole('dialog', { name: '결제하기' });
    await screen.findByTestId('payment-form');
    expect(bodies()).toEqual([
      { planId: 'ktest-basic', provider: 'toss', flow: 'widget', sdk: 'v2' },
    ]);
    opened.close();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});
