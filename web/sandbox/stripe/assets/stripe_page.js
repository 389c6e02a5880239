// @ts-check
// What the sandbox's pages share: words in two languages, money, calls and messages.

const LANGUAGES = ['ko', 'en'];

/** What the embedding script wrote behind the hash. @returns {any} */
export function hashParams() {
  try {
    return JSON.parse(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return {};
  }
}

/** @returns {'ko' | 'en'} */
export function language() {
  const asked = hashParams().locale?.slice(0, 2);
  const stored = sessionStorage.getItem('language') ?? asked;
  if (stored && LANGUAGES.includes(stored)) return /** @type {'ko' | 'en'} */ (stored);
  return navigator.language.startsWith('ko') ? 'ko' : 'en';
}

/**
 * Fills every `data-text` of the page, and again whenever the language is switched.
 * @param {Record<string, [string, string]>} words Korean, English.
 * @param {() => void} [changed]
 */
export function speak(words, changed) {
  const fill = () => {
    document.documentElement.lang = language();
    for (const each of document.querySelectorAll('[data-text]')) {
      each.textContent = say(words, each.getAttribute('data-text') ?? '');
    }
    changed?.();
  };
  document.querySelector('[data-testid="language"]')?.addEventListener('click', () => {
    sessionStorage.setItem('language', language() === 'ko' ? 'en' : 'ko');
    fill();
  });
  fill();
}

/** @param {Record<string, [string, string]>} words @param {string} key */
export function say(words, key) {
  const pair = words[key];
  return pair ? pair[language() === 'ko' ? 0 : 1] : key;
}

/** @param {number | null} minor @param {string | null} currency */
export function money(minor, currency) {
  if (minor === null || !currency) return '';
  const code = currency.toUpperCase();
  const format = new Intl.NumberFormat(language(), { style: 'currency', currency: code });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 0;
  return format.format(minor / 10 ** digits);
}

/** @template {HTMLElement} T @param {string} name @returns {T} */
export function element(name) {
  const found = document.querySelector(`[data-testid="${name}"]`);
  if (!found) throw new Error(`The page has no ${name}.`);
  return /** @type {T} */ (found);
}

/** @param {Record<string, string | undefined>} fields */
export function formOf(fields) {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== '') form.set(name, value);
  }
  return form;
}

/**
 * Calls the sandbox. Resolves with the answer or `{error}`, also when nothing answers.
 * @param {string} path @param {{ key?: string, form?: URLSearchParams }} [options] @returns {Promise<any>}
 */
export async function call(path, { key, form } = {}) {
  try {
    const response = await fetch(path, {
      method: form ? 'POST' : 'GET',
      headers: {
        'Stripe-Sandbox-Page': '1',
        ...(key ? { Authorization: `Bearer ${key}` } : {}),
        ...(form ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { body: form.toString() } : {}),
    });
    return await response.json();
  } catch {
    return {
      error: {
        type: 'api_connection_error',
        message:
          language() === 'ko' ? '샌드박스에 연결할 수 없습니다.' : 'The sandbox cannot be reached.',
      },
    };
  }
}

/** @param {Record<string, unknown>} message */
export function tell(message) {
  const { id, parent } = hashParams();
  if (!id || !parent || window.parent === window) return;
  window.parent.postMessage({ ...message, stripeSandbox: id }, parent);
}

/** Hears what the shop's page asks of this frame. @param {(message: any) => void} hear */
export function listen(hear) {
  const { id, parent } = hashParams();
  window.addEventListener('message', ({ source, origin, data }) => {
    if (source !== window.parent || origin !== parent || data?.stripeSandbox !== id) return;
    hear(data);
  });
}
