// K-TEST, a made-up shop on its own origin: a React application that uses `PaymentModal` exactly as
// a customer of the library would.

import { useCallback, useEffect, useMemo, useState } from 'react';

import { ProblemPanel, Spinner } from '../checkout/parts.tsx';
import { explainError, type Explained } from '../checkout/problems.ts';
import {
  detectLocale,
  rememberLocale,
  translate,
  WordsProvider,
  wordsFor,
  type Locale,
} from '../shared/i18n.tsx';
import { apiFor, findApiUrl, storeAccount, storedAccount, type Account } from './account.ts';
import { Context, useShop, type ShopContext } from './context.ts';
import { Payments } from './payments.tsx';
import { Plans } from './plans.tsx';
import { SignIn } from './sign_in.tsx';
import { shopWord } from './words.ts';

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
  const changeAccount = useCallback((next: Account | undefined) => {
    storeAccount(next);
    setAccount(next);
  }, []);
  useEffect(() => {
    document.documentElement.lang = locale;
    document.title = shopWord(locale, 'shop.title');
  }, [locale]);

  const api = useMemo(() => (apiUrl === undefined ? undefined : apiFor(apiUrl)), [apiUrl]);
  const shop = useMemo<ShopContext | undefined>(
    () =>
      apiUrl === undefined || api === undefined
        ? undefined
        : {
            words: wordsFor(locale),
            s: (key, parameters) => shopWord(locale, key, parameters),
            api,
            apiUrl,
            account,
            setAccount: changeAccount,
          },
    [apiUrl, api, locale, account, changeAccount],
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
              {route === '/signin' ? <SignIn /> : route === '/payments' ? <Payments /> : <Plans />}
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
