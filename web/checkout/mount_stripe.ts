// Stripe's Payment Element behind the same interface as the others. Stripe's own script makes the frames
// that cards are typed into; in the sandbox the stand-in is loaded first, and the loader takes it.
// Loaded only when a payment is Stripe's: nobody else downloads it.

import { loadStripe } from '@stripe/stripe-js/pure';
import type { StripeError, StripePaymentElement } from '@stripe/stripe-js';

import type { StripeCheckout } from '../shared/api.ts';
import type { MountPlace, ProviderHandle } from './mount_provider.ts';

const OWN_SCRIPTS = 'https://js.stripe.com';
const READY_MS_MAX = 20_000;

export async function mountStripe(
  checkout: StripeCheckout,
  place: MountPlace,
): Promise<ProviderHandle> {
  await loadStandIn(checkout.scriptUrl);
  const stripe = await loadStripe(checkout.clientKey);
  if (!stripe) throw new Error('Stripe needs a browser');
  const elements = stripe.elements({
    clientSecret: checkout.clientSecret,
    locale: place.locale,
    appearance: { theme: isDark() ? 'night' : 'stripe' },
  });
  const element = elements.create('payment');
  const ready = becomesReady(element);
  element.mount(`#${place.methodsElementId}`);
  await ready;
  return {
    request: async ({ payment, successUrl }) => {
      const returnUrl = new URL(successUrl);
      returnUrl.searchParams.set('orderId', payment.orderId);
      // Resolves only with an error: otherwise the browser is leaving for `returnUrl`.
      const { error } = await stripe.confirmPayment({
        elements,
        confirmParams: { return_url: returnUrl.href },
      });
      if (isPaidAlready(error)) return location.assign(withIntent(returnUrl, error));
      throw Object.assign(new Error(error.type), { code: codeOf(error) });
    },
    destroy: async () => element.destroy(),
  };
}

/** Puts the sandbox's script where the loader looks; Stripe's own is never loaded from elsewhere. */
async function loadStandIn(scriptUrl: string): Promise<void> {
  if (!scriptUrl || new URL(scriptUrl).origin === OWN_SCRIPTS || 'Stripe' in window) return;
  await new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = scriptUrl;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error('the stand-in for Stripe did not load'));
    };
    document.head.append(script);
  });
}

function becomesReady(element: StripePaymentElement): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the Element never was ready')), READY_MS_MAX);
    element.on('ready', () => {
      clearTimeout(timer);
      resolve();
    });
    element.on('loaderror', ({ error }) => {
      clearTimeout(timer);
      reject(new Error(error.type));
    });
  });
}

function isDark(): boolean {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'dark' || chosen === 'light') return chosen === 'dark';
  return window.matchMedia?.('(prefers-color-scheme: dark)').matches ?? false;
}

/** Whether the buyer paid in another tab meanwhile: then this page has nothing left to do either. */
function isPaidAlready(error: StripeError): boolean {
  const status = error.payment_intent?.status;
  return status === 'succeeded' || status === 'processing';
}

function withIntent(returnUrl: URL, error: StripeError): string {
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', error.payment_intent?.id ?? '');
  return url.href;
}

/** The word that says most; only the few that help the buyer are told apart. */
function codeOf(error: StripeError): string {
  const { decline_code: declined, code, type } = error;
  if (declined === 'insufficient_funds') return declined;
  return code ?? type;
}
