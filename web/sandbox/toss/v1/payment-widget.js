// @ts-check
// The sandbox's stand-in for the v1 payment widget of Toss Payments, which the tutorial names. The
// members answer at once, as the real ones do; frames and windows are drawn by assets/sdk_core.js.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const base = new URL(script.src).href.replace(/\/v1\/payment-widget.*$/, '');
  const ANONYMOUS = '@@ANONYMOUS';

  /** @type {Promise<any> | undefined} */
  let core;

  function loadCore() {
    core ??= new Promise((resolve, reject) => {
      const tag = document.createElement('script');
      tag.src = `${base}/assets/sdk_core.js`;
      tag.addEventListener('load', () => resolve(Reflect.get(window, Symbol.for('toss-sandbox'))));
      tag.addEventListener('error', () => {
        core = undefined;
        reject(failure('NETWORK_ERROR', 'The sandbox could not be reached.'));
      });
      document.head.append(tag);
    });
    return core;
  }

  /** @param {string} code @param {string} message */
  function failure(code, message) {
    return Object.assign(new Error(message), { name: 'PaymentWidgetError', code });
  }

  /** @param {unknown} clientKey @param {unknown} customerKey */
  function checkKeys(clientKey, customerKey) {
    if (typeof clientKey !== 'string' || !/^test_g?ck_.+/.test(clientKey)) {
      throw failure('INVALID_CLIENT_KEY', 'The sandbox takes test client keys only.');
    }
    if (!clientKey.startsWith('test_gck_')) {
      throw failure(
        'NOT_SUPPORTED_API_INDIVIDUAL_KEY',
        'The widget needs a widget key (test_gck_...).',
      );
    }
    if (typeof customerKey === 'string' && /^(test|live)_g?sk_/.test(customerKey)) {
      throw failure('INSECURE_KEY_USAGE', 'A secret key must never reach a browser.');
    }
    const fits =
      typeof customerKey === 'string' &&
      (customerKey === ANONYMOUS || /^[A-Za-z0-9_=.@-]{2,50}$/.test(customerKey));
    if (!fits) throw failure('INVALID_CUSTOMER_KEY', 'customerKey: 2-50 of A-Z a-z 0-9 - _ = . @');
  }

  /** @param {any} amount */
  function readAmount(amount) {
    const value = typeof amount === 'number' ? amount : amount?.value;
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw failure('INVALID_AMOUNT_VALUE', 'The amount must be a number.');
    }
    if (value < 0) throw failure('BELOW_ZERO_AMOUNT', 'The amount must not be negative.');
    return { currency: 'KRW', value };
  }

  /** @param {string} selector */
  function requireElement(selector) {
    if (!document.querySelector(selector))
      throw failure('INVALID_SELECTOR', `No element matches ${selector}.`);
  }

  /**
   * A frame that is still being drawn: what is asked of it before then waits.
   * @param {string} selector @param {string} kind @param {any} options
   */
  function makePart(selector, kind, options) {
    /** @type {any} */
    let frame;
    const drawn = loadCore()
      .then((loaded) => loaded.openFrame(selector, kind, options))
      .then((opened) => {
        frame = opened;
        return opened;
      });
    drawn.catch((/** @type {unknown} */ error) =>
      console.warn('The sandbox could not draw the widget.', error),
    );
    return {
      state: () => frame?.state() ?? {},
      settled: () => drawn.then((opened) => opened.settled()),
      listen: (
        /** @type {string[]} */ names,
        /** @type {string} */ name,
        /** @type {any} */ call,
      ) => {
        drawn.then((opened) => opened.listen(names, name, call)).catch(() => {});
      },
      send: (/** @type {any} */ message) => {
        drawn.then((opened) => opened.send(message)).catch(() => {});
      },
    };
  }

  const METHOD_EVENTS = [
    'ready',
    'customRequest',
    'customPaymentMethodSelect',
    'customPaymentMethodUnselect',
  ];

  /** @param {string} clientKey @param {string} customerKey */
  function PaymentWidget(clientKey, customerKey) {
    checkKeys(clientKey, customerKey);
    /** @type {any} */
    let amount;
    /** @type {any} */
    let methods;
    /** @type {any} */
    let agreement;

    function renderPaymentMethods(
      /** @type {string} */ selector,
      /** @type {any} */ given,
      /** @type {any} */ options,
    ) {
      requireElement(selector);
      amount = readAmount(given);
      const part = makePart(selector, 'methods', { amount, variantKey: options?.variantKey });
      methods = part;
      return {
        UPDATE_REASON: { COUPON: 'COUPON', POINT: 'POINT' },
        updateAmount: (/** @type {any} */ next) => {
          amount = readAmount(next);
          part.send({ command: 'amount', amount });
        },
        on: (/** @type {string} */ name, /** @type {any} */ call) =>
          part.listen(METHOD_EVENTS, name, call),
        getSelectedPaymentMethod: () => {
          const { code, easyPay } = part.state();
          return {
            type: 'NORMAL',
            method: code,
            ...(easyPay ? { easyPay: { provider: easyPay } } : {}),
          };
        },
      };
    }

    function renderAgreement(/** @type {string} */ selector, /** @type {any} */ options) {
      requireElement(selector);
      const part = makePart(selector, 'agreement', { variantKey: options?.variantKey });
      agreement = part;
      const status = () => {
        const { agreedRequiredTerms = false, agreements = [] } = part.state();
        const terms = agreements.map((/** @type {any} */ each) => ({
          id: each.term.id,
          agreed: each.agreed,
          required: each.term.required,
          title: '결제 서비스 이용 약관',
          content: '',
        }));
        return { agreedRequiredTerms, terms };
      };
      return {
        on: (/** @type {string} */ name, /** @type {any} */ call) => {
          const names = [name];
          part.listen(names, name === 'change' ? 'agreementStatusChange' : name, () =>
            call(status()),
          );
        },
        getAgreementStatus: status,
      };
    }

    async function requestPayment(/** @type {any} */ request) {
      if (!amount) throw failure('NOT_SETUP_AMOUNT', 'Call renderPaymentMethods() first.');
      const { code, easyPay } = await methods.settled();
      if (!code) throw failure('NOT_SELECTED_PAYMENT_METHOD', 'The buyer has chosen no method.');
      const terms = await agreement?.settled();
      if (terms && !terms.agreedRequiredTerms) {
        throw failure('NEED_AGREEMENT_WITH_REQUIRED_TERMS', '필수 약관에 동의해주세요.');
      }
      const { requestWindow } = await loadCore();
      const order = { clientKey, customerKey, flow: 'widget', amount, method: code, easyPay };
      const result = await requestWindow(order, request);
      // This generation tells the amount as a bare number.
      return result && { ...result, amount: result.amount.value };
    }

    return { renderPaymentMethods, renderAgreement, requestPayment };
  }

  PaymentWidget.ANONYMOUS = ANONYMOUS;
  PaymentWidget.version = 'sandbox';
  Reflect.set(window, 'PaymentWidget', PaymentWidget);
  loadCore().catch(() => {});
})();
