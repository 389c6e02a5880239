// Which page a payment's status leads to, and how urgently it must be looked at again. The words
// for people are in the locales; the rules for the moves are the server's.

import type { PaymentStatus } from './api.ts';

export type ResultView =
  'pay' | 'checking' | 'deposit' | 'success' | 'refunded' | 'failed' | 'cancelled' | 'expired';

const VIEWS: Record<PaymentStatus, ResultView> = {
  pending: 'pay',
  processing: 'checking',
  unknown: 'checking',
  waiting_for_deposit: 'deposit',
  completed: 'success',
  partially_refunded: 'success',
  refunded: 'refunded',
  failed: 'failed',
  cancelled: 'cancelled',
  expired: 'expired',
};

/** The page for `status`. A status this page does not know yet is shown as still being checked. */
export function viewOf(status: PaymentStatus): ResultView {
  return VIEWS[status] ?? 'checking';
}

/** Whether the status can change by itself while the buyer looks at it. */
export function isOpen(status: PaymentStatus): boolean {
  const view = viewOf(status);
  return view === 'checking' || view === 'deposit';
}

export type Tone = 'neutral' | 'progress' | 'good' | 'bad';

const TONES: Record<ResultView, Tone> = {
  pay: 'neutral',
  checking: 'progress',
  deposit: 'progress',
  success: 'good',
  refunded: 'neutral',
  failed: 'bad',
  cancelled: 'neutral',
  expired: 'neutral',
};

export function toneOf(status: PaymentStatus): Tone {
  return TONES[viewOf(status)];
}

const POLL_FIRST_MS = 2_000;
const POLL_LAST_MS = 15_000;

/** How long to wait before the poll after `attempt` earlier ones: 2 s, growing by half, to 15 s. */
export function pollDelayMs(attempt: number): number {
  return Math.min(Math.round(POLL_FIRST_MS * 1.5 ** attempt), POLL_LAST_MS);
}
