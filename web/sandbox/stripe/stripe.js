// @ts-check
// The sandbox's stand-in for Stripe.js: the same global, the same members, the same errors. Cards are
// typed into frames of the sandbox and never reach the shop's page, as with the real one.
(() => {
  if (Reflect.get(window, 'Stripe')) return;
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const base = new URL(script.src).href.replace(/\/(endive|v3)\/stripe\.js.*$/, '');
  const origin = new URL(base).origin;
  const READY_MS_MAX = 15_000;
  let frameCount = 0;

  /** @typedef {(value: any) => void} Call */

  /** @param {string} message */
  function misuse(message) {
    return Object.assign(new Error(message), { name: 'IntegrationError' });
  }

  /** @param {string} message @param {string} [code] */
  function apiError(message, code) {
    return { error: { type: 'api_connection_error', message, ...(code ? { code } : {}) } };
  }

  /**
   * Opens a page of the sandbox in a frame and talks to it by messages.
   * @param {string} page @param {Record<string, unknown>} params @param {string} title
   */
  function openFrame(page, params, title) {
    const id = `stripe-${++frameCount}`;
    const frame = document.createElement('iframe');
    frame.title = title;
    // Behind the hash: none of it reaches a server's log.
    const hash = encodeURIComponent(JSON.stringify({ ...params, id, parent: location.origin }));
    frame.src = `${base}/${page}#${hash}`;
    Object.assign(frame.style, { border: '0', width: '100%', display: 'block' });
    /** @type {Map<string, Call[]>} */
    const listeners = new Map();
    /** @type {Map<number, Call>} */
    const waiting = new Map();
    let asked = 0;

    /** @param {MessageEvent} message */
    function receive({ origin: from, source, data }) {
      if (from !== origin || source !== frame.contentWindow || data?.stripeSandbox !== id) return;
      if (data.height) frame.style.height = `${data.height}px`;
      if (data.answers) {
        waiting.get(data.answers)?.(data.value);
        waiting.delete(data.answers);
      }
      for (const call of listeners.get(data.event) ?? []) call(data.value);
    }

    window.addEventListener('message', receive);
    const on = (/** @type {string} */ name, /** @type {Call} */ call) =>
      listeners.set(name, [...(listeners.get(name) ?? []), call]);
    const isReady = new Promise((resolve, reject) => {
      on('ready', resolve);
      setTimeout(() => reject(misuse('The sandbox did not answer.')), READY_MS_MAX);
    });
    isReady.catch(() => {});
    const send = (/** @type {any} */ message) =>
      frame.contentWindow?.postMessage({ ...message, stripeSandbox: id }, origin);
    return {
      frame,
      on,
      /** Without a call all of the event's are dropped. */
      off: (/** @type {string} */ name, /** @type {Call | undefined} */ call) =>
        listeners.set(
          name,
          (listeners.get(name) ?? []).filter((each) => call && each !== call),
        ),
      send,
      /** Sends a command and resolves with the frame's answer. */
      ask: async (/** @type {any} */ message) => {
        await isReady;
        asked += 1;
        const number = asked;
        return new Promise((resolve) => {
          waiting.set(number, resolve);
          send({ ...message, asks: number });
        });
      },
      remove: () => {
        window.removeEventListener('message', receive);
        frame.remove();
      },
    };
  }

  /** @param {string} secret */
  function intentOf(secret) {
    const [, id, kind] = /^((pi|seti)_\w+?)_secret_\w+$/.exec(secret ?? '') ?? [];
    if (!id) throw misuse('The client secret is not in the right form: <id>_secret_<secret>.');
    return { id, secret, kind: kind === 'pi' ? 'payment_intent' : 'setup_intent' };
  }

  /** @param {string} returnUrl @param {any} intent */
  function goBack(returnUrl, intent) {
    const url = new URL(returnUrl);
    url.searchParams.set(intent.object, intent.id);
    url.searchParams.set(`${intent.object}_client_secret`, intent.client_secret);
    const isGood = ['succeeded', 'processing', 'requires_capture'].includes(intent.status);
    url.searchParams.set('redirect_status', isGood ? 'succeeded' : 'failed');
    location.assign(url.href);
    // The page is about to go; a promise that settled would let the shop go on meanwhile.
    return new Promise(() => {});
  }

  /** Shows the authentication over the page; resolves when the customer is done. @param {string} url */
  function coverWith(url) {
    const attempt = new URL(url).searchParams.get('attempt');
    const page = openFrame(`authenticate?attempt=${attempt}`, {}, '3D Secure');
    Object.assign(page.frame.style, {
      position: 'fixed',
      inset: '0',
      height: '100%',
      zIndex: '2147483647',
    });
    document.body.append(page.frame);
    page.frame.focus();
    return new Promise((resolve) => {
      page.on('end', () => {
        page.remove();
        resolve(undefined);
      });
    });
  }

  /** @param {string} key @param {any} options */
  function makeElements(key, options) {
    if ('paymentMethodTypes' in options) {
      throw misuse('paymentMethodTypes is no longer supported; use allowedPaymentMethodTypes.');
    }
    if (options.clientSecret) intentOf(options.clientSecret);
    if (!options.clientSecret && options.mode && options.mode !== 'setup') {
      if (!Number.isInteger(options.amount) || !options.currency) {
        throw misuse('elements() in a mode with money needs amount and currency.');
      }
    }
    /** @type {Map<string, any>} */
    const elements = new Map();

    /** @param {string} type */
    function create(type) {
      if (elements.has(type)) throw misuse(`Can only create one Element of type ${type}.`);
      const { clientSecret, mode, amount, currency, locale } = options;
      const page = openFrame(
        'element',
        { type, key, clientSecret, mode, amount, currency, locale },
        type === 'payment' ? 'Secure payment input frame' : 'Secure card input frame',
      );
      page.frame.style.height = '240px';
      let isMounted = false;
      /** @type {Map<Call, Call>} */
      const wrapped = new Map();
      const element = {
        mount: (/** @type {string | HTMLElement} */ where) => {
          const place = typeof where === 'string' ? document.querySelector(where) : where;
          if (!place) throw misuse(`No element matches ${where}.`);
          place.replaceChildren(page.frame);
          isMounted = true;
        },
        on: (/** @type {string} */ name, /** @type {Call} */ call) => {
          const wrap = (/** @type {any} */ value) => call({ elementType: type, ...value });
          wrapped.set(call, wrap);
          page.on(name, wrap);
          return element;
        },
        once: (/** @type {string} */ name, /** @type {Call} */ call) => {
          let isDone = false;
          return element.on(name, (value) => {
            if (isDone) return;
            isDone = true;
            call(value);
          });
        },
        off: (/** @type {string} */ name, /** @type {Call} */ call) => {
          page.off(name, wrapped.get(call));
          return element;
        },
        update: (/** @type {any} */ more) => page.send({ command: 'update', more }),
        focus: () => page.send({ command: 'focus' }),
        blur: () => page.send({ command: 'blur' }),
        clear: () => page.send({ command: 'clear' }),
        collapse: () => {},
        unmount: () => {
          page.frame.remove();
          isMounted = false;
        },
        destroy: () => {
          page.remove();
          elements.delete(type);
          isMounted = false;
        },
        _elementType: type,
        _ask: (/** @type {any} */ message) => {
          if (!isMounted) throw misuse('The Element is not mounted.');
          return page.ask(message);
        },
      };
      elements.set(type, element);
      return element;
    }

    const typed = () => {
      const found = elements.get('payment') ?? elements.get('card');
      if (!found) throw misuse('elements should have a mounted Payment Element.');
      return found;
    };
    return {
      create,
      getElement: (/** @type {string} */ type) => elements.get(type) ?? null,
      update: (/** @type {any} */ more) => {
        Object.assign(options, more);
        for (const each of elements.values()) each.update(more);
      },
      fetchUpdates: async () => ({}),
      submit: () => typed()._ask({ command: 'submit' }),
      on: () => {},
      off: () => {},
      _clientSecret: () => options.clientSecret,
      _typed: typed,
    };
  }

  /** @param {string} key */
  function makeStripe(key) {
    /** @type {any} */
    let controller;

    /** Calls the API from a frame of the sandbox: the shop's page needs no way to it of its own. */
    function api(/** @type {any} */ message) {
      if (!controller) {
        controller = openFrame('controller', { key }, 'Stripe');
        controller.frame.style.display = 'none';
        document.body.append(controller.frame);
      }
      return controller.ask({ command: 'call', ...message });
    }

    /** @returns {Promise<any>} */
    async function retrieve(/** @type {string} */ secret) {
      const intent = intentOf(secret);
      const path = `${intent.kind}s/${intent.id}?client_secret=${encodeURIComponent(secret)}`;
      const answer = await api({ path });
      return answer.error ? { error: answer.error } : { [camel(intent.kind)]: answer };
    }

    const camel = (/** @type {string} */ kind) =>
      kind === 'payment_intent' ? 'paymentIntent' : 'setupIntent';

    /** Takes an answer to a confirm to its end: the customer acts, the page is left, or it resolves. */
    async function finish(
      /** @type {any} */ answer,
      /** @type {{ secret: string, returnUrl?: string, redirect?: string }} */ how,
    ) {
      if (answer.error) return { error: answer.error };
      let intent = answer;
      const action = intent.next_action;
      if (action?.type === 'redirect_to_url') {
        location.assign(action.redirect_to_url.url);
        return new Promise(() => {});
      }
      if (action) {
        await coverWith(action.use_stripe_sdk.stripe_js);
        const after = await retrieve(how.secret);
        if (after.error) return after;
        intent = after.paymentIntent ?? after.setupIntent;
        const error = intent.last_payment_error ?? intent.last_setup_error;
        if (error) return { error: { ...error, [intent.object]: intent } };
      }
      if (how.returnUrl && how.redirect !== 'if_required') return goBack(how.returnUrl, intent);
      return { [camel(intent.object)]: intent };
    }

    async function confirm(/** @type {any} */ options) {
      const secret = options.clientSecret ?? options.elements?._clientSecret();
      if (!options.elements && !options.clientSecret) throw misuse('elements is missing.');
      if (!secret) throw misuse('In deferred mode confirm needs the clientSecret.');
      const { id, kind } = intentOf(secret);
      const returnUrl = options.confirmParams?.return_url;
      if (!returnUrl && options.redirect !== 'if_required') {
        throw misuse('confirmParams.return_url is required.');
      }
      const message = { command: 'confirm', id, kind, secret, returnUrl };
      const answer = options.elements
        ? await options.elements._typed()._ask(message)
        : await api({
            path: `${kind}s/${id}/confirm`,
            form: {
              client_secret: secret,
              return_url: returnUrl,
              use_stripe_sdk: 'true',
              payment_method: options.confirmParams?.payment_method,
            },
          });
      return finish(answer, { secret, returnUrl, redirect: options.redirect });
    }

    async function confirmCard(/** @type {string} */ secret, /** @type {any} */ details) {
      const { id, kind } = intentOf(secret);
      const method = details?.payment_method;
      const answer =
        method && typeof method !== 'string' && method.card?._ask
          ? await method.card._ask({ command: 'confirm', id, kind, secret })
          : await api({
              path: `${kind}s/${id}/confirm`,
              form: { client_secret: secret, use_stripe_sdk: 'true', payment_method: method },
            });
      return finish(answer, { secret, redirect: 'if_required' });
    }

    const unsupported = async () =>
      apiError('The sandbox plays Payment Intents and Setup Intents only.', 'unsupported');
    return {
      elements: (/** @type {any} */ options = {}) => makeElements(key, { ...options }),
      confirmPayment: confirm,
      confirmSetup: confirm,
      confirmCardPayment: confirmCard,
      confirmCardSetup: confirmCard,
      retrievePaymentIntent: retrieve,
      retrieveSetupIntent: retrieve,
      handleNextAction: async (/** @type {any} */ { clientSecret }) => {
        const found = await retrieve(clientSecret);
        if (found.error) return found;
        const intent = found.paymentIntent ?? found.setupIntent;
        return finish(intent, { secret: clientSecret, redirect: 'if_required' });
      },
      createToken: unsupported,
      createPaymentMethod: unsupported,
      createConfirmationToken: unsupported,
      createSource: unsupported,
      paymentRequest: () => {
        throw misuse('The sandbox has no payment requests.');
      },
      _registerWrapper: () => {},
      registerAppInfo: () => {},
      _apiKey: key,
    };
  }

  /** @param {string} key */
  function Stripe(key) {
    if (typeof key !== 'string' || key === '') throw misuse('Missing value for Stripe().');
    if (/^[sr]k_/.test(key)) {
      throw misuse('You should not use your secret key with Stripe.js.');
    }
    if (!key.startsWith('pk_test_')) {
      throw misuse('The sandbox takes test publishable keys only: pk_test_...');
    }
    return makeStripe(key);
  }

  Stripe.version = 'endive';
  Reflect.set(window, 'Stripe', Stripe);
})();
