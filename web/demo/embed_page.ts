// A page without React that uses the embed script, the way any shop could.

import '../shared/fonts.ts';
import '../checkout/checkout.css';
import './shop.css';

import { detectLocale } from '../shared/i18n.tsx';
import { formatMoney } from '../shared/money.ts';
import { applyTheme, storedTheme } from '../shared/theme.ts';
import { apiFor, findApiUrl, storedAccount } from './account.ts';
import { shopWord, type ShopKey } from './words.ts';

async function show(): Promise<void> {
  const locale = detectLocale();
  document.documentElement.lang = locale;
  document.title = shopWord(locale, 'shop.embedTitle');
  for (const element of document.querySelectorAll<HTMLElement>('[data-words]')) {
    element.textContent = shopWord(locale, element.dataset['words'] as ShopKey);
  }
  document.getElementById('signin')!.hidden = storedAccount() !== undefined;

  const apiUrl = await findApiUrl();
  const script = document.createElement('script');
  script.src = `${apiUrl}/embed/payment-modal.js`;
  script.addEventListener('load', () => {
    window.Gyeol?.configure({ locale, getToken: () => storedAccount()?.token });
    document.body.dataset['embed'] = 'ready';
  });
  document.head.append(script);
  document.getElementById('snippet')!.textContent = [
    `<script src="${apiUrl}/embed/payment-modal.js"></script>`,
    '<button data-gyeol-plan="…">…</button>',
  ].join('\n');

  const { data } = await apiFor(apiUrl).plans();
  const list = document.getElementById('plans')!;
  for (const plan of data) {
    const item = document.createElement('li');
    item.className = 'shop-plan';
    const name = document.createElement('h2');
    name.textContent = plan.name;
    const price = document.createElement('p');
    price.className = 'shop-price';
    price.textContent = formatMoney(plan, locale);
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'gy-button gy-primary';
    button.dataset['gyeolPlan'] = plan.id;
    button.textContent = shopWord(locale, 'shop.buyShort');
    button.setAttribute('aria-label', shopWord(locale, 'shop.buy', { name: plan.name }));
    item.append(name, price, button);
    list.append(item);
  }
}

applyTheme(storedTheme());
void show();
