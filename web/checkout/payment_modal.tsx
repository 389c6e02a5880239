// `PaymentModal`: the checkout inside a shop's own page. It makes the payment through the shop's
// Gyeol server, mounts Toss's part, and sends the buyer on; the result pages are the server's.

import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';

import {
  ApiError,
  createApi,
  newIntentKey,
  type CreatedPayment,
  type Plan,
  type TossSdk,
} from '../shared/api.ts';
import { detectLocale, useWords, WordsProvider, type Locale } from '../shared/i18n.tsx';
import type { Theme } from '../shared/theme.ts';
import { useDialog } from './dialog.ts';
import {
  Icon,
  isTestKey,
  OrderSummary,
  ProblemPanel,
  Spinner,
  TestRibbon,
  vatOf,
} from './parts.tsx';
import { PaymentForm } from './payment_form.tsx';
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
  const { state, retry } = usePayment(props);
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
          {known && isTestKey(known.checkout.clientKey) && <TestRibbon />}
          {name !== undefined && amount !== undefined && (
            <OrderSummary
              name={name}
              amount={amount}
              currency={currency}
              vat={vatOf(props.plan as Plan | undefined, amount)}
            />
          )}
          {state.problem && <ProblemPanel problem={state.problem} onRetry={retry} />}
          {!known && !state.problem && <Spinner label={t('pay.preparing.long')} />}
          {known && (
            <PaymentForm
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

interface PaymentState {
  payment?: CreatedPayment;
  problem?: Explained;
}

/** Makes the payment once per intent: a retry after a lost answer repeats the same key. */
function usePayment(props: PaymentModalProps): { state: PaymentState; retry: () => void } {
  const [state, setState] = useState<PaymentState>({});
  const [round, setRound] = useState(0);
  const intentKey = useRef<string>(undefined);
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
      intentKey.current ??= newIntentKey();
      // React's strict mode runs an effect twice; the first run is already over at this point, so
      // one opening never sends two requests.
      await Promise.resolve();
      if (!live) return;
      setState({});
      try {
        const id = plan?.id ?? planId;
        if (id === undefined) throw new TypeError('PaymentModal needs `plan` or `planId`');
        const payment = await api.createPayment(
          { planId: id, provider: 'toss', flow, ...(sdk ? { sdk } : {}) },
          intentKey.current,
        );
        if (live) setState({ payment });
      } catch (error) {
        if (!live) return;
        if (error instanceof TypeError) throw error;
        if (isSettled(error)) intentKey.current = undefined;
        const problem = explainError(error);
        setState({ problem });
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
  }, [round]);

  const retry = useCallback(() => setRound((value) => value + 1), []);
  return { state, retry };
}

/** Whether the server has decided: only then is trying again an intent of its own. */
function isSettled(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    error.status < 500 &&
    error.problem.code !== 'idempotency_in_progress'
  );
}
