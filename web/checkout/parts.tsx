// The small pieces the checkout's pages and the modal share.

import { useEffect, useRef, useState, type ReactNode } from 'react';

import type { Plan } from '../shared/api.ts';
import { useWords } from '../shared/i18n.tsx';
import { vatIncluded } from '../shared/money.ts';
import type { Explained } from './problems.ts';

export function OrderSummary(props: {
  name: string;
  amount: number;
  currency: string;
  vat?: number | undefined;
  merchant?: string | undefined;
  description?: string | undefined;
}) {
  const { t, money } = useWords();
  const { amount, currency } = props;
  return (
    <section className="gy-summary" aria-labelledby="gy-summary-title">
      <h2 id="gy-summary-title" className="gy-section-title">
        {t('order.title')}
      </h2>
      <p className="gy-summary-name">{props.name}</p>
      {props.description && <p className="gy-muted">{props.description}</p>}
      <dl className="gy-facts">
        {props.merchant && <Fact name={t('order.merchant')}>{props.merchant}</Fact>}
        <div className="gy-fact gy-total">
          <dt>{t('order.total')}</dt>
          <dd>
            <strong data-testid="total">{money({ amount, currency })}</strong>
            <span className="gy-muted" data-testid="vat">
              {t('order.vat', {
                vat: money({ amount: props.vat ?? vatIncluded(amount), currency }),
              })}
            </span>
          </dd>
        </div>
      </dl>
    </section>
  );
}

export function vatOf(plan: Plan | undefined, amount: number): number {
  return plan?.vat ?? vatIncluded(amount);
}

export function Fact(props: { name: string; children: ReactNode }) {
  return (
    <div className="gy-fact">
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

export function TestRibbon() {
  const { t } = useWords();
  return (
    <p className="gy-ribbon" data-testid="test-mode">
      <Icon name="flask" />
      {t('mode.test')}
    </p>
  );
}

export function Spinner(props: { label: string }) {
  return (
    <p className="gy-spinner" role="status">
      <span className="gy-spinner-dot" aria-hidden="true" />
      <span>{props.label}</span>
    </p>
  );
}

/** A failed call, explained, with what the buyer can do about it. */
export function ProblemPanel(props: {
  problem: Explained;
  onRetry?: (() => void) | undefined;
  children?: ReactNode;
}) {
  const { t } = useWords();
  const { problem } = props;
  return (
    <div className="gy-problem" role="alert" data-testid="problem" data-code={problem.code}>
      <p className="gy-problem-title">{t(problem.title)}</p>
      <p>{t(problem.text)}</p>
      {problem.comfort && <p>{t(problem.comfort)}</p>}
      {problem.paymentId && (
        <p className="gy-small">
          {t('error.inProgress.id')} <code>{problem.paymentId}</code>
        </p>
      )}
      {problem.requestId && (
        <p className="gy-small">
          {t('error.requestId')} <code data-testid="request-id">{problem.requestId}</code>
        </p>
      )}
      {props.onRetry && problem.canRetry && (
        <button type="button" className="gy-button gy-secondary" onClick={props.onRetry}>
          {t('pay.retry')}
        </button>
      )}
      {props.children}
    </div>
  );
}

/** Copies `text` and says so; `what` names it for people who do not see the button's row. */
export function CopyButton(props: { text: string; what: string }) {
  const { t } = useWords();
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
      setState('done');
    } catch {
      setState('failed');
    }
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState('idle'), 4_000);
  };

  return (
    <span className="gy-copy">
      <button
        type="button"
        className="gy-chip-button"
        aria-label={t('copy.label', { what: props.what })}
        onClick={copy}
      >
        <Icon name={state === 'done' ? 'check' : 'copy'} />
        {t('copy.action')}
      </button>
      <span role="status" className="gy-copy-note">
        {state === 'done' && t('copy.done')}
        {state === 'failed' && t('copy.failed')}
      </span>
    </span>
  );
}

const ICONS = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  clock: 'M12 6.5V12l3.5 2.5M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  bang: 'M12 6v7.5M12 17.4v.2',
  back: 'M9 7l-5 5 5 5M4.5 12H15a5 5 0 0 1 5 5v1',
  copy: 'M9 9h10v11H9zM15 9V4H5v11h4',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  flask: 'M10 3v6L4.5 19a1.4 1.4 0 0 0 1.2 2h12.6a1.4 1.4 0 0 0 1.2-2L14 9V3M8.5 3h7M7.5 15h9',
  card: 'M3 6h18v12H3zM3 10h18M7 15h3',
  transfer: 'M4 9h14l-4-4M20 15H6l4 4',
  virtual_account: 'M4 10l8-6 8 6M5 20h14M6.5 10v10M12 10v10M17.5 10v10',
  mobile_phone: 'M8 3h8v18H8zM11 18h2',
  away: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
} as const;

export type IconName = keyof typeof ICONS;

/** A line drawing beside words; it never carries meaning alone. */
export function Icon(props: { name: IconName }) {
  return (
    <svg className="gy-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={ICONS[props.name]} />
    </svg>
  );
}
