import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';

import { judge } from './check_webhooks.mjs';

const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const at = 1_790_000_000_000;

function webhook(body: string, signedBy = secret) {
  const signature = new Webhook(signedBy).sign('evt_1', new Date(at), body);
  const headers = { 'webhook-id': 'evt_1', 'webhook-timestamp': String(at / 1000), 'webhook-signature': signature };
  return { secrets: [secret], at, headers, body };
}

const event = '{"type":"payment.completed","timestamp":"2026-09-21T14:13:20Z","data":{"id":"1"}}';

describe('the check of recorded webhooks', () => {
  it('takes what was signed with the secret', () => {
    expect(judge([webhook(event)])).toEqual([]);
  });

  it('refuses what was signed with another one', () => {
    const other = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWU=';
    expect(judge([webhook(event, other)])).toEqual([expect.stringContaining('evt_1')]);
  });

  it('refuses what came too late, and what is no event', () => {
    expect(judge([{ ...webhook(event), at: at + 301_000 }])).toHaveLength(1);
    expect(judge([webhook('{"type":"Payment Completed"}')])).toEqual(['evt_1: not an event']);
  });

  it('refuses a file without webhooks, and leaves the clock as it was', () => {
    expect(judge([])).toHaveLength(1);
    expect(Date.now()).not.toBe(at);
  });
});
