// Leaving for a provider's own page, which has an address for each kind of device.

import type { RedirectCheckout } from '../shared/api.ts';

/** Whether this browser runs on a telephone or a tablet: there the provider opens its app. */
export function isHandheld(userAgent = navigator.userAgent): boolean {
  // An iPad says that it is a Mac; only the Mac has no touch screen.
  const isIpad = /Macintosh/.test(userAgent) && navigator.maxTouchPoints > 1;
  return isIpad || /Android|iPhone|iPad|iPod|Mobile/i.test(userAgent);
}

/** Where this browser goes to pay. */
export function pageFor(checkout: RedirectCheckout, handheld = isHandheld()): string {
  return handheld ? checkout.mobileUrl : checkout.desktopUrl;
}
