// One interface over what the providers put into the page. The form knows no provider.

import type { StripeCheckout, TossCheckout } from '../shared/api.ts';
import type { Locale } from '../shared/i18n.tsx';
import { mountToss, type TossHandle, type TossMountOptions } from './mount_toss.ts';

export interface MountPlace extends Pick<
  TossMountOptions,
  'amount' | 'methodsElementId' | 'agreementElementId'
> {
  locale: Locale;
}

export type ProviderMountOptions = MountPlace & { checkout: TossCheckout | StripeCheckout };
export type ProviderHandle = TossHandle;

/** Loads the provider's script and draws what the buyer needs. Rejects when either does not work. */
export async function mountProvider(options: ProviderMountOptions): Promise<ProviderHandle> {
  const { checkout } = options;
  if (checkout.type !== 'stripe_element') return mountToss({ ...checkout, ...options });
  const { mountStripe } = await import('./mount_stripe.ts');
  return mountStripe(checkout, options);
}
