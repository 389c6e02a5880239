// @ts-check
// The frame of an Element inside a shop's page. What is typed here goes to the sandbox and nowhere else.

import {
  CARD_WORDS,
  chosenMethod,
  complain,
  incomplete,
  methodFields,
  offerMethods,
  watchCard,
} from './card.js';
import { call, element, formOf, hashParams, listen, speak, tell } from './stripe_page.js';

/** @type {Record<string, [string, string]>} */
const WORDS = { ...CARD_WORDS, title: ['Stripe 결제 정보 (샌드박스)', 'Stripe Payment Element (sandbox)'] };
const params = hashParams();
let secret = params.clientSecret;

const state = () => ({
  complete: incomplete() === undefined,
  empty: /** @type {HTMLInputElement} */ (element('card-number')).value === '',
  collapsed: false,
  value: { type: chosenMethod() },
});

/** Asks which methods the intent takes. */
async function load() {
  if (!secret || params.type !== 'payment') return offerMethods(['card']);
  const [, id, kind] = /^((pi|seti)_\w+?)_secret_/.exec(secret) ?? [];
  const path = `v1/${kind === 'pi' ? 'payment' : 'setup'}_intents/${id}?client_secret=${secret}`;
  const intent = await call(path, { key: params.key });
  if (intent.error) return tell({ event: 'loaderror', value: { error: intent.error } });
  return offerMethods(intent.payment_method_types);
}

/** @param {any} message */
async function answer(message) {
  if (message.command === 'update' && message.more?.clientSecret) {
    secret = message.more.clientSecret;
    return undefined;
  }
  if (message.command === 'focus') element('card-number').focus();
  if (message.command === 'clear') location.reload();
  const missing = incomplete();
  if (message.command === 'submit') {
    return missing ? { error: complain(missing) } : { selectedPaymentMethod: chosenMethod() };
  }
  if (message.command !== 'confirm') return undefined;
  if (missing) return { error: complain(missing) };
  const form = formOf({
    ...methodFields(),
    client_secret: message.secret,
    return_url: message.returnUrl,
    use_stripe_sdk: 'true',
  });
  return call(`v1/${message.kind}s/${message.id}/confirm`, { key: params.key, form });
}

listen(async (message) => {
  const value = await answer(message);
  if (message.asks) tell({ answers: message.asks, value });
});
watchCard(() => tell({ event: 'change', value: state() }));
document.addEventListener('focusin', () => tell({ event: 'focus', value: {} }));
document.addEventListener('focusout', () => tell({ event: 'blur', value: {} }));
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') tell({ event: 'escape', value: {} });
});
speak(WORDS);
const measure = () =>
  tell({ height: Math.ceil(element('element').getBoundingClientRect().height) + 1 });
new ResizeObserver(measure).observe(element('element'));
tell({ event: 'loaderstart', value: {} });
await load();
tell({ event: 'ready', value: {} });
