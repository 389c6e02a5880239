// K-TEST, a made-up shop on its own origin: a React application that uses `PaymentModal` exactly as
// a customer of the library would.

import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  type FormEvent,
} from 'react';

import { PaymentModal } from '../checkout/index.ts';
import { ProblemPanel, Spinner } from '../checkout/parts.tsx';
import { explainError, type Explained } from '../checkout/problems.ts';
import { newIntentKey, type Api, type Payment, type Plan, type TossSdk } from '../shared/api.ts';
import {
  detectLocale,
  rememberLocale,
  translate,
  WordsProvider,
  wordsFor,
  type Locale,
  type Words,
} from '../shared/i18n.tsx';
import { toneOf } from '../shared/status.ts';
import { apiFor, findApiUrl, storeAccount, storedAccount, type Account } from './account.ts';
import { shopWord, type ShopKey } from './words.ts';

interface ShopContext {
  words: Words;
  s: (key: ShopKey, parameters?: Record<string, string>) => string;
  api: Api;
  apiUrl: string;
  account: Account | undefined;
  setAccount: (account: Account | undefined) => void;
}

const Context = createContext<ShopContext | undefined>(undefined);

function useShop(): ShopContext {
  const shop = useContext(Context);
  if (!shop) throw new Error('outside of the shop');
  return shop;
}

export function Shop() {
  const [locale, setLocale] = useState<Locale>(detectLocale);
  const [apiUrl, setApiUrl] = useState<string>();
  const [problem, setProblem] = useState<Explained>();
  const [account, setAccount] = useState(storedAccount);
  const route = useHash();

  const connect = useCallback(() => {
    setProblem(undefined);
    findApiUrl().then(setApiUrl, (error: unknown) => setProblem(explainError(error)));
  }, []);
  useEffect(connect, [connect]);
  useEffect(() => {
    document.documentElement.lang = locale;
    document.title = shopWord(locale, 'shop.title');
  }, [locale]);

  const shop = useMemo<ShopContext | undefined>(
    () =>
      apiUrl === undefined
        ? undefined
        : {
            words: wordsFor(locale),
            s: (key, parameters) => shopWord(locale, key, parameters),
            api: apiFor(apiUrl),
            apiUrl,
            account,
            setAccount: (next) => {
              storeAccount(next);
              setAccount(next);
            },
          },
    [apiUrl, locale, account],
  );

  return (
    <WordsProvider locale={locale}>
      <div className="gy-root shop">
        {shop ? (
          <Context.Provider value={shop}>
            <ShopHead
              route={route}
              onLocale={(chosen) => {
                rememberLocale(chosen);
                setLocale(chosen);
              }}
            />
            <main className="shop-main">
              {route === '/signin' ? (
                <SignIn />
              ) : route === '/payments' ? (
                <Payments />
              ) : (
                <Plans />
              )}
            </main>
            <footer className="shop-foot">{shop.s('shop.demo')}</footer>
          </Context.Provider>
        ) : (
          <main className="shop-main">
            <h1 className="shop-logo">K-TEST</h1>
            {problem ? (
              <ProblemPanel problem={problem} onRetry={connect} />
            ) : (
              <Spinner label={translate(locale, 'loading')} />
            )}
          </main>
        )}
      </div>
    </WordsProvider>
  );
}

function ShopHead(props: { route: string; onLocale: (locale: Locale) => void }) {
  const { s, words, api, account, setAccount } = useShop();
  const signOut = () => {
    void api.logout().catch(() => {});
    setAccount(undefined);
  };
  const current = (route: string) => (props.route === route ? ('page' as const) : undefined);
  return (
    <header className="shop-head">
      <a className="shop-logo" href="#/">
        K-TEST
      </a>
      <nav className="shop-nav">
        <a href="#/" aria-current={current('/')}>
          {s('shop.nav.plans')}
        </a>
        <a href="#/payments" aria-current={current('/payments')}>
          {s('shop.nav.payments')}
        </a>
        <a href="./embed.html">{s('shop.nav.embed')}</a>
      </nav>
      <div className="shop-account">
        <button
          type="button"
          className="shop-link"
          lang={words.locale === 'ko' ? 'en' : 'ko'}
          onClick={() => props.onLocale(words.locale === 'ko' ? 'en' : 'ko')}
        >
          {words.locale === 'ko' ? 'English' : '한국어'}
        </button>
        {account ? (
          <>
            <span data-testid="account-name">{s('shop.signedInAs', { name: account.name })}</span>
            <button type="button" className="shop-link" onClick={signOut}>
              {s('shop.signout')}
            </button>
          </>
        ) : (
          <a className="shop-link" href="#/signin">
            {s('shop.signin')}
          </a>
        )}
      </div>
    </header>
  );
}

interface FlowChoice {
  name: string;
  label: ShopKey;
  flow: 'widget' | 'window';
  sdk: TossSdk;
}

const FLOWS: [FlowChoice, ...FlowChoice[]] = [
  { name: 'widget-v2', label: 'shop.flow.widgetV2', flow: 'widget', sdk: 'v2' },
  { name: 'widget-v1', label: 'shop.flow.widgetV1', flow: 'widget', sdk: 'v1' },
  { name: 'window', label: 'shop.flow.window', flow: 'window', sdk: 'v2' },
];

function Plans() {
  const { s, words, api, apiUrl, account } = useShop();
  const plans = useLoaded(useCallback(() => api.plans(), [api]));
  const [buying, setBuying] = useState<Plan>();
  const [choice, setChoice] = useState<FlowChoice>(FLOWS[0]);
  const [problem, setProblem] = useState<Explained>();

  const buy = (plan: Plan) => {
    if (account) setBuying(plan);
    else location.hash = '#/signin';
  };
  const openHosted = async (plan: Plan) => {
    if (!account) {
      location.hash = '#/signin';
      return;
    }
    setProblem(undefined);
    try {
      const payment = await api.createPayment(
        { planId: plan.id, provider: 'toss', flow: choice.flow, sdk: choice.sdk },
        newIntentKey(),
      );
      location.assign(payment.checkout.url);
    } catch (error) {
      setProblem(explainError(error));
    }
  };

  return (
    <>
      <section className="shop-hero">
        <h1>{s('shop.tagline')}</h1>
        <p className="shop-lead">{s('shop.intro')}</p>
      </section>
      {problem && <ProblemPanel problem={problem} />}
      {plans.problem && <ProblemPanel problem={plans.problem} onRetry={plans.reload} />}
      {!plans.value && !plans.problem && <Spinner label={words.t('loading')} />}
      <h2 className="gy-hidden">{s('shop.plans')}</h2>
      <ul className="shop-plans" data-testid="plans">
        {plans.value?.data.map((plan) => (
          <li key={plan.id} className="shop-plan" data-plan={plan.id}>
            <h3>{plan.name}</h3>
            {plan.description && <p className="gy-muted">{plan.description}</p>}
            <p className="shop-price">
              {words.money(plan)} <span className="gy-muted">{s('shop.once')}</span>
            </p>
            <button
              type="button"
              className="gy-button gy-primary"
              aria-label={s('shop.buy', { name: plan.name })}
              onClick={() => buy(plan)}
            >
              {s('shop.buyShort')}
            </button>
            <button
              type="button"
              className="shop-link"
              aria-label={s('shop.hostedFor', { name: plan.name })}
              onClick={() => void openHosted(plan)}
            >
              {s('shop.hosted')}
            </button>
          </li>
        ))}
      </ul>
      <details className="shop-developer">
        <summary>{s('shop.developer')}</summary>
        <fieldset>
          <legend className="gy-muted">{s('shop.developerHint')}</legend>
          {FLOWS.map((flow) => (
            <label key={flow.name}>
              <input
                type="radio"
                name="flow"
                value={flow.name}
                checked={choice.name === flow.name}
                onChange={() => setChoice(flow)}
              />
              {s(flow.label)}
            </label>
          ))}
        </fieldset>
      </details>
      {buying && account && (
        <PaymentModal
          open
          onClose={() => setBuying(undefined)}
          plan={buying}
          apiUrl={apiUrl}
          token={account.token}
          flow={choice.flow}
          sdk={choice.sdk}
          locale={words.locale}
        />
      )}
    </>
  );
}

function SignIn() {
  const { s, words, api, setAccount } = useShop();
  const [isNew, setIsNew] = useState(true);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Explained & { detail?: string | undefined }>();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    const email = String(form.get('email'));
    const password = String(form.get('password'));
    setBusy(true);
    setProblem(undefined);
    try {
      const { user, token } = isNew
        ? await api.register({ email, password, name: String(form.get('name')) })
        : await api.login({ email, password });
      setAccount({ token, name: user.name });
      location.hash = '#/';
    } catch (error) {
      setProblem(explainError(error));
      setBusy(false);
    }
  };

  return (
    <section className="shop-signin">
      <h1>{s(isNew ? 'shop.register' : 'shop.signin')}</h1>
      <form onSubmit={(event) => void submit(event)}>
        {isNew && (
          <label>
            <span>{s('shop.name')}</span>
            <input name="name" autoComplete="name" required maxLength={100} />
          </label>
        )}
        <label>
          <span>{s('shop.email')}</span>
          <input name="email" type="email" autoComplete="email" required />
        </label>
        <label>
          <span>{s('shop.password')}</span>
          <input
            name="password"
            type="password"
            autoComplete={isNew ? 'new-password' : 'current-password'}
            minLength={isNew ? 8 : undefined}
            aria-describedby={isNew ? 'password-hint' : undefined}
            required
          />
          {isNew && (
            <span id="password-hint" className="gy-muted gy-small">
              {s('shop.passwordHint')}
            </span>
          )}
        </label>
        {problem && (
          <div className="gy-problem" role="alert" data-code={problem.code}>
            <p>{signInProblem(problem.code, s) ?? words.t(problem.text)}</p>
          </div>
        )}
        <button type="submit" className="gy-button gy-primary" disabled={busy}>
          {s(isNew ? 'shop.register' : 'shop.signin')}
        </button>
      </form>
      <button
        type="button"
        className="shop-link"
        onClick={() => {
          setIsNew(!isNew);
          setProblem(undefined);
        }}
      >
        {s(isNew ? 'shop.haveAccount' : 'shop.noAccount')}
      </button>
    </section>
  );
}

function signInProblem(code: string, s: ShopContext['s']): string | undefined {
  if (code === 'unauthorized' || code === 'invalid_credentials') return s('shop.wrongCredentials');
  if (code === 'email_taken' || code === 'conflict') return s('shop.emailTaken');
  return undefined;
}

function Payments() {
  const { s, words, api, account } = useShop();
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
      }
    },
    [api],
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
        <button
          type="button"
          className="gy-button gy-secondary"
          onClick={() => void load(cursor)}
        >
          {s('shop.more')}
        </button>
      )}
    </>
  );
}

/** Runs `load` and keeps its answer; `reload` runs it again. */
function useLoaded<T>(load: () => Promise<T>) {
  const [value, setValue] = useState<T>();
  const [problem, setProblem] = useState<Explained>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    let live = true;
    setProblem(undefined);
    load().then(
      (loaded) => live && setValue(loaded),
      (error: unknown) => live && setProblem(explainError(error)),
    );
    return () => {
      live = false;
    };
  }, [load, round]);
  return { value, problem, reload: () => setRound((current) => current + 1) };
}

function useHash(): string {
  const read = () => location.hash.replace(/^#/, '') || '/';
  const [hash, setHash] = useState(read);
  useEffect(() => {
    const onChange = () => {
      setHash(read());
      window.scrollTo(0, 0);
    };
    window.addEventListener('hashchange', onChange);
    return () => window.removeEventListener('hashchange', onChange);
  }, []);
  return hash;
}
