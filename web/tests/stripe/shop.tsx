// The page of a shop that takes cards with Stripe's own React components; the test says what it shall do.

import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import type { StripeElementsOptions } from '@stripe/stripe-js';
import { loadStripe } from '@stripe/stripe-js/pure';
import { useState, type FormEvent } from 'react';
import { createRoot } from 'react-dom/client';

const asked = new URLSearchParams(location.search);
const secret = asked.get('secret') ?? '';
const kind = asked.get('kind') ?? 'payment';
const stripe = loadStripe('pk_test_made_up');

function PayForm() {
  const loaded = useStripe();
  const elements = useElements();
  const [said, say] = useState('');
  const [isReady, setReady] = useState(false);

  async function pay(event: FormEvent) {
    event.preventDefault();
    if (!loaded || !elements) return;
    if (asked.has('deferred')) {
      const { error } = await elements.submit();
      if (error) return say(`${error.type}: ${error.message}`);
    }
    // The declared overloads tell the ways apart by type; here the address of the page does.
    const options = {
      elements,
      ...(asked.has('deferred') ? { clientSecret: secret } : {}),
      confirmParams: { return_url: `${location.origin}/back` },
      ...(asked.has('stay') ? { redirect: 'if_required' as const } : {}),
    };
    const result: {
      error?: { type: string; message?: string } | undefined;
      paymentIntent?: { status: string } | undefined;
    } = await (kind === 'setup'
      ? loaded.confirmSetup(options as never)
      : loaded.confirmPayment(options as never));
    if (result.error) return say(`${result.error.type}: ${result.error.message}`);
    const found = await loaded.retrievePaymentIntent(secret);
    return say(`${result.paymentIntent?.status} ${found.paymentIntent?.status}`);
  }

  return (
    <form onSubmit={pay}>
      <PaymentElement onReady={() => setReady(true)} onChange={({ complete }) => complete && say('complete')} />
      <button data-testid="pay" disabled={!isReady}>
        Pay
      </button>
      <p data-testid="said">{said}</p>
    </form>
  );
}

const options: StripeElementsOptions = asked.has('deferred')
  ? { mode: 'payment', amount: 9900, currency: 'krw' }
  : { clientSecret: secret };

createRoot(document.querySelector('#root')!).render(
  <Elements stripe={stripe} options={options}>
    <PayForm />
  </Elements>,
);
