// The pages a payment can end on. Each says what happened, whether money moved, and what to do now.

import { createContext, useContext, useEffect, type ReactNode } from 'react';

import type { ApiError, Payment } from '../../shared/api.ts';
import { useWords, type MessageKey } from '../../shared/i18n.tsx';
import { safeUrl } from '../../shared/links.ts';
import type { Tone } from '../../shared/status.ts';
import { CopyButton, Fact, Icon, Spinner, type IconName } from '../parts.tsx';
import { reasonKey, shownCode, type Explained } from '../problems.ts';

/** Says `text` to people who do not see that the page has changed. */
export const Announce = createContext<(text: string) => void>(() => {});

interface ResultProps {
  payment: Payment;
  returnUrl: string | undefined;
  lookFailed: boolean;
}

// How many looks pass before the buyer is told that it takes long: about a minute.
const LOOKS_UNTIL_LONG = 7;

export function SuccessView(props: ResultProps) {
  const { t, time } = useWords();
  const { payment } = props;
  const receipt = safeUrl(payment.receiptUrl);
  return (
    <Result view="success" tone="good" icon="check" title="result.success.title">
      <p>{t('result.success.text', { name: payment.orderName })}</p>
      {payment.status === 'partially_refunded' && <p>{t('result.partlyRefunded.text')}</p>}
      {payment.discrepant && <p className="gy-note">{t('result.discrepant')}</p>}
      <Facts payment={payment}>
        {payment.completedAt && <Fact name={t('result.paidAt')}>{time(payment.completedAt)}</Fact>}
        {payment.paymentMethod !== 'unselected' && (
          <Fact name={t('result.method')}>{t(`method.${payment.paymentMethod}`)}</Fact>
        )}
      </Facts>
      <Actions returnUrl={props.returnUrl} primary>
        {receipt && (
          <a
            className="gy-button gy-secondary"
            href={receipt}
            target="_blank"
            rel="noopener noreferrer"
          >
            {t('result.receipt')}
            <Icon name="away" />
            <span className="gy-hidden">({t('result.newTab')})</span>
          </a>
        )}
      </Actions>
    </Result>
  );
}

export function FailedView(
  props: ResultProps & { code: string | undefined; payAgain?: string | undefined },
) {
  const { t, locale } = useWords();
  const { payment, payAgain } = props;
  const code = shownCode(props.code);
  const cancelled = code === 'PAY_PROCESS_CANCELED' || code === 'USER_CANCEL';
  const reason = cancelled ? 'reason.PAY_PROCESS_CANCELED' : reasonKey(code);
  // The server's own words help when ours know no better; they are Korean.
  const words =
    reason === 'reason.generic' && locale === 'ko' ? payment.failure?.message : undefined;
  return (
    <Result
      view="failed"
      tone={cancelled ? 'neutral' : 'bad'}
      icon={cancelled ? 'back' : 'cross'}
      title={cancelled ? 'result.cancelled.buyer' : 'result.failed.title'}
    >
      <p data-testid="reason">{words ?? t(reason)}</p>
      {!cancelled && <p>{t('result.failed.safe')}</p>}
      {!payAgain && <p>{t('result.failed.again')}</p>}
      <Facts payment={payment}>
        {code && !cancelled && (
          <Fact name={t('result.reason')}>
            <code>{code}</code>
          </Fact>
        )}
      </Facts>
      <Actions returnUrl={props.returnUrl} payAgain={payAgain} primary />
    </Result>
  );
}

export function DepositView(props: ResultProps) {
  const { t, money, time } = useWords();
  const { payment } = props;
  const account = payment.virtualAccount;
  return (
    <Result view="deposit" tone="progress" icon="clock" title="deposit.title">
      <p>{t('deposit.text')}</p>
      {account ? (
        <dl className="gy-facts gy-account" data-testid="virtual-account">
          <Fact name={t('deposit.bank')}>{account.bank}</Fact>
          <Fact name={t('deposit.account')}>
            <strong data-testid="account-number">{account.accountNumber}</strong>{' '}
            <CopyButton text={account.accountNumber} what={t('deposit.account')} />
          </Fact>
          <Fact name={t('deposit.holder')}>{account.holder}</Fact>
          <Fact name={t('deposit.amount')}>
            <strong>{money(payment)}</strong>{' '}
            <CopyButton text={String(payment.amount)} what={t('deposit.amount')} />
          </Fact>
          <Fact name={t('deposit.due')}>
            <time dateTime={account.dueAt}>{time(account.dueAt)}</time>
          </Fact>
        </dl>
      ) : (
        <p className="gy-muted">{t('deposit.preparing')}</p>
      )}
      <Watching label={t('deposit.watching')} lookFailed={props.lookFailed} />
      <Facts payment={payment} withoutAmount />
      <Actions returnUrl={props.returnUrl} />
    </Result>
  );
}

export function CheckingView(props: ResultProps & { looks: number }) {
  const { t } = useWords();
  return (
    <Result view="checking" tone="progress" icon="clock" title="result.checking.title">
      <p>{t('result.checking.text')}</p>
      <p>{t('result.checking.safe')}</p>
      {props.looks >= LOOKS_UNTIL_LONG && <p className="gy-note">{t('result.checking.long')}</p>}
      <Watching label={t('result.checking.title')} lookFailed={props.lookFailed} />
      <Facts payment={props.payment} />
    </Result>
  );
}

export function ExpiredView(props: ResultProps) {
  const { t } = useWords();
  const wasDeposit = props.payment.paymentMethod === 'virtual_account';
  return (
    <Result view="expired" tone="neutral" icon="clock" title="result.expired.title">
      <p>{t(wasDeposit ? 'result.expired.deposit' : 'result.expired.text')}</p>
      <Facts payment={props.payment} />
      <Actions returnUrl={props.returnUrl} primary />
    </Result>
  );
}

export function CancelledView(props: ResultProps) {
  const { t } = useWords();
  return (
    <Result view="cancelled" tone="neutral" icon="cross" title="result.cancelled.title">
      <p>{t('result.cancelled.text')}</p>
      <Facts payment={props.payment} />
      <Actions returnUrl={props.returnUrl} primary />
    </Result>
  );
}

export function RefundedView(props: ResultProps) {
  const { t } = useWords();
  return (
    <Result view="refunded" tone="neutral" icon="back" title="result.refunded.title">
      <p>{t('result.refunded.text')}</p>
      <Facts payment={props.payment} />
      <Actions returnUrl={props.returnUrl} primary />
    </Result>
  );
}

export function MismatchView(
  props: ResultProps & { error: ApiError | undefined; payAgain: string },
) {
  const { t } = useWords();
  const requestId = props.error?.problem.requestId;
  return (
    <Result view="mismatch" tone="bad" icon="bang" title="result.mismatch.title">
      <p>{t('result.mismatch.text')}</p>
      <Facts payment={props.payment}>
        {props.error && (
          <Fact name={t('result.reason')}>
            <code>{props.error.problem.code}</code>
          </Fact>
        )}
        {requestId && (
          <Fact name={t('error.requestId')}>
            <code data-testid="request-id">{requestId}</code>
          </Fact>
        )}
      </Facts>
      <Actions returnUrl={props.returnUrl} payAgain={props.payAgain} primary />
    </Result>
  );
}

export function NotSentView(
  props: ResultProps & { onRetry: () => void; payAgain: string; error: ApiError | undefined },
) {
  const { t } = useWords();
  const requestId = props.error?.problem.requestId;
  return (
    <Result view="not_sent" tone="neutral" icon="bang" title="result.notSent.title">
      <p>{t('result.notSent.text')}</p>
      <Facts payment={props.payment}>
        {requestId && (
          <Fact name={t('error.requestId')}>
            <code data-testid="request-id">{requestId}</code>
          </Fact>
        )}
      </Facts>
      <div className="gy-actions">
        <button type="button" className="gy-button gy-primary" onClick={props.onRetry}>
          {t('pay.retry')}
        </button>
        <a className="gy-button gy-secondary" href={props.payAgain}>
          {t('result.retry')}
        </a>
      </div>
    </Result>
  );
}

export function NotFoundView(props: { problem?: Explained }) {
  const { t } = useWords();
  return (
    <Result view="not_found" tone="neutral" icon="bang" title="result.notFound.title">
      <p>{t('result.notFound.text')}</p>
      {props.problem?.requestId && (
        <p className="gy-small gy-muted">
          {t('error.requestId')} <code>{props.problem.requestId}</code>
        </p>
      )}
    </Result>
  );
}

function Result(props: {
  view: string;
  tone: Tone;
  icon: IconName;
  title: MessageKey;
  children: ReactNode;
}) {
  const { t } = useWords();
  const announce = useContext(Announce);
  const title = t(props.title);
  useEffect(() => {
    document.title = title;
    announce(title);
  }, [title, announce]);
  return (
    <section
      className={`gy-card gy-result gy-tone-${props.tone}`}
      aria-labelledby="gy-result-title"
      data-testid="result"
      data-view={props.view}
    >
      <span className="gy-result-icon">
        <Icon name={props.icon} />
      </span>
      <h1 id="gy-result-title">{title}</h1>
      {props.children}
    </section>
  );
}

function Facts(props: { payment: Payment; withoutAmount?: boolean; children?: ReactNode }) {
  const { t, money } = useWords();
  const { payment } = props;
  return (
    <dl className="gy-facts gy-result-facts">
      <Fact name={t('order.item')}>{payment.orderName}</Fact>
      {!props.withoutAmount && (
        <Fact name={t('order.total')}>
          <strong data-testid="amount">{money(payment)}</strong>
        </Fact>
      )}
      {props.children}
      <Fact name={t('order.id')}>
        <code data-testid="order-id">{payment.orderId}</code>{' '}
        <CopyButton text={payment.orderId} what={t('order.id')} />
      </Fact>
    </dl>
  );
}

function Actions(props: {
  returnUrl: string | undefined;
  payAgain?: string | undefined;
  primary?: boolean;
  children?: ReactNode;
}) {
  const { t } = useWords();
  const shopIsMain = props.primary && !props.payAgain;
  return (
    <div className="gy-actions">
      {props.payAgain && (
        <a className="gy-button gy-primary" href={props.payAgain} data-testid="pay-again">
          {t('result.retry')}
        </a>
      )}
      {props.returnUrl && (
        <a
          className={`gy-button ${shopIsMain ? 'gy-primary' : 'gy-secondary'}`}
          href={props.returnUrl}
          data-testid="back-to-shop"
        >
          {t('result.backToShop')}
        </a>
      )}
      {props.children}
    </div>
  );
}

function Watching(props: { label: string; lookFailed: boolean }) {
  const { t } = useWords();
  return (
    <>
      <Spinner label={props.label} />
      {props.lookFailed && (
        <p className="gy-note" role="status" data-testid="look-failed">
          {t('error.offline.keepTrying')}
        </p>
      )}
    </>
  );
}
