// Payments brought to a state without a browser, the way Toss's script and the bank page would.

import type { Place } from './gyeol.ts';
import type { Account } from './story.ts';
import { PLAN, type Made } from './steps.ts';

type Outcome = 'approve' | 'decline' | 'slow' | 'lost_reply';

interface Created extends Made {
  orderName: string;
  currency: string;
  checkout: {
    url: string;
    successUrl: string;
    failUrl: string;
    clientKey: string;
    customerKey: string;
  };
}

export async function createPayment(place: Place, account: Account): Promise<Created> {
  const body = { planId: PLAN.id, provider: 'toss', flow: 'widget', sdk: 'v2' };
  return post<Created>(`${place.server}/api/payments`, body, account);
}

/** Opens Toss's payment window for `made`; returns its payment key. */
export async function openWindow(place: Place, made: Created): Promise<string> {
  const { checkout, orderId, orderName, amount, currency } = made;
  const { clientKey, customerKey, successUrl, failUrl } = checkout;
  const order = { orderId, orderName, amount, currency, successUrl, failUrl };
  const asked = { clientKey, customerKey, flow: 'widget', ...order };
  const { paymentKey } = await post<{ paymentKey: string }>(sandbox(place, 'sessions'), asked);
  return paymentKey;
}

/** Lets the buyer pay by card; returns the address that Toss sends the browser to. */
export async function payByCardThere(
  place: Place,
  made: Created,
  outcome: Outcome = 'approve',
): Promise<string> {
  return authenticate(place, made, { method: 'CARD', cardNumber: '4242424242424242', outcome });
}

export async function orderAccountThere(place: Place, made: Created): Promise<string> {
  const choice = { method: 'VIRTUAL_ACCOUNT', bank: '88', customerName: '김결' };
  return authenticate(place, made, { ...choice, outcome: 'approve' });
}

async function authenticate(place: Place, made: Created, choice: object): Promise<string> {
  const path = `sessions/${await openWindow(place, made)}/authenticate`;
  const { redirectUrl } = await post<{ redirectUrl: string }>(sandbox(place, path), choice);
  return redirectUrl;
}

/** Does at the bank what its page offers: `deposit`, `pass-due-date`, `cancel` ... */
export async function actAtBank(place: Place, address: string, action: string): Promise<void> {
  const paymentKey = new URL(address).searchParams.get('paymentKey');
  await post(sandbox(place, `bank/${action}`), { paymentKey });
}

/** Tells the server that something happened at Toss, so that it asks what. */
export async function announceChange(place: Place, address: string): Promise<void> {
  const { searchParams } = new URL(address);
  const [paymentKey, orderId] = [searchParams.get('paymentKey'), searchParams.get('orderId')];
  await post(`${place.server}/api/payment/webhook`, {
    eventType: 'PAYMENT_STATUS_CHANGED',
    createdAt: new Date().toISOString(),
    data: { paymentKey, orderId, status: 'WAITING_FOR_DEPOSIT' },
  });
}

export async function cancelPayment(place: Place, account: Account, made: Made): Promise<void> {
  await post(`${place.server}/api/payments/${made.id}/cancel`, {}, account);
}

function sandbox(place: Place, path: string): string {
  return `${place.sandbox}/toss/browser/${path}`;
}

async function post<Answer>(url: string, body: object, account?: Account): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(account ? { authorization: `Bearer ${account.token}` } : {}),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
