// @ts-check
// The sandbox's stand-in for the v2 browser script of Toss Payments: the same global, the same
// members, the same error codes. What draws frames and windows is in assets/sdk_core.js.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const base = new URL(script.src).href.replace(/\/v2\/standard.*$/, '');
  const ANONYMOUS = '@@ANONYMOUS';

  /** @type {Promise<any> | undefined} */
  let core;

  /** Loads what both generations of the script share. A failed load may be tried again. */
  function loadCore() {
    core ??= new Promise((resolve, reject) => {
      const tag = document.createElement('script');
      tag.src = `${base}/assets/sdk_core.js`;
      tag.addEventListener('load', () => resolve(Reflect.get(window, Symbol.for('toss-sandbox'))));
      tag.addEventListener('error', () => {
        core = undefined;
        reject(failure('UNKNOWN', 'The sandbox could not be reached.'));
      });
      document.head.append(tag);
    });
    return core;
  }

  /** @param {string} code @param {string} message */
  function failure(code, message) {
    return Object.assign(new Error(message), { name: 'TossPaymentsError', code });
  }

  /** @param {string} key @param {'widget' | 'api'} family */
  function checkClientKey(key, family) {
    if (family === 'widget' && !key.startsWith('test_gck_')) {
      throw failure(
        'NOT_SUPPORTED_API_INDIVIDUAL_KEY',
        'widgets() needs a widget key (test_gck_...).',
      );
    }
    if (family === 'api' && key.startsWith('test_gck_')) {
      throw failure('NOT_SUPPORTED_WIDGET_KEY', 'A widget key cannot be used here.');
    }
  }

  /** @param {unknown} key */
  function checkCustomerKey(key) {
    if (typeof key === 'string' && /^(test|live)_g?sk_/.test(key)) {
      throw failure('INSECURE_KEY_USAGE', 'A secret key must never reach a browser.');
    }
    const fits =
      typeof key === 'string' && (key === ANONYMOUS || /^[A-Za-z0-9_=.@-]{2,50}$/.test(key));
    if (!fits) throw failure('INVALID_CUSTOMER_KEY', 'customerKey: 2-50 of A-Z a-z 0-9 - _ = . @');
  }

  /** @param {any} amount */
  function checkAmount(amount) {
    if (typeof amount?.value !== 'number' || !Number.isFinite(amount.value)) {
      throw failure('INVALID_AMOUNT_VALUE', 'amount.value must be a number.');
    }
    if (amount.value < 0) throw failure('BELOW_ZERO_AMOUNT', 'amount.value must not be negative.');
    if (amount.currency !== 'KRW')
      throw failure('INVALID_AMOUNT_CURRENCY', 'The sandbox takes KRW.');
  }

  /** @param {string} clientKey @param {any} params */
  function makeWidgets(clientKey, params) {
    checkClientKey(clientKey, 'widget');
    checkCustomerKey(params?.customerKey);
    const order = { clientKey, customerKey: params.customerKey, flow: 'widget' };
    /** @type {any} */
    let amount;
    /** @type {any} */
    let methods;
    /** @type {any} */
    let agreement;
    /** @type {any} */
    let sheet;

    function requireAmount() {
      if (!amount) throw failure('NOT_SETUP_AMOUNT', 'Call setAmount() first.');
      return amount;
    }

    async function setAmount(/** @type {any} */ next) {
      checkAmount(next);
      amount = { ...next };
      methods?.send({ command: 'amount', amount });
    }

    async function renderPaymentMethods(/** @type {any} */ options) {
      requireAmount();
      if (methods)
        throw failure('PAYMENT_METHODS_WIDGET_ALREADY_RENDERED', 'Destroy the first one first.');
      const { openFrame } = await loadCore();
      methods = await openFrame(options?.selector, 'methods', {
        amount,
        variantKey: options?.variantKey,
      });
      const frame = methods;
      return {
        on: (/** @type {string} */ name, /** @type {any} */ call) =>
          frame.listen(['paymentMethodSelect'], name, call),
        getSelectedPaymentMethod: async () => ({ code: (await frame.settled()).code }),
        destroy: async () => {
          frame.remove();
          if (methods === frame) methods = undefined;
        },
      };
    }

    async function renderAgreement(/** @type {any} */ options) {
      if (agreement)
        throw failure('AGREEMENT_WIDGET_ALREADY_RENDERED', 'Destroy the first one first.');
      const { openFrame } = await loadCore();
      agreement = await openFrame(options?.selector, 'agreement', {
        variantKey: options?.variantKey,
      });
      const frame = agreement;
      return {
        on: (/** @type {string} */ name, /** @type {any} */ call) =>
          frame.listen(['agreementStatusChange'], name, call),
        destroy: async () => {
          frame.remove();
          if (agreement === frame) agreement = undefined;
        },
      };
    }

    async function renderPaymentWindow() {
      const { openSheet } = await loadCore();
      sheet = await openSheet(base, { amount: requireAmount() });
      const frame = sheet;
      return {
        on: (/** @type {string} */ name, /** @type {any} */ call) =>
          frame.listen(['paymentRequest', 'cancel'], name, call),
        destroy: async () => {
          frame.remove();
          if (sheet === frame) sheet = undefined;
        },
      };
    }

    async function requestPayment(/** @type {any} */ request) {
      const chosen = methods ?? sheet;
      if (!amount) throw failure('NOT_SETUP_AMOUNT', 'Call setAmount() first.');
      const { code, easyPay } = (await chosen?.settled()) ?? {};
      if (!code) throw failure('NOT_SELECTED_PAYMENT_METHOD', 'The buyer has chosen no method.');
      const terms = await (agreement ?? sheet)?.settled();
      if (terms && terms.agreedRequiredTerms === false) {
        throw failure('NEED_AGREEMENT_WITH_REQUIRED_TERMS', '필수 약관에 동의해주세요.');
      }
      const { requestWindow } = await loadCore();
      return requestWindow({ ...order, amount, method: code, easyPay }, request);
    }

    async function requestPaymentWindow(/** @type {any} */ request) {
      checkAmount(request?.amount);
      const { requestWindow } = await loadCore();
      return requestWindow({ ...order, amount: request.amount }, request);
    }

    return {
      setAmount,
      renderPaymentMethods,
      renderAgreement,
      renderPaymentWindow,
      requestPayment,
      requestPaymentWindow,
    };
  }

  const METHODS = new Set([
    'CARD',
    'TRANSFER',
    'VIRTUAL_ACCOUNT',
    'MOBILE_PHONE',
    'CULTURE_GIFT_CERTIFICATE',
    'BOOK_GIFT_CERTIFICATE',
    'GAME_GIFT_CERTIFICATE',
  ]);

  /** @param {string} clientKey @param {any} params */
  function makePayment(clientKey, params) {
    checkClientKey(clientKey, 'api');
    checkCustomerKey(params?.customerKey);

    async function requestPayment(/** @type {any} */ request) {
      checkAmount(request?.amount);
      if (!METHODS.has(request?.method)) {
        throw failure('NOT_SUPPORTED_METHOD', 'The sandbox does not offer this method.');
      }
      const { requestWindow } = await loadCore();
      const order = { clientKey, customerKey: params.customerKey, flow: 'window' };
      return requestWindow({ ...order, amount: request.amount, method: request.method }, request);
    }

    return {
      requestPayment,
      requestBillingAuth: async () => {
        throw failure('NOT_SUPPORTED_METHOD', '자동결제 계약이 되어 있지 않습니다.');
      },
      destroy: async () => {
        const { abortWindow } = await loadCore();
        abortWindow();
      },
    };
  }

  /** @param {string} clientKey */
  function makeBrandpay(clientKey) {
    checkClientKey(clientKey, 'api');
    const refuse = async () => {
      throw failure('NOT_SUPPORTED_METHOD', '브랜드페이 계약이 되어 있지 않습니다.');
    };
    return {
      requestPayment: refuse,
      requestBillingAuth: refuse,
      addPaymentMethod: refuse,
      changeOneTouchPay: refuse,
      changePassword: refuse,
      isOneTouchPayEnabled: refuse,
      openSettings: refuse,
    };
  }

  /** @param {string} clientKey */
  function TossPayments(clientKey) {
    if (typeof clientKey !== 'string' || !/^test_g?ck_.+/.test(clientKey)) {
      throw failure('INVALID_CLIENT_KEY', 'The sandbox takes test client keys only.');
    }
    return {
      widgets: (/** @type {any} */ params) => makeWidgets(clientKey, params),
      payment: (/** @type {any} */ params) => makePayment(clientKey, params),
      brandpay: () => makeBrandpay(clientKey),
    };
  }

  TossPayments.ANONYMOUS = ANONYMOUS;
  Reflect.set(window, 'TossPayments', TossPayments);
  // Asked for early, so that a buyer's click does not wait for it.
  loadCore().catch(() => {});
})();
