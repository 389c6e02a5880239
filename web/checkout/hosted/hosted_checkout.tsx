// The hosted checkout: one page for paying and for every way a payment can end.

import { useEffect, useState } from 'react';

import type { Api, CheckoutSession } from '../../shared/api.ts';
import {
  detectLocale,
  rememberLocale,
  useWords,
  WordsProvider,
  type Locale,
} from '../../shared/i18n.tsx';
import { safeUrl } from '../../shared/links.ts';
import { viewOf } from '../../shared/status.ts';
import { applyTheme, storedTheme, type Theme } from '../../shared/theme.ts';
import { Icon, OrderSummary, ProblemPanel, Spinner, TestRibbon, vatOf } from '../parts.tsx';
import { isTest, PaymentForm } from '../payment_form.tsx';
import { explainError } from '../problems.ts';
import {
  Announce,
  CancelledView,
  CheckingView,
  DepositView,
  ExpiredView,
  FailedView,
  MismatchView,
  NotFoundView,
  NotSentView,
  RefundedView,
  SuccessView,
} from './results.tsx';
import { payPath, type Route } from './route.ts';
import { isOf, useSession, type Session } from './session.ts';

export function HostedCheckout(props: { route: Route; api: Api }) {
  const [locale, setLocale] = useState<Locale>(detectLocale);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return (
    <WordsProvider locale={locale}>
      <Frame
        {...props}
        onLocale={(chosen) => {
          rememberLocale(chosen);
          setLocale(chosen);
        }}
      />
    </WordsProvider>
  );
}

function Frame(props: { route: Route; api: Api; onLocale: (locale: Locale) => void }) {
  const { t } = useWords();
  const { session, reload } = useSession(props.api, props.route);
  const [announced, announce] = useState('');
  const merchant = session.loaded?.merchant.name;
  const testMode = session.testMode ?? (session.loaded && isTest(session.loaded.checkout));
  return (
    <div className="gy-root gy-page">
      <header>
        {testMode && <TestRibbon />}
        <div className="gy-page-head">
          <p className="gy-merchant">{merchant ?? t('page.title')}</p>
          <p className="gy-page-lock">
            <Icon name="lock" />
            {t('page.title')}
          </p>
        </div>
      </header>
      <main className="gy-main">
        <p className="gy-hidden" role="status" data-testid="announcement">
          {announced}
        </p>
        <Announce.Provider value={announce}>
          <Content route={props.route} session={session} reload={reload} />
        </Announce.Provider>
      </main>
      <PageFoot onLocale={props.onLocale} />
    </div>
  );
}

function Content(props: { route: Route; session: Session; reload: () => void }) {
  const { t } = useWords();
  const { route, session, reload } = props;
  if (route.page === 'none') return <NotFoundView />;
  if (session.loadError) {
    const problem = explainError(session.loadError);
    if (problem.title === 'result.notFound.title') return <NotFoundView problem={problem} />;
    return (
      <div className="gy-card">
        <h1 className="gy-hidden">{t('page.title')}</h1>
        <ProblemPanel problem={problem} onRetry={reload} />
      </div>
    );
  }
  if (!session.loaded) {
    return (
      <div className="gy-card">
        <h1 className="gy-hidden">{t('page.title')}</h1>
        <Spinner label={t('loading')} />
      </div>
    );
  }
  return <Settled route={route} session={session} loaded={session.loaded} reload={reload} />;
}

function Settled(props: {
  route: Exclude<Route, { page: 'none' }>;
  session: Session;
  loaded: CheckoutSession;
  reload: () => void;
}) {
  const { route, session, loaded, reload } = props;
  const { payment, checkout, merchant } = loaded;
  const common = { payment, returnUrl: safeUrl(loaded.returnUrl), lookFailed: session.lookFailed };
  if (session.confirming) return <CheckingView {...common} looks={session.looks} />;

  switch (viewOf(payment.status)) {
    case 'checking':
      return <CheckingView {...common} looks={session.looks} />;
    case 'success':
      return <SuccessView {...common} />;
    case 'deposit':
      return <DepositView {...common} />;
    case 'refunded':
      return <RefundedView {...common} />;
    case 'failed':
      return <FailedView {...common} code={payment.failure?.providerCode} />;
    case 'cancelled':
      return <CancelledView {...common} />;
    case 'expired':
      return <ExpiredView {...common} />;
    case 'pay':
      break;
  }

  const payAgain = payPath(route.token);
  if (route.page === 'fail') {
    // What was made ready at Kakao Pay has ended with the buyer's try there: only a new order helps.
    const again = checkout.type === 'redirect' ? undefined : payAgain;
    return <FailedView {...common} code={route.code} payAgain={again} />;
  }
  if (route.page === 'success' && route.confirm) {
    const error = session.confirmError;
    const otherOrder = !isOf(route.confirm, payment);
    if (otherOrder || error?.status === 400 || error?.status === 404) {
      return <MismatchView {...common} error={error} payAgain={payAgain} />;
    }
    if (error?.problem.code === 'payment_expired') return <ExpiredView {...common} />;
    // Stripe said no, and the same payment may be tried again. At Kakao Pay nothing was said yet.
    if (!error && payment.failure && payment.provider === 'stripe')
      return <FailedView {...common} code={payment.failure.code} payAgain={payAgain} />;
    return <NotSentView {...common} error={error} onRetry={reload} payAgain={payAgain} />;
  }
  return <PayView loaded={loaded} key={checkout.url} merchant={merchant.name} />;
}

function PayView(props: { loaded: CheckoutSession; merchant: string }) {
  const { t } = useWords();
  const { payment, plan, checkout } = props.loaded;
  useEffect(() => {
    document.title = `${t('pay.title')} · ${payment.orderName}`;
  }, [t, payment.orderName]);
  return (
    <div className="gy-pay-layout">
      <h1 className="gy-hidden">{t('pay.title')}</h1>
      <OrderSummary
        name={payment.orderName}
        amount={payment.amount}
        currency={payment.currency}
        vat={vatOf(plan, payment.amount)}
        merchant={props.merchant}
        description={plan.description}
      />
      <div className="gy-card">
        <PaymentForm payment={payment} checkout={checkout} />
      </div>
    </div>
  );
}

function PageFoot(props: { onLocale: (locale: Locale) => void }) {
  const { t, locale } = useWords();
  const [theme, setTheme] = useState<Theme>(storedTheme);
  return (
    <footer className="gy-page-foot">
      <label>
        <span>{t('page.language')}</span>
        <select
          value={locale}
          onChange={(event) => props.onLocale(event.currentTarget.value as Locale)}
        >
          <option value="ko" lang="ko">
            한국어
          </option>
          <option value="en" lang="en">
            English
          </option>
        </select>
      </label>
      <label>
        <span>{t('page.theme')}</span>
        <select
          value={theme}
          onChange={(event) => {
            const chosen = event.currentTarget.value as Theme;
            setTheme(chosen);
            applyTheme(chosen);
          }}
        >
          <option value="system">{t('theme.system')}</option>
          <option value="light">{t('theme.light')}</option>
          <option value="dark">{t('theme.dark')}</option>
        </select>
      </label>
      <p>Gyeol</p>
    </footer>
  );
}
