// The addresses of the hosted checkout: `/checkout/{token}`, and the three that a provider returns
// to. What the provider appends to them is text from outside and is only ever compared or posted.

import type { StripeReturn, TossReturn } from '../../shared/api.ts';

/** What the provider's return brought: Toss and Stripe name the order, Kakao Pay only the buyer's proof. */
export type Brought = TossReturn | StripeReturn | { pgToken: string };

export type Route =
  | { page: 'pay'; token: string }
  | { page: 'success'; token: string; confirm: Brought | undefined }
  | { page: 'fail'; token: string; code: string | undefined }
  | { page: 'none' };

export function parseRoute(address: { pathname: string; search: string }): Route {
  const match = /^\/checkout\/([A-Za-z0-9_-]+)(?:\/(success|fail|cancel))?\/?$/.exec(address.pathname);
  const token = match?.[1];
  if (!token) return { page: 'none' };
  const query = new URLSearchParams(address.search);
  if (match[2] === 'success') return { page: 'success', token, confirm: readConfirm(query) };
  if (match[2] === 'fail') return { page: 'fail', token, code: query.get('code') ?? undefined };
  // What Kakao Pay calls a cancel is what Toss tells by this code.
  if (match[2] === 'cancel') return { page: 'fail', token, code: 'USER_CANCEL' };
  return { page: 'pay', token };
}

function readConfirm(query: URLSearchParams): Brought | undefined {
  const pgToken = query.get('pg_token');
  if (pgToken) return { pgToken };
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

/** Takes the buyer's proof out of the address, so that nobody reads it from the screen or the history. */
export function hideProof(): void {
  const address = new URL(location.href);
  if (!address.searchParams.has('pg_token')) return;
  address.searchParams.delete('pg_token');
  history.replaceState(history.state, '', address);
}
