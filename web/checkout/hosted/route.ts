// The addresses of the hosted checkout: `/checkout/{token}`, and the two that the provider returns
// to. What the provider appends to them is text from outside and is only ever compared or posted.

import type { ConfirmPayment } from '../../shared/api.ts';

export type Route =
  | { page: 'pay'; token: string }
  | { page: 'success'; token: string; confirm: ConfirmPayment | undefined }
  | { page: 'fail'; token: string; code: string | undefined }
  | { page: 'none' };

export function parseRoute(address: { pathname: string; search: string }): Route {
  const match = /^\/checkout\/([A-Za-z0-9_-]+)(?:\/(success|fail))?\/?$/.exec(address.pathname);
  const token = match?.[1];
  if (!token) return { page: 'none' };
  const query = new URLSearchParams(address.search);
  if (match[2] === 'success') return { page: 'success', token, confirm: readConfirm(query) };
  if (match[2] === 'fail') return { page: 'fail', token, code: query.get('code') ?? undefined };
  return { page: 'pay', token };
}

function readConfirm(query: URLSearchParams): ConfirmPayment | undefined {
  const paymentKey = query.get('paymentKey');
  const orderId = query.get('orderId');
  const amount = query.get('amount');
  const paymentIntentId = query.get('payment_intent');
  if (paymentIntentId && orderId) return { paymentIntentId, orderId };
  return paymentKey && orderId && amount ? { paymentKey, orderId, amount } : undefined;
}

/** The address without what lets anybody pay: Stripe appends it, and an address is easily shared. */
export function withoutSecret(href: string): string {
  const url = new URL(href);
  url.searchParams.delete('payment_intent_client_secret');
  return url.href;
}

export function payPath(token: string): string {
  return `/checkout/${encodeURIComponent(token)}`;
}
