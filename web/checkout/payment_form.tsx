// The form that takes a prepared payment to the provider: the method, the consent, the button. It
// is the same in the modal and on the hosted page. It never learns a card number; the provider does.

import { useCallback, useEffect, useId, useRef, useState } from 'react';

import type { Checkout, Payment } from '../shared/api.ts';
import { useWords, type Locale, type MessageKey } from '../shared/i18n.tsx';
import { mountProvider, type ProviderHandle } from './mount_provider.ts';
import { WINDOW_METHODS, type WindowMethod } from './mount_toss.ts';
import { Icon } from './parts.tsx';
import { explainSdk, type SdkTrouble } from './problems.ts';
import { pageFor } from './redirect.ts';

type Phase = 'preparing' | 'ready' | 'submitting' | 'unavailable';

export interface PaymentFormProps {
  payment: Pick<Payment, 'orderId' | 'orderName' | 'amount' | 'currency'>;
  checkout: Checkout;
  /** Told when the buyer is being sent to the provider, and when that ended without leaving. */
  onSubmitting?: (submitting: boolean) => void;
  onTrouble?: (trouble: SdkTrouble) => void;
}

const LAST_METHOD_KEY = 'gyeol_method';

const SECURED: Record<Checkout['type'], MessageKey> = {
  toss_widget: 'pay.secured',
  toss_window: 'pay.secured',
  redirect: 'pay.secured.kakaopay',
  stripe_element: 'pay.secured.stripe',
};

/** Whether no real money moves, as far as the checkout tells; Kakao Pay's tells nothing. */
export function isTest(checkout: Checkout): boolean | undefined {
  if (checkout.type === 'redirect') return undefined;
  return !/^(pk_)?live_/.test(checkout.clientKey);
}

export function PaymentForm(props: PaymentFormProps) {
  const { payment, checkout } = props;
  const { t, money, locale } = useWords();
  const { handle, phase, setPhase, slots, remount } = useProvider(payment, checkout, locale);
  const [method, setMethod] = useState<WindowMethod>(lastMethod);
  const [consented, setConsented] = useState(false);
  const [trouble, setTrouble] = useState<SdkTrouble>();
  const hintId = useId();
  const submitting = useRef(false);
  const latest = useRef(props);
  latest.current = props;

  const release = useCallback(() => {
    submitting.current = false;
    latest.current.onSubmitting?.(false);
    setPhase((current) => (current === 'submitting' ? 'ready' : current));
  }, [setPhase]);

  // Coming back with the browser's back button may show this page as it was left, mid-submission.
  useEffect(() => {
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) release();
    };
    window.addEventListener('pageshow', onShow);
    return () => window.removeEventListener('pageshow', onShow);
  }, [release]);

  const submit = async () => {
    // Money: the disabled button alone is not enough, since a second click can arrive before it is
    // drawn. Guarded by "a double click asks the provider once".
    const toss = handle.current;
    const canLeave = checkout.type === 'redirect' || toss !== undefined;
    if (submitting.current || !consented || phase !== 'ready' || !canLeave) return;
    submitting.current = true;
    setTrouble(undefined);
    setPhase('submitting');
    props.onSubmitting?.(true);
    if (checkout.type === 'redirect') {
      location.assign(pageFor(checkout));
      return;
    }
    rememberMethod(method);
    try {
      await toss?.request({
        payment,
        successUrl: checkout.successUrl,
        failUrl: checkout.failUrl,
        ...(checkout.type === 'toss_window' ? { method } : {}),
      });
      // Resolved means the browser is leaving; the form stays locked until it has.
    } catch (error) {
      const explained = explainSdk(error);
      setTrouble(explained);
      props.onTrouble?.(explained);
      release();
    }
  };

  const amount = money(payment);
  const canPay = phase === 'ready' && consented;
  return (
    <form
      className="gy-form"
      data-testid="payment-form"
      data-phase={phase}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <MethodArea
        checkout={checkout}
        phase={phase}
        slots={slots}
        method={method}
        onMethod={setMethod}
        onRetry={() => {
          setTrouble(undefined);
          remount();
        }}
      />
      <label className="gy-consent">
        <input
          type="checkbox"
          name="consent"
          required
          checked={consented}
          disabled={phase === 'submitting'}
          onChange={(event) => setConsented(event.currentTarget.checked)}
        />
        <span>{t('pay.consent')}</span>
      </label>
      {trouble && (
        <div
          className={trouble.kind === 'cancelled' ? 'gy-note' : 'gy-problem'}
          role="alert"
          data-testid="sdk-trouble"
          data-code={trouble.code}
        >
          <p>{t(trouble.text)}</p>
        </div>
      )}
      <button
        type="submit"
        className="gy-button gy-primary gy-pay"
        disabled={!canPay}
        aria-describedby={hintId}
        data-testid="pay"
      >
        {phase === 'submitting' && <span className="gy-spinner-dot" aria-hidden="true" />}
        {t('pay.button', { amount })}
      </button>
      <p id={hintId} className="gy-hint" role="status" data-testid="progress">
        {phase === 'preparing' && t('pay.preparing.long')}
        {phase === 'submitting' && t('pay.submitting')}
        {phase === 'ready' && t(consented ? 'pay.ready' : 'pay.consent.needed')}
      </p>
      <p className="gy-secured">
        <Icon name="lock" />
        <span>{t(SECURED[checkout.type])}</span>
      </p>
    </form>
  );
}

function MethodArea(props: {
  checkout: Checkout;
  phase: Phase;
  slots: { methods: string; agreement: string };
  method: WindowMethod;
  onMethod: (method: WindowMethod) => void;
  onRetry: () => void;
}) {
  const { t } = useWords();
  const { phase, checkout } = props;
  if (checkout.type === 'redirect') return <p className="gy-note">{t('pay.redirect.kakaopay')}</p>;
  return (
    <>
      {checkout.type === 'toss_window' ? (
        <fieldset className="gy-methods" disabled={phase === 'submitting'}>
          <legend className="gy-section-title">{t('pay.method.title')}</legend>
          {WINDOW_METHODS.map((method) => (
            <label key={method} className="gy-method">
              <input
                type="radio"
                name="method"
                value={method}
                checked={props.method === method}
                onChange={() => props.onMethod(method)}
              />
              <Icon name={method} />
              <span className="gy-method-name">
                {t(`pay.method.${method}`)}
                <span className="gy-muted gy-small">{t(`pay.method.hint.${method}`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ) : (
        <section className="gy-widget" aria-labelledby={`${props.slots.methods}-title`}>
          <h2 id={`${props.slots.methods}-title`} className="gy-section-title">
            {t('pay.method.title')}
          </h2>
          {phase === 'preparing' && <div className="gy-skeleton" aria-hidden="true" />}
          <div id={props.slots.methods} className="gy-slot" data-testid="toss-methods" />
          <div id={props.slots.agreement} className="gy-slot" data-testid="toss-agreement" />
        </section>
      )}
      {phase === 'unavailable' && (
        <div className="gy-problem" role="alert" data-testid="sdk-unavailable">
          <p className="gy-problem-title">{t('sdk.load.title')}</p>
          <p>{t('sdk.load.text')}</p>
          <button type="button" className="gy-button gy-secondary" onClick={props.onRetry}>
            {t('pay.retry')}
          </button>
        </div>
      )}
    </>
  );
}

let slotCount = 0;

/** Mounts the provider's part once the form is on the page, and takes it down with it. */
function useProvider(payment: PaymentFormProps['payment'], checkout: Checkout, locale: Locale) {
  const [phase, setPhase] = useState<Phase>('preparing');
  const [round, setRound] = useState(0);
  const [slots] = useState(() => {
    slotCount += 1;
    return { methods: `gy-methods-${slotCount}`, agreement: `gy-agreement-${slotCount}` };
  });
  const handle = useRef<ProviderHandle>(undefined);
  // Toss refuses to draw into an element that still holds a widget, so a remount waits its turn.
  const queue = useRef<Promise<void>>(Promise.resolve());

  useEffect(() => {
    if (checkout.type === 'redirect') {
      setPhase('ready');
      return;
    }
    let live = true;
    let mounted: ProviderHandle | undefined;
    setPhase('preparing');
    queue.current = queue.current.then(async () => {
      if (!live) return;
      try {
        mounted = await mountProvider({
          checkout,
          locale,
          amount: { currency: payment.currency, value: payment.amount },
          methodsElementId: slots.methods,
          agreementElementId: slots.agreement,
        });
        if (!live) return;
        handle.current = mounted;
        setPhase('ready');
      } catch (error) {
        console.warn('The payment form could not be mounted.', error);
        if (live) setPhase('unavailable');
      }
    });
    return () => {
      live = false;
      handle.current = undefined;
      queue.current = queue.current.then(() => mounted?.destroy()).catch(() => {});
    };
  }, [checkout, payment.amount, payment.currency, locale, round, slots]);

  return { handle, phase, setPhase, slots, remount: () => setRound((value) => value + 1) };
}

function lastMethod(): WindowMethod {
  try {
    const stored = localStorage.getItem(LAST_METHOD_KEY) as WindowMethod | null;
    return stored && WINDOW_METHODS.includes(stored) ? stored : 'card';
  } catch {
    return 'card';
  }
}

function rememberMethod(method: WindowMethod): void {
  try {
    localStorage.setItem(LAST_METHOD_KEY, method);
  } catch {
    // Without storage the choice is simply not remembered.
  }
}
