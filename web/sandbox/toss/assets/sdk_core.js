// @ts-check
// What the stand-ins draw into a shop's page: the widget's frames, and the payment window as a frame
// over the page or in place of it. The frames are pages of the sandbox's own origin; the two sides
// talk by messages, and every style is set through the style object, which a strict CSP permits.
(() => {
  const registry = Symbol.for('toss-sandbox');
  if (Reflect.get(window, registry)) return;

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const base = new URL(script.src).href.replace(/\/assets\/sdk_core\.js.*$/, '');
  const origin = new URL(base).origin;
  const READY_MS_MAX = 15_000;
  const ANSWER_MS_MAX = 1000;
  let frameCount = 0;

  /** @param {string} code @param {string} message */
  function failure(code, message) {
    return Object.assign(new Error(message), { name: 'TossPaymentsError', code });
  }

  /** @param {string} path @param {Record<string, unknown>} params */
  function pageUrl(path, params) {
    // Behind the hash: none of it reaches a server's log.
    return `${base}/${path}#${encodeURIComponent(JSON.stringify(params))}`;
  }

  /** @param {string} title @param {string} url */
  function makeFrame(title, url) {
    const frame = document.createElement('iframe');
    frame.title = title;
    frame.src = url;
    Object.assign(frame.style, {
      border: '0',
      borderRadius: '12px',
      width: '100%',
      display: 'block',
    });
    return frame;
  }

  /**
   * Connects to a frame of the sandbox: remembers the state it tells and passes its events on.
   * @param {HTMLIFrameElement} frame @param {string} id
   */
  function connect(frame, id) {
    /** @type {Record<string, unknown>} */
    let state = {};
    /** @type {Map<string, Array<(value: unknown) => void>>} */
    const listeners = new Map();
    let isReady = false;
    /** @type {(() => void)[]} */
    const waiting = [];
    /** @type {(() => void)[]} */
    const asking = [];

    /** @param {MessageEvent} message */
    function receive(message) {
      if (message.origin !== origin || message.source !== frame.contentWindow) return;
      const { data } = message;
      if (data?.tossSandbox !== id) return;
      if (data.state) state = { ...state, ...data.state };
      if (data.height) frame.style.height = `${data.height}px`;
      if (data.event === 'ready') {
        isReady = true;
        waiting.splice(0).forEach((wake) => wake());
      }
      if (data.event === 'state') asking.splice(0).forEach((wake) => wake());
      for (const call of listeners.get(data.event) ?? []) call(data.value);
    }

    window.addEventListener('message', receive);
    const send = (/** @type {any} */ message) =>
      frame.contentWindow?.postMessage({ ...message, tossSandbox: id }, origin);
    return {
      state: () => state,
      // What the buyer did last may still be on its way here: the frame answers after it.
      settled: () =>
        new Promise((resolve) => {
          asking.push(() => resolve(state));
          send({ command: 'state' });
          setTimeout(() => resolve(state), ANSWER_MS_MAX);
        }),
      send,
      listen: (
        /** @type {string[]} */ known,
        /** @type {string} */ name,
        /** @type {any} */ call,
      ) => {
        if (!known.includes(name))
          throw failure('INVALID_PARAMETER', `There is no event called ${name}.`);
        if (typeof call !== 'function')
          throw failure('INVALID_PARAMETER', 'The callback must be a function.');
        listeners.set(name, [...(listeners.get(name) ?? []), call]);
        // Whoever asks late is told at once what is so already.
        if (name === 'ready' && isReady) queueMicrotask(() => call());
        if (name === 'agreementStatusChange' && isReady) queueMicrotask(() => call(state));
      },
      ready: () =>
        new Promise((resolve, reject) => {
          if (isReady) return resolve(undefined);
          waiting.push(() => resolve(undefined));
          setTimeout(() => reject(failure('UNKNOWN', 'The sandbox did not answer.')), READY_MS_MAX);
        }),
      remove: () => {
        window.removeEventListener('message', receive);
        frame.remove();
      },
    };
  }

  /** @param {string} selector @param {'methods' | 'agreement'} kind @param {any} options */
  async function openFrame(selector, kind, options) {
    const place = typeof selector === 'string' ? document.querySelector(selector) : null;
    if (!place) throw failure('INVALID_SELECTOR', `No element matches ${selector}.`);
    if (options.variantKey !== undefined && typeof options.variantKey !== 'string') {
      throw failure('INVALID_VARIANT_KEY', 'variantKey must be a text.');
    }
    const id = `frame-${++frameCount}`;
    const title = kind === 'methods' ? '결제 방법' : '결제 약관';
    const frame = makeFrame(
      title,
      pageUrl('widget', { ...options, kind, id, parent: location.origin }),
    );
    frame.style.height = kind === 'methods' ? '380px' : '78px';
    const connected = connect(frame, id);
    place.replaceChildren(frame);
    await connected.ready();
    return connected;
  }

  /** Puts a frame over the whole page; the page behind it stays as it is. */
  function cover(/** @type {HTMLIFrameElement} */ frame) {
    Object.assign(frame.style, {
      position: 'fixed',
      inset: '0',
      height: '100%',
      borderRadius: '0',
      zIndex: '2147483647',
    });
    document.body.append(frame);
    frame.focus();
  }

  /** @param {string} _base @param {any} options */
  async function openSheet(_base, options) {
    const id = `frame-${++frameCount}`;
    const frame = makeFrame(
      '결제 방법',
      pageUrl('widget', { ...options, kind: 'sheet', id, parent: location.origin }),
    );
    const connected = connect(frame, id);
    cover(frame);
    await connected.ready();
    return connected;
  }

  /** @param {any} url @param {string} code */
  function checkUrl(url, code) {
    try {
      const { protocol } = new URL(url);
      if (protocol === 'https:' || protocol === 'http:') return;
    } catch {
      // Told below: a relative URL is no URL here.
    }
    throw failure(code, 'The URL must begin with its origin.');
  }

  /** @param {any} request */
  function checkRequest(request) {
    if (!/^[A-Za-z0-9_=-]{6,64}$/.test(request?.orderId ?? '')) {
      throw failure('INVALID_PARAMETERS', 'orderId: 6-64 of A-Z a-z 0-9 - _ =');
    }
    if (
      typeof request.orderName !== 'string' ||
      request.orderName.length < 1 ||
      request.orderName.length > 100
    ) {
      throw failure('INVALID_PARAMETERS', 'orderName: 1-100 characters.');
    }
    if (request.successUrl == null && request.failUrl == null) return;
    checkUrl(request.successUrl, 'INCORRECT_SUCCESS_URL_FORMAT');
    checkUrl(request.failUrl, 'INCORRECT_FAIL_URL_FORMAT');
  }

  const isMobile = () => /Mobi|Android|iPhone|iPad/i.test(navigator.userAgent);

  /** @param {any} order @param {any} request */
  function windowParams(order, request) {
    const given = (/** @type {string} */ name) =>
      request[name] == null ? {} : { [name]: request[name] };
    return {
      clientKey: order.clientKey,
      customerKey: order.customerKey,
      flow: order.flow,
      amount: order.amount.value,
      currency: order.amount.currency,
      ...(order.method ? { method: order.method } : {}),
      ...(order.easyPay ? { easyPay: order.easyPay } : {}),
      orderId: request.orderId,
      orderName: request.orderName,
      ...given('successUrl'),
      ...given('failUrl'),
      ...given('customerName'),
      ...given('taxFreeAmount'),
      ...given('metadata'),
      ...given('virtualAccount'),
    };
  }

  /** @type {undefined | ((error: Error) => void)} */
  let abort;

  /**
   * Opens the payment window. With URLs the browser ends at one of them; without, the promise is
   * resolved. Rejects with USER_CANCEL when the buyer closes a window that lies over the page.
   * @param {any} order @param {any} request
   */
  async function requestWindow(order, request) {
    if (abort) throw failure('INVALID_METHOD_TRANSACTION', 'Another request is running.');
    checkRequest(request);
    const redirects = request.successUrl != null;
    const target = request.windowTarget ?? (isMobile() ? 'self' : 'iframe');
    if (target !== 'self' && target !== 'iframe') {
      throw failure('INVALID_PARAMETERS', 'windowTarget is self or iframe.');
    }
    if (isMobile() && !redirects)
      throw failure('NOT_SUPPORTED_PROMISE', 'A phone needs successUrl and failUrl.');
    const params = windowParams(order, request);
    if (target === 'self' && redirects) {
      location.assign(pageUrl('window', params));
      // The page is about to go; a promise that settled would let the shop go on meanwhile.
      return new Promise(() => {});
    }
    return new Promise((resolve, reject) => coverWithWindow(params, resolve, reject));
  }

  /** @param {any} params @param {(value: unknown) => void} resolve @param {(error: Error) => void} reject */
  function coverWithWindow(params, resolve, reject) {
    const id = `frame-${++frameCount}`;
    const frame = makeFrame(
      '토스페이먼츠 결제창',
      pageUrl('window', { ...params, id, parent: location.origin }),
    );
    const connected = connect(frame, id);
    const close = () => {
      abort = undefined;
      connected.remove();
    };
    abort = (error) => {
      close();
      reject(error);
    };
    connected.listen(['end'], 'end', (/** @type {any} */ end) => {
      // A redirect keeps the window in place until the next page is there.
      if (end.redirectUrl) return location.assign(end.redirectUrl);
      close();
      if (end.result) return resolve(end.result);
      return reject(failure(end.failure.code, end.failure.message));
    });
    cover(frame);
  }

  function abortWindow() {
    abort?.(failure('PAYMENT_REQUEST_ABORTED', 'The request was ended by destroy().'));
  }

  Reflect.set(window, registry, { openFrame, openSheet, requestWindow, abortWindow });
})();
