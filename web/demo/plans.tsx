// What the shop sells, and the three ways to open the checkout.

import { useCallback, useEffect, useState } from 'react';

import { PaymentModal } from '../checkout/index.ts';
import { ProblemPanel, Spinner } from '../checkout/parts.tsx';
import { explainError, type Explained } from '../checkout/problems.ts';
import { newIntentKey, type Plan, type TossSdk } from '../shared/api.ts';
import { isSignedOut, useShop } from './context.ts';
import type { ShopKey } from './words.ts';

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

export function Plans() {
  const { s, words, api, apiUrl, account, setAccount } = useShop();
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
      if (isSignedOut(error)) setAccount(undefined);
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
