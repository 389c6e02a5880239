import { describe, expect, it } from 'vitest';

import type { PaymentStatus } from './api.ts';
import { isOpen, pollDelayMs, toneOf, viewOf } from './status.ts';

describe('a status', () => {
  it.each<[PaymentStatus, string, boolean, string]>([
    ['pending', 'pay', false, 'neutral'],
    ['processing', 'checking', true, 'progress'],
    ['unknown', 'checking', true, 'progress'],
    ['waiting_for_deposit', 'deposit', true, 'progress'],
    ['completed', 'success', false, 'good'],
    ['partially_refunded', 'success', false, 'good'],
    ['refunded', 'refunded', false, 'neutral'],
    ['failed', 'failed', false, 'bad'],
    ['cancelled', 'cancelled', false, 'neutral'],
    ['expired', 'expired', false, 'neutral'],
  ])('%s leads to the page %s', (status, view, open, tone) => {
    expect(viewOf(status)).toBe(view);
    expect(isOpen(status)).toBe(open);
    expect(toneOf(status)).toBe(tone);
  });

  it('of a newer server is shown as still being checked, never as failed', () => {
    expect(viewOf('settling' as PaymentStatus)).toBe('checking');
  });
});

describe('pollDelayMs', () => {
  it('starts at 2 s, never shrinks and stays at 15 s', () => {
    const delays = Array.from({ length: 12 }, (_, attempt) => pollDelayMs(attempt));
    expect(delays[0]).toBe(2000);
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect(delays.at(-1)).toBe(15000);
  });
});
