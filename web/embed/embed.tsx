// The checkout for a page without React: one script from the Gyeol server. It adds its own style
// sheet from the same origin and opens the same modal as the library.

import '../checkout/checkout.css';

import { createRoot, type Root } from 'react-dom/client';

import { PaymentModal, type PaymentModalProps } from '../checkout/payment_modal.tsx';

export type EmbedOptions = Partial<
  Pick<
    PaymentModalProps,
    'apiUrl' | 'token' | 'getToken' | 'flow' | 'sdk' | 'locale' | 'theme' | 'onResult'
  >
> & { onClose?: () => void };

export interface OpenedModal {
  close: () => void;
}

// Only while the script runs for the first time does the browser say where it came from.
const script = document.currentScript as HTMLScriptElement | null;
const origin = script ? new URL(script.src).origin : location.origin;

let defaults: EmbedOptions = {};
let host: HTMLElement | undefined;
let root: Root | undefined;

function configure(options: EmbedOptions): void {
  defaults = { ...defaults, ...options };
}

/** Opens the checkout for `planId`; what is not given comes from `configure`. */
function openPaymentModal(options: EmbedOptions & { planId: string }): OpenedModal {
  const { onClose, ...modal } = { apiUrl: origin, ...defaults, ...options };
  const close = () => {
    root?.render(null);
    onClose?.();
  };
  host ??= document.body.appendChild(document.createElement('div'));
  root ??= createRoot(host);
  // A fresh key makes every opening an intent of its own, even when one replaces another.
  root.render(<PaymentModal key={(openings += 1)} {...modal} open onClose={close} />);
  return { close };
}

let openings = 0;

function addStyles(): void {
  const href = `${origin}/embed/payment-modal.css`;
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')];
  if (links.some((link) => link.href === href)) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  document.head.append(link);
}

// One listener for the whole page, so buttons that are added later work too.
function onClick(event: Event): void {
  const target = event.target instanceof Element ? event.target : undefined;
  const button = target?.closest<HTMLElement>('[data-gyeol-plan]');
  const planId = button?.dataset['gyeolPlan'];
  if (!button || !planId) return;
  event.preventDefault();
  const { gyeolFlow, gyeolSdk } = button.dataset;
  openPaymentModal({
    planId,
    ...(gyeolFlow === 'widget' || gyeolFlow === 'window' ? { flow: gyeolFlow } : {}),
    ...(gyeolSdk === 'v1' || gyeolSdk === 'v2' ? { sdk: gyeolSdk } : {}),
  });
}

declare global {
  interface Window {
    Gyeol?: { configure: typeof configure; openPaymentModal: typeof openPaymentModal };
  }
}

if (!window.Gyeol) {
  window.Gyeol = { configure, openPaymentModal };
  addStyles();
  document.addEventListener('click', onClick);
}
