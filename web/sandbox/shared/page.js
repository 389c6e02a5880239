// @ts-check
// What the sandbox's pages share: words in two languages, money, calls and messages.

const LANGUAGES = ['ko', 'en'];

/** @returns {'ko' | 'en'} */
export function language() {
  const stored = sessionStorage.getItem('language');
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
    for (const element of document.querySelectorAll('[data-text]')) {
      element.textContent = say(words, element.getAttribute('data-text') ?? '');
    }
    for (const element of document.querySelectorAll('[data-label]')) {
      element.setAttribute('aria-label', say(words, element.getAttribute('data-label') ?? ''));
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

/** @param {number} amount */
export function money(amount) {
  const number = new Intl.NumberFormat('ko-KR').format(amount);
  return language() === 'ko' ? `${number}원` : `KRW ${number}`;
}

/** @param {string} iso */
export function time(iso) {
  const format = new Intl.DateTimeFormat(language(), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Seoul',
  });
  return format.format(new Date(iso));
}

/**
 * Calls the sandbox. Throws an error with the sandbox's `code` when it refuses.
 * @param {string} path @param {unknown} [body]
 */
export async function call(path, body) {
  const request =
    body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        };
  let response;
  try {
    // From where this file is served, since pages may lie deeper than their provider's prefix.
    response = await fetch(new URL(`../browser/${path}`, import.meta.url), request);
  } catch {
    throw Object.assign(
      new Error(
        language() === 'ko' ? '샌드박스에 연결할 수 없습니다.' : 'The sandbox cannot be reached.',
      ),
      {
        code: 'NETWORK_ERROR',
      },
    );
  }
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.message), { code: answer.code });
  return answer;
}

/** What the embedding script wrote behind the hash. @returns {any} */
export function hashParams() {
  try {
    return JSON.parse(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return {};
  }
}

/** @template {HTMLElement} T @param {string} name @returns {T} */
export function element(name) {
  const found = document.querySelector(`[data-testid="${name}"]`);
  if (!found) throw new Error(`The page has no ${name}.`);
  return /** @type {T} */ (found);
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {string} className @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** @param {{ id?: string, parent?: string }} params @param {Record<string, unknown>} message */
export function tell(params, message) {
  if (!params.id || !params.parent || window.parent === window) return;
  window.parent.postMessage({ ...message, tossSandbox: params.id }, params.parent);
}

export const BANKS = /** @type {const} */ ([
  ['88', '신한은행', 'Shinhan'],
  ['06', 'KB국민은행', 'KB Kookmin'],
  ['20', '우리은행', 'Woori'],
  ['81', '하나은행', 'Hana'],
  ['11', 'NH농협은행', 'NH Nonghyup'],
  ['03', 'IBK기업은행', 'IBK'],
  ['90', '카카오뱅크', 'Kakao Bank'],
  ['92', '토스뱅크', 'Toss Bank'],
]);

/** @param {string} code */
export function bankName(code) {
  const bank = BANKS.find(([each]) => each === code);
  if (!bank) return code;
  return language() === 'ko' ? bank[1] : bank[2];
}
