// The buyer's own payments.

import { useCallback, useEffect, useState } from 'react';

import { ProblemPanel, Spinner } from '../checkout/parts.tsx';
import { explainError, type Explained } from '../checkout/problems.ts';
import type { Payment } from '../shared/api.ts';
import { toneOf } from '../shared/status.ts';
import { isSignedOut, useShop } from './context.ts';

export function Payments() {
  const { s, words, api, account, setAccount } = useShop();
  const [payments, setPayments] = useState<Payment[]>();
  const [cursor, setCursor] = useState<string>();
  const [problem, setProblem] = useState<Explained>();

  const load = useCallback(
    async (from?: string) => {
      setProblem(undefined);
      try {
        const page = await api.payments(from);
        setPayments((known) => (from && known ? [...known, ...page.data] : page.data));
        setCursor(page.nextCursor);
      } catch (error) {
        setProblem(explainError(error));
        if (isSignedOut(error)) setAccount(undefined);
      }
    },
    [api, setAccount],
  );
  useEffect(() => {
    if (account) void load();
  }, [account, load]);

  if (!account) {
    return (
      <>
        <h1>{s('shop.payments')}</h1>
        <p className="shop-notice">
          {s('shop.signinFirst')} <a href="#/signin">{s('shop.signin')}</a>
        </p>
      </>
    );
  }
  return (
    <>
      <div className="shop-title-row">
        <h1>{s('shop.payments')}</h1>
        <button type="button" className="gy-button gy-secondary" onClick={() => void load()}>
          {s('shop.refresh')}
        </button>
      </div>
      {problem && <ProblemPanel problem={problem} onRetry={() => void load()} />}
      {!payments && !problem && <Spinner label={words.t('loading')} />}
      {payments?.length === 0 && <p className="shop-notice">{s('shop.paymentsEmpty')}</p>}
      <ul className="shop-payments" data-testid="payments">
        {payments?.map((payment) => (
          <li key={payment.id} data-payment={payment.id} data-status={payment.status}>
            <div>
              <p className="shop-payment-name">{payment.orderName}</p>
              <p className="gy-muted gy-small">{words.time(payment.createdAt)}</p>
              <p className="gy-muted gy-small">
                <code>{payment.orderId}</code>
              </p>
            </div>
            <div className="shop-payment-end">
              <p className="shop-payment-amount">{words.money(payment)}</p>
              <p className={`shop-chip shop-chip-${toneOf(payment.status)}`}>
                {words.t(`status.${payment.status}`)}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {cursor && (
        <button type="button" className="gy-button gy-secondary" onClick={() => void load(cursor)}>
          {s('shop.more')}
        </button>
      )}
    </>
  );
}
