// What the hosted checkout knows about its payment, kept up to date: load, confirm once, then look
// again for as long as the payment can change by itself. Pages only draw what this returns.

import { useCallback, useEffect, useRef, useState } from 'react';

import {
  ApiError,
  type Api,
  type CheckoutSession,
  type ConfirmPayment,
  type Payment,
} from '../../shared/api.ts';
import { isOpen, pollDelayMs } from '../../shared/status.ts';
import { hideProof, type Brought, type Route } from './route.ts';

export interface Session {
  loaded?: CheckoutSession;
  /** Whether no real money moves here; unknown until the server has said so. */
  testMode?: boolean;
  /** The load failed and there is nothing to show. */
  loadError?: unknown;
  /** The confirm was refused: no provider was asked. */
  confirmError?: ApiError;
  /** The confirm is running, or its answer was lost. */
  confirming: boolean;
  /** A later look at the payment failed; the next one is already planned. */
  lookFailed: boolean;
  /** How often the payment was looked at since it was opened. */
  looks: number;
}

const EMPTY: Session = { confirming: false, lookFailed: false, looks: 0 };

// Server errors that prove that no provider was asked.
const NOT_SENT = new Set(['provider_unreachable', 'stopping']);

function isRefusal(error: ApiError): boolean {
  return error.status < 500 || NOT_SENT.has(error.problem.code);
}

/** Whether what came back is about this order, as far as it says. */
export function isOf(brought: Brought, payment: Payment): boolean {
  return 'pgToken' in brought || brought.orderId === payment.orderId;
}

function confirmOf(brought: Brought, { payment }: CheckoutSession): ConfirmPayment {
  return 'pgToken' in brought ? { ...brought, orderId: payment.orderId } : brought;
}

/** Runs the session of `route` and draws again whenever something is learned. */
export function useSession(api: Api, route: Route): { session: Session; reload: () => void } {
  const [session, setSession] = useState<Session>(EMPTY);
  const [round, setRound] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (route.page === 'none') return;
    let live = true;
    const update = (change: Partial<Session>) => {
      if (live) setSession((current) => ({ ...current, ...change }));
    };
    const settle = (payment: Payment) =>
      setSession((current) =>
        current.loaded && live
          ? { ...current, loaded: { ...current.loaded, payment }, confirming: false }
          : current,
      );

    const lookAgain = (looks: number) => {
      timer.current = setTimeout(async () => {
        if (!live) return;
        try {
          const loaded = await api.checkout(route.token);
          if (!live) return;
          update({ loaded, looks: looks + 1, lookFailed: false, confirming: false });
          if (isOpen(loaded.payment.status)) lookAgain(looks + 1);
        } catch {
          update({ looks: looks + 1, lookFailed: true });
          if (live) lookAgain(looks + 1);
        }
      }, pollDelayMs(looks));
    };

    const confirm = async (loaded: CheckoutSession): Promise<void> => {
      if (route.page !== 'success' || !route.confirm) return;
      update({ confirming: true });
      try {
        const payment = await api.confirmCheckout(route.token, confirmOf(route.confirm, loaded));
        hideProof();
        settle(payment);
        if (isOpen(payment.status)) lookAgain(0);
      } catch (error) {
        if (!(error instanceof ApiError) || !isRefusal(error)) {
          // Money: no answer says nothing about the money. The buyer sees "checking" until the
          // server knows, never "failed". Guarded by "a lost confirm is shown as being checked".
          update({ confirming: true, lookFailed: true });
          lookAgain(0);
          return;
        }
        hideProof();
        await look(loaded, error);
      }
    };

    /** After a refused confirm: the payment itself decides what the buyer sees. */
    const look = async (loaded: CheckoutSession, refusal: ApiError) => {
      try {
        const latest = await api.checkout(route.token);
        update({ loaded: latest, confirming: false, confirmError: refusal });
        if (isOpen(latest.payment.status)) lookAgain(0);
      } catch {
        update({ loaded, confirming: false, confirmError: refusal });
      }
    };

    const start = async () => {
      await Promise.resolve();
      if (!live) return;
      setSession(EMPTY);
      void api.config().then(
        (config) => update({ testMode: config.mode !== 'live' }),
        () => {},
      );
      try {
        const loaded = await api.checkout(route.token);
        if (!live) return;
        const { status } = loaded.payment;
        const belongs =
          route.page === 'success' && !!route.confirm && isOf(route.confirm, loaded.payment);
        const mayConfirm = belongs && (status === 'pending' || status === 'processing');
        update({ loaded, confirming: mayConfirm });
        if (mayConfirm) await confirm(loaded);
        else if (isOpen(status)) lookAgain(0);
      } catch (error) {
        update({ loadError: error });
      }
    };
    void start();
    return () => {
      live = false;
      clearTimeout(timer.current);
    };
  }, [api, route, round]);

  // Starting over is also how a confirm is repeated: the server answers a repeat like the first.
  const reload = useCallback(() => setRound((value) => value + 1), []);
  return { session, reload };
}
