// Toss Payments in the browser, behind one interface: the v2 widget, the v1 widget and the v2
// payment window. The scripts come from the address the server names (Toss's own host, or the
// sandbox's stand-in) through Toss's own loaders; nothing else here knows which it is.

import { loadPaymentWidget } from '@tosspayments/payment-widget-sdk';
import { loadTossPayments, type TossPaymentsPayment } from '@tosspayments/tosspayments-sdk';

import type { Payment, TossCheckout } from '../shared/api.ts';

/** The methods a buyer can choose when the page, not Toss's widget, asks for the method. */
export const WINDOW_METHODS = ['card', 'transfer', 'virtual_account', 'mobile_phone'] as const;
export type WindowMethod = (typeof WINDOW_METHODS)[number];

export interface TossMountOptions {
  sdk: TossCheckout['sdk'];
  type: TossCheckout['type'];
  scriptUrl: string;
  clientKey: string;
  customerKey: string;
  amount: { currency: string; value: number };
  /** Ids of the empty elements the widget draws itself into; the window needs none. */
  methodsElementId: string;
  agreementElementId: string;
}

export interface TossRequest {
  payment: Pick<Payment, 'orderId' | 'orderName'>;
  successUrl: string;
  failUrl: string;
  /** Required for the payment window, ignored by the widgets. */
  method?: WindowMethod;
}

export interface TossHandle {
  /**
   * Leaves the page for the buyer's authentication. Resolves only if the browser stays; rejects
   * with Toss's error, whose `code` is `USER_CANCEL` when the buyer closed the window.
   */
  request: (request: TossRequest) => Promise<void>;
  /** Takes the widget out of the page again. */
  destroy: () => Promise<void>;
}

// The v1 widget tells nobody that it failed to draw itself; after this long the buyer gets a retry.
const READY_MS_MAX = 20_000;

/** Loads Toss's script and draws what the buyer needs. Rejects when either does not work. */
export async function mountToss(options: TossMountOptions): Promise<TossHandle> {
  if (options.type === 'toss_window') return mountWindow(options);
  return options.sdk === 'v1' ? mountWidgetV1(options) : mountWidgetV2(options);
}

function loadOptions(options: TossMountOptions): { src?: string } {
  return options.scriptUrl ? { src: options.scriptUrl } : {};
}

async function mountWidgetV2(options: TossMountOptions): Promise<TossHandle> {
  const toss = await loadTossPayments(options.clientKey, loadOptions(options));
  const widgets = toss.widgets({ customerKey: options.customerKey });
  await widgets.setAmount(options.amount);
  const [methods, agreement] = await Promise.all([
    widgets.renderPaymentMethods({
      selector: `#${options.methodsElementId}`,
      variantKey: 'DEFAULT',
    }),
    widgets.renderAgreement({
      selector: `#${options.agreementElementId}`,
      variantKey: 'AGREEMENT',
    }),
  ]);
  return {
    request: ({ payment, successUrl, failUrl }) =>
      widgets.requestPayment({
        orderId: payment.orderId,
        orderName: payment.orderName,
        successUrl,
        failUrl,
        windowTarget: 'self',
      }),
    destroy: async () => {
      await Promise.all([methods.destroy(), agreement.destroy()]);
    },
  };
}

async function mountWidgetV1(options: TossMountOptions): Promise<TossHandle> {
  const { amount } = options;
  const widget = await loadPaymentWidget(
    options.clientKey,
    options.customerKey,
    undefined,
    loadOptions(options),
  );
  const methods = widget.renderPaymentMethods(
    `#${options.methodsElementId}`,
    { value: amount.value, currency: amount.currency as 'KRW' | 'USD' },
    { variantKey: 'DEFAULT' },
  );
  widget.renderAgreement(`#${options.agreementElementId}`, { variantKey: 'AGREEMENT' });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('the v1 widget never was ready')),
      READY_MS_MAX,
    );
    methods.on('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  return {
    request: async ({ payment, successUrl, failUrl }) => {
      await widget.requestPayment({
        orderId: payment.orderId,
        orderName: payment.orderName,
        successUrl,
        failUrl,
      });
    },
    // The v1 widget has no way to be taken down; emptying its elements is what its samples do.
    destroy: async () => {
      for (const id of [options.methodsElementId, options.agreementElementId]) {
        document.getElementById(id)?.replaceChildren();
      }
    },
  };
}

async function mountWindow(options: TossMountOptions): Promise<TossHandle> {
  const toss = await loadTossPayments(options.clientKey, loadOptions(options));
  const payment = toss.payment({ customerKey: options.customerKey });
  return {
    request: (request) => requestWindow(payment, options, request),
    destroy: async () => {},
  };
}

function requestWindow(
  payment: TossPaymentsPayment,
  options: TossMountOptions,
  request: TossRequest,
): Promise<void> {
  if (request.method === undefined) {
    return Promise.reject(
      Object.assign(new Error('no method chosen'), { code: 'NOT_SELECTED_PAYMENT_METHOD' }),
    );
  }
  const common = {
    amount: options.amount,
    orderId: request.payment.orderId,
    orderName: request.payment.orderName,
    successUrl: request.successUrl,
    failUrl: request.failUrl,
    windowTarget: 'self' as const,
  };
  switch (request.method) {
    case 'card':
      return payment.requestPayment({ ...common, method: 'CARD' });
    case 'transfer':
      return payment.requestPayment({ ...common, method: 'TRANSFER' });
    case 'virtual_account':
      return payment.requestPayment({ ...common, method: 'VIRTUAL_ACCOUNT' });
    case 'mobile_phone':
      return payment.requestPayment({ ...common, method: 'MOBILE_PHONE' });
  }
}
