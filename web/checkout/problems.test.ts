import { describe, expect, it } from 'vitest';

import { ApiError, OfflineError } from '../shared/api.ts';
import { explainError, explainSdk, reasonKey, shownCode } from './problems.ts';

describe('explainError', () => {
  it('names the open payment when a purchase is under way, and offers no second try', () => {
    const explained = explainError(
      new ApiError({ status: 409, code: 'purchase_in_progress', paymentId: 'p1' }),
    );
    expect(explained).toMatchObject({
      title: 'error.inProgress.title',
      paymentId: 'p1',
      canRetry: false,
    });
  });

  it.each([
    [401, 'error.signin.title', false],
    [404, 'result.notFound.title', false],
    [409, 'error.server.title', true],
    [422, 'error.server.title', false],
    [429, 'error.tooMany.title', true],
    [503, 'error.server.title', true],
  ])('explains a %i as %s', (status, title, canRetry) => {
    expect(explainError(new ApiError({ status, code: 'x' }))).toMatchObject({ title, canRetry });
  });

  it('says that trying again is safe when there was no answer', () => {
    expect(explainError(new OfflineError('down'))).toMatchObject({
      comfort: 'error.offline.safe',
      canRetry: true,
    });
  });
});

describe('explainSdk', () => {
  it.each([
    ['USER_CANCEL', 'cancelled', 'pay.cancelled'],
    ['NEED_AGREEMENT_WITH_REQUIRED_TERMS', 'input', 'sdk.terms'],
    ['INVALID_CLIENT_KEY', 'failed', 'sdk.config'],
    ['SOMETHING_NEW', 'failed', 'sdk.unknown'],
  ])('%s is %s', (code, kind, text) => {
    expect(explainSdk({ code })).toEqual({ code, kind, text });
  });

  it('knows no code in what is not an error of the script', () => {
    expect(explainSdk(undefined)).toMatchObject({ kind: 'failed', code: 'UNKNOWN' });
  });
});

describe('a reason', () => {
  it('is in our words for a known code and general for any other', () => {
    expect(reasonKey('REJECT_CARD_COMPANY')).toBe('reason.REJECT_CARD_COMPANY');
    expect(reasonKey('NEW_CODE')).toBe('reason.generic');
    expect(reasonKey('toString')).toBe('reason.generic');
    expect(reasonKey(undefined)).toBe('reason.generic');
  });

  it('shows only a code that looks like one', () => {
    expect(shownCode('REJECT_CARD_COMPANY')).toBe('REJECT_CARD_COMPANY');
    expect(shownCode('call 010-0000-0000 now')).toBeUndefined();
    expect(shownCode('<b>')).toBeUndefined();
  });
});
