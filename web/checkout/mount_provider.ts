// One interface over what the providers put into the page. The form knows no provider.

import type { Locale } from '../shared/i18n.tsx';
import { mountToss, type TossHandle, type TossMountOptions } from './mount_toss.ts';

export interface ProviderMountOptions extends TossMountOptions {
  /** Stripe's, which lets this browser pay this one payment. */
  clientSecret?: string | undefined;
  locale: Locale;
}

export type ProviderHandle = TossHandle;

/** Loads the provider's script and draws what the buyer needs. Rejects when either does not work. */
export async function mountProvider(options: ProviderMountOptions): Promise<ProviderHandle> {
  if (options.type !== 'stripe_element') return mountToss(options);
  const { mountStripe } = await import('./mount_stripe.ts');
  return mountStripe(options);
}
