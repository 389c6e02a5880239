// `PaymentModal`: the checkout inside a shop's own page. It makes the payment through the shop's
// Gyeol server, shows the provider's part, and sends the buyer on; the result pages are the server's.

import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';

import {
  ApiError,
  createApi,
  newIntentKey,
  PROVIDERS,
  type CreatedPayment,
  type Plan,
  type ProviderName,
  type TossSdk,
} from '../shared/api.ts';
import { detectLocale, useWords, WordsProvider, type Locale } from '../shared/i18n.tsx';
import type { Theme } from '../shared/theme.ts';
import { useDialog } from './dialog.ts';
import { OrderSummary, ProblemPanel, Spinner, TestRibbon, Icon, vatOf } from './parts.tsx';
import { isTest, PaymentForm } from './payment_form.tsx';
import { explainError, type Explained } from './problems.ts';

export type PaymentResult =
  /** The buyer is leaving for the provider; the server's page will show how it ends. */
  | { kind: 'submitted'; paymentId: string }
  /** The buyer closed the provider's window; the modal stays open. */
  | { kind: 'cancelled'; paymentId: string }
  /** The payment could not be started. `code` is the server's or Toss's. */
  | { kind: 'failed'; code: string; paymentId?: string };

export interface PaymentModalProps {
  open: boolean;
  onClose: () => void;
  /** What is bought: the plan itself, which shows at once, or only its id. */
  plan?: Partial<Plan> & { id: string };
  planId?: string;
  /** The Gyeol server's address, for example `https://pay.example.kr`. */
  apiUrl: string;
  /** The buyer's bearer token; without one the server's sign-in cookie is used. */
  token?: string;
  getToken?: () => string | undefined | Promise<string | undefined>;
  /** Who takes the money. Left out, the buyer chooses among those that the server offers. */
  provider?: ProviderName;
  /** How Toss Payments is shown. */
  flow?: 'widget' | 'window';
  sdk?: TossSdk;
  locale?: Locale;
  theme?: Theme;
  onResult?: (result: PaymentResult) => void;
}

/** Shows the checkout for one plan while `open`. Each opening is one intent to buy. */
export function PaymentModal(props: PaymentModalProps) {
  if (!props.open) return null;
  return createPortal(
    <WordsProvider locale={props.locale ?? detectLocale()}>
      <OpenModal {...props} />
    </WordsProvider>,
    document.body,
  );
}

function OpenModal(props: PaymentModalProps) {
  const { t, locale } = useWords();
  const [submitting, setSubmitting] = useState(false);
  const [chosen, setChosen] = useState<ProviderName>();
  const { state, retry } = usePayment(props, chosen);
  const latest = useRef(props);
  latest.current = props;

  const close = useCallback(() => {
    if (!submitting) latest.current.onClose();
  }, [submitting]);
  const dialog = useDialog();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else {
      dialog.keepFocusInside(event.nativeEvent);
    }
  };

  const known = state.payment ?? undefined;
  const name = known?.orderName ?? props.plan?.name;
  const amount = known?.amount ?? props.plan?.amount;
  const currency = known?.currency ?? props.plan?.currency ?? 'KRW';
  return (
    <div
      className="gy-root gy-overlay"
      data-theme={props.theme === 'system' ? undefined : props.theme}
      lang={locale}
    >
      <div
        className="gy-dialog"
        role="dialog"
        aria-modal="true"
        aria-labelledby="gy-dialog-title"
        data-testid="payment-modal"
        ref={dialog.element}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        <header className="gy-dialog-head">
          <h1 id="gy-dialog-title">{t('pay.title')}</h1>
          <button
            type="button"
            className="gy-icon-button"
            aria-label={t('pay.close')}
            disabled={submitting}
            onClick={close}
          >
            <Icon name="cross" />
          </button>
        </header>
        <div className="gy-dialog-body">
          {known && (state.testMode ?? isTest(known.checkout)) && <TestRibbon />}
          {name !== undefined && amount !== undefined && (
            <OrderSummary
              name={name}
              amount={amount}
              currency={currency}
              vat={vatOf(props.plan as Plan | undefined, amount)}
            />
          )}
          {state.offered.length > 1 && (
            <ProviderChoice
              offered={state.offered}
              provider={chosen ?? state.offered[0]!}
              disabled={submitting}
              onChoose={setChosen}
            />
          )}
          {state.problem && <ProblemPanel problem={state.problem} onRetry={retry} />}
          {!known && !state.problem && <Spinner label={t('pay.preparing.long')} />}
          {known && (
            <PaymentForm
              key={known.id}
              payment={known}
              checkout={known.checkout}
              onSubmitting={(leaving) => {
                setSubmitting(leaving);
                if (leaving) props.onResult?.({ kind: 'submitted', paymentId: known.id });
              }}
              onTrouble={(trouble) => {
                if (trouble.kind === 'cancelled') {
                  props.onResult?.({ kind: 'cancelled', paymentId: known.id });
                } else if (trouble.kind === 'failed') {
                  props.onResult?.({ kind: 'failed', code: trouble.code, paymentId: known.id });
                }
              }}
            />
          )}
        </div>
      </div>
    </div>
  );
}

function ProviderChoice(props: {
  offered: ProviderName[];
  provider: ProviderName;
  disabled: boolean;
  onChoose: (provider: ProviderName) => void;
}) {
  const { t } = useWords();
  return (
    <fieldset className="gy-methods gy-providers" disabled={props.disabled}>
      <legend className="gy-section-title">{t('pay.provider.title')}</legend>
      {props.offered.map((provider) => (
        <label key={provider} className="gy-method">
          <input
            type="radio"
            name="provider"
            value={provider}
            checked={props.provider === provider}
            onChange={() => props.onChoose(provider)}
          />
          <Icon name={provider === 'kakaopay' ? 'away' : 'card'} />
          <span className="gy-method-name">
            {t(`pay.provider.${provider}`)}
            <span className="gy-muted gy-small">{t(`pay.provider.hint.${provider}`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface PaymentState {
  payment?: CreatedPayment;
  problem?: Explained;
  /** Who the buyer can choose among; one or none when there is nothing to choose. */
  offered: ProviderName[];
  testMode?: boolean;
}

/**
 * Makes the payment once per intent: a retry after a lost answer repeats the same key, and another
 * provider is another intent, which supersedes the first.
 */
function usePayment(
  props: PaymentModalProps,
  chosen: ProviderName | undefined,
): { state: PaymentState; retry: () => void } {
  const [state, setState] = useState<PaymentState>({ offered: [] });
  const [round, setRound] = useState(0);
  const intent = useRef<{ key: string; provider: ProviderName }>(undefined);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    let live = true;
    const { apiUrl, plan, planId, flow = 'widget', sdk } = latest.current;
    const api = createApi({
      baseUrl: apiUrl,
      getToken: () => latest.current.token ?? latest.current.getToken?.(),
    });
    const create = async () => {
      // React's strict mode runs an effect twice; the first run is already over at this point, so
      // one opening never sends two requests.
      await Promise.resolve();
      if (!live) return;
      setState(({ offered }) => ({ offered }));
      try {
        const id = plan?.id ?? planId;
        if (id === undefined) throw new TypeError('PaymentModal needs `plan` or `planId`');
        const offered = latest.current.provider ? [] : await offeredFor(api, id);
        const provider = latest.current.provider ?? chosen ?? offered[0] ?? 'toss';
        if (!live) return;
        setState((current) => ({ ...current, offered }));
        if (intent.current?.provider !== provider) intent.current = { key: newIntentKey(), provider };
        const more = provider === 'toss' ? { flow, ...(sdk ? { sdk } : {}) } : {};
        const payment = await api.createPayment(
          { planId: id, provider, ...more },
          intent.current.key,
        );
        if (live) setState((current) => ({ ...current, payment }));
        if (isTest(payment.checkout) !== undefined) return;
        const config = await api.config().catch(() => undefined);
        if (live && config) setState((now) => ({ ...now, testMode: config.mode !== 'live' }));
      } catch (error) {
        if (!live) return;
        if (error instanceof TypeError) throw error;
        if (isSettled(error)) intent.current = undefined;
        const problem = explainError(error);
        setState((current) => ({ ...current, problem }));
        latest.current.onResult?.({
          kind: 'failed',
          code: problem.code,
          ...(problem.paymentId ? { paymentId: problem.paymentId } : {}),
        });
      }
    };
    void create();
    return () => {
      live = false;
    };
  }, [chosen, round]);

  const retry = useCallback(() => setRound((value) => value + 1), []);
  return { state, retry };
}

/** Whom the server offers for this plan, as far as these pages know them; none when it does not say. */
async function offeredFor(
  api: ReturnType<typeof createApi>,
  planId: string,
): Promise<ProviderName[]> {
  try {
    const { data } = await api.methods(planId);
    const offered = new Set(data.map(({ provider }) => provider));
    return PROVIDERS.filter((provider) => offered.has(provider));
  } catch {
    // The order itself is what matters; its own request tells what is wrong.
    return [];
  }
}

/** Whether the server has decided: only then is trying again an intent of its own. */
function isSettled(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    error.status < 500 &&
    error.problem.code !== 'idempotency_in_progress'
  );
}
