// Registering and signing in at the shop, which are the server's accounts.

import { useState, type FormEvent } from 'react';

import { explainError, type Explained } from '../checkout/problems.ts';
import { useShop, type ShopContext } from './context.ts';

export function SignIn() {
  const { s, words, api, setAccount } = useShop();
  const [isNew, setIsNew] = useState(true);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Explained>();

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
  if (code === 'sign_in_failed') return s('shop.wrongCredentials');
  if (code === 'email_taken') return s('shop.emailTaken');
  return undefined;
}
