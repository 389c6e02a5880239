// What went wrong, in words for the buyer: refusals of our API, missing answers, and the errors of
// Toss's script. Text from a provider or from an address is never shown as it came.

import { ApiError, OfflineError } from '../shared/api.ts';
import { isMessageKey, type MessageKey } from '../shared/i18n.tsx';

export interface Explained {
  title: MessageKey;
  text: MessageKey;
  /** A further line that takes the fear out of trying again. */
  comfort?: MessageKey;
  requestId?: string | undefined;
  paymentId?: string | undefined;
  code: string;
  canRetry: boolean;
}

/** Explains a failed call of our API. */
export function explainError(error: unknown): Explained {
  if (error instanceof ApiError) return explainRefusal(error);
  return {
    title: 'error.offline.title',
    text: 'error.offline.text',
    comfort: 'error.offline.safe',
    requestId: error instanceof OfflineError ? error.requestId : undefined,
    code: 'offline',
    canRetry: true,
  };
}

function explainRefusal(error: ApiError): Explained {
  const { code, requestId, paymentId, status } = error.problem;
  if (code === 'purchase_in_progress') {
    return {
      title: 'error.inProgress.title',
      text: 'error.inProgress.text',
      requestId,
      paymentId,
      code,
      canRetry: false,
    };
  }
  if (status === 401) {
    return { title: 'error.signin.title', text: 'error.signin.text', code, canRetry: false };
  }
  if (status === 404) {
    return {
      title: 'result.notFound.title',
      text: 'result.notFound.text',
      requestId,
      code,
      canRetry: false,
    };
  }
  if (status === 429) {
    return {
      title: 'error.tooMany.title',
      text: 'error.tooMany.text',
      requestId,
      code,
      canRetry: true,
    };
  }
  return {
    title: 'error.server.title',
    text: 'error.server.text',
    requestId,
    code,
    canRetry: status >= 500 || status === 409,
  };
}

/** What became of a try to open the provider's window. */
export interface SdkTrouble {
  kind: 'cancelled' | 'input' | 'failed';
  text: MessageKey;
  code: string;
}

const SDK_TEXTS: Record<string, MessageKey> = {
  NEED_AGREEMENT_WITH_REQUIRED_TERMS: 'sdk.terms',
  NOT_SELECTED_PAYMENT_METHOD: 'sdk.method',
  NEED_CARD_PAYMENT_DETAIL: 'sdk.card',
  NEED_REFUND_ACCOUNT_DETAIL: 'sdk.refundAccount',
  PROVIDER_STATUS_UNHEALTHY: 'sdk.unavailable',
  NOT_SUPPORTED_METHOD: 'sdk.unavailable',
  UNSUPPORTED_TEST_PHASE_PAYMENT_METHOD: 'sdk.unavailable',
  CUSTOM_PAYMENT_METHOD_UNABLE_TO_PAY: 'sdk.unavailable',
  EXCEED_DEPOSIT_AMOUNT_LIMIT: 'sdk.unavailable',
  INVALID_METHOD_TRANSACTION: 'sdk.busy',
  INVALID_CLIENT_KEY: 'sdk.config',
  INVALID_CUSTOMER_KEY: 'sdk.config',
  INSECURE_KEY_USAGE: 'sdk.config',
  NOT_SUPPORTED_WIDGET_KEY: 'sdk.config',
  NOT_SUPPORTED_API_INDIVIDUAL_KEY: 'sdk.config',
  INVALID_VARIANT_KEY: 'sdk.config',
  INVALID_PARAMETERS: 'sdk.config',
  INCORRECT_SUCCESS_URL_FORMAT: 'sdk.config',
  INCORRECT_FAIL_URL_FORMAT: 'sdk.config',
  // Stripe's. Whoever holds a stolen card must not learn that it is known: a decline is a decline.
  card_declined: 'sdk.declined',
  card_error: 'sdk.declined',
  insufficient_funds: 'sdk.funds',
  expired_card: 'sdk.expired',
  invalid_expiry_month: 'sdk.expired',
  invalid_expiry_year: 'sdk.expired',
  incomplete_expiry: 'sdk.expired',
  incorrect_cvc: 'sdk.cvc',
  invalid_cvc: 'sdk.cvc',
  incomplete_cvc: 'sdk.cvc',
  incorrect_number: 'sdk.number',
  invalid_number: 'sdk.number',
  incomplete_number: 'sdk.number',
  incomplete_payment_details: 'sdk.card',
  validation_error: 'sdk.card',
  payment_intent_authentication_failure: 'sdk.authentication',
  payment_method_customer_decline: 'sdk.authentication',
  payment_intent_unexpected_state: 'sdk.ended',
  processing_error: 'sdk.later',
  rate_limit: 'sdk.later',
};

const INPUT_TEXTS: MessageKey[] = [
  'sdk.terms',
  'sdk.method',
  'sdk.card',
  'sdk.refundAccount',
  'sdk.expired',
  'sdk.cvc',
  'sdk.number',
];

/** Explains a rejection by a provider's script. */
export function explainSdk(error: unknown): SdkTrouble {
  const code = sdkCode(error);
  if (code === 'USER_CANCEL' || code === 'PAY_PROCESS_CANCELED') {
    return { kind: 'cancelled', text: 'pay.cancelled', code };
  }
  const text = SDK_TEXTS[code] ?? 'sdk.unknown';
  return { kind: INPUT_TEXTS.includes(text) ? 'input' : 'failed', text, code };
}

function sdkCode(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : 'UNKNOWN';
}

/**
 * The reason for a provider's `code`, in our words. The message that came with it is not shown: on
 * the fail page it is part of the address, which anybody can write.
 */
export function reasonKey(code: string | undefined): MessageKey {
  const key = `reason.${code ?? ''}`;
  return isMessageKey(key) ? key : 'reason.generic';
}

/** A provider's code fit to be shown, or nothing when it is not one. */
export function shownCode(code: string | null | undefined): string | undefined {
  return code && /^[A-Za-z0-9_]{1,64}$/.test(code) ? code : undefined;
}
