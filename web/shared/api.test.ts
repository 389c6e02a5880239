import { describe, expect, it } from 'vitest';

import { FakeServer, json, offline, payment, problem } from '../tests/fake_server.ts';
import { ApiError, createApi, newIntentKey, OfflineError } from './api.ts';

describe('the API client', () => {
  it('sends the token and the intent, and no cookie beside the token', async () => {
    const server = new FakeServer().on('POST /api/payments', () => json(payment(), 201));
    const api = createApi({ baseUrl: 'http://localhost/', getToken: () => 'abc' });

    await api.createPayment({ planId: 'p', provider: 'toss', flow: 'widget' }, 'key-1');

    const [received] = server.calls('POST /api/payments');
    expect(received?.headers.get('Authorization')).toBe('Bearer abc');
    expect(received?.headers.get('Idempotency-Key')).toBe('key-1');
    expect(received?.body).toEqual({ planId: 'p', provider: 'toss', flow: 'widget' });
  });

  it('reads a problem with its code, its request id and what is in the way', async () => {
    new FakeServer().on('POST /api/payments', () =>
      problem(409, 'purchase_in_progress', { paymentId: 'p1', requestId: 'req_9' }),
    );
    const api = createApi({ baseUrl: '' });

    const error = await api
      .createPayment({ planId: 'p', provider: 'toss', flow: 'widget' }, 'k')
      .catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).problem).toMatchObject({
      status: 409,
      code: 'purchase_in_progress',
      paymentId: 'p1',
      requestId: 'req_9',
    });
  });

  it('takes the request id from the header when the body has none', async () => {
    new FakeServer().on('GET /api/plans', () => problem(500, 'internal'));
    const error = await createApi({ baseUrl: '' })
      .plans()
      .catch((reason: unknown) => reason);
    expect((error as ApiError).problem.requestId).toBe('req_1');
  });

  it.each([
    ['no network', () => offline()],
    ['a page of HTML', () => new Response('<h1>502</h1>', { status: 502 })],
  ])('says that there was no answer for %s', async (_, answer) => {
    new FakeServer().on('GET /api/plans', answer);
    await expect(createApi({ baseUrl: '' }).plans()).rejects.toBeInstanceOf(OfflineError);
  });
});

describe('newIntentKey', () => {
  it('never repeats', () => {
    expect(new Set(Array.from({ length: 100 }, newIntentKey)).size).toBe(100);
  });
});
