// The server's API as the browser sees it: the shapes on the wire and one small client. Pages never
// call `fetch` themselves, so a failure always arrives as an `ApiError` or an `OfflineError`.

export type PaymentStatus =
  | 'pending'
  | 'processing'
  | 'unknown'
  | 'waiting_for_deposit'
  | 'completed'
  | 'partially_refunded'
  | 'refunded'
  | 'failed'
  | 'cancelled'
  | 'expired';

export type PaymentMethod =
  | 'unselected'
  | 'card'
  | 'virtual_account'
  | 'easy_pay'
  | 'transfer'
  | 'mobile_phone'
  | 'gift_certificate';

export interface Payment {
  id: string;
  orderId: string;
  orderName: string;
  planId: string;
  amount: number;
  currency: string;
  provider: string;
  paymentMethod: PaymentMethod;
  status: PaymentStatus;
  createdAt: string;
  completedAt?: string;
  failure?: { code: string; message: string; providerCode?: string };
  virtualAccount?: { bank: string; accountNumber: string; holder: string; dueAt: string };
  receiptUrl?: string;
  discrepant?: boolean;
}

export interface Plan {
  id: string;
  name: string;
  amount: number;
  currency: string;
  description?: string;
  vat?: number;
}

export type TossSdk = 'v1' | 'v2';

interface CheckoutAddresses {
  customerKey: string;
  successUrl: string;
  failUrl: string;
  url: string;
}

/** Toss's script draws its part into our page, or takes the browser to its window. */
export interface TossCheckout extends CheckoutAddresses {
  type: 'toss_widget' | 'toss_window';
  sdk: TossSdk;
  clientKey: string;
  scriptUrl: string;
}

/** The provider's own page, at an address for each kind of device. */
export interface RedirectCheckout extends CheckoutAddresses {
  type: 'redirect';
  desktopUrl: string;
  mobileUrl: string;
  appUrl: string;
}

/** Stripe's Element in our page; the secret lets this browser pay this one payment and is kept nowhere. */
export interface StripeCheckout extends CheckoutAddresses {
  type: 'stripe_element';
  clientKey: string;
  clientSecret: string;
  scriptUrl: string;
}

export type Checkout = TossCheckout | RedirectCheckout | StripeCheckout;

/** The providers that these pages can take a buyer to. */
export const PROVIDERS = ['toss', 'kakaopay', 'stripe'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

export interface ProviderMethods {
  provider: string;
  flows: string[];
  currencies: string[];
}

export interface CreatedPayment extends Payment {
  checkout: Checkout;
}

export interface CheckoutSession {
  payment: Payment;
  plan: Plan;
  checkout: Checkout;
  merchant: { name: string };
  returnUrl?: string;
}

export interface PublicConfig {
  mode: 'sandbox' | 'test' | 'live';
  providers: string[];
  merchant: { name: string };
  currency: string;
}

export interface User {
  id: string;
  email: string;
  name: string;
}

export interface Page<T> {
  data: T[];
  nextCursor?: string;
}

/** RFC 9457 problem details with the server's stable `code`. */
export interface Problem {
  type?: string;
  title?: string;
  status: number;
  detail?: string;
  code: string;
  requestId?: string;
  param?: string;
  errors?: { param?: string; code?: string; detail?: string }[];
  paymentId?: string;
}

/** The server answered, and the answer is a refusal. Nothing the call asked for was done. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title ?? problem.code);
    this.name = 'ApiError';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** No answer, or one that is not ours: the call may or may not have been carried out. */
export class OfflineError extends Error {
  readonly requestId: string | undefined;

  constructor(message: string, requestId?: string) {
    super(message);
    this.name = 'OfflineError';
    this.requestId = requestId;
  }
}

export interface ApiOptions {
  /** The server's address without a trailing slash; empty for the page's own origin. */
  baseUrl: string;
  /** The buyer's bearer token. Without one the request carries the sign-in cookie instead. */
  getToken?: (() => string | undefined | Promise<string | undefined>) | undefined;
}

export interface RequestOptions {
  idempotencyKey?: string;
  timeoutMs?: number;
}

export interface CreatePayment {
  planId: string;
  provider: ProviderName;
  /** The provider's usual one when it is left out. */
  flow?: 'widget' | 'window';
  sdk?: TossSdk;
}

export interface TossReturn {
  paymentKey: string;
  orderId: string;
  /** As the provider's redirect carried it; the server compares it with its own record. */
  amount: string;
}

/** Kakao Pay's return names no order: the address that it returned to does. */
export interface KakaoPayReturn {
  orderId: string;
  pgToken: string;
}

export interface StripeReturn {
  paymentIntentId: string;
  orderId: string;
}

export type ConfirmPayment = TossReturn | KakaoPayReturn | StripeReturn;

export type Api = ReturnType<typeof createApi>;

// Longer than the server's own deadline towards the provider (65 s): giving up earlier would show
// "no answer" for a confirm that is about to be answered.
const CONFIRM_TIMEOUT_MS = 75_000;
const TIMEOUT_MS = 20_000;

export function createApi(options: ApiOptions) {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');

  async function call<T>(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    request: RequestOptions = {},
  ): Promise<T> {
    const token = await options.getToken?.();
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (token) headers['Authorization'] = `Bearer ${token}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (request.idempotencyKey) headers['Idempotency-Key'] = request.idempotencyKey;

    let response: Response;
    try {
      response = await fetch(`${baseUrl}${path}`, {
        method,
        headers,
        credentials: token ? 'omit' : 'include',
        cache: 'no-store',
        signal: AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new OfflineError(error instanceof Error ? error.message : String(error));
    }
    return read<T>(response);
  }

  return {
    config: () => call<PublicConfig>('GET', '/api/config'),
    plans: () => call<Page<Plan>>('GET', '/api/plans'),
    methods: (planId: string) =>
      call<Page<ProviderMethods>>(
        'GET',
        `/api/payment/methods?planId=${encodeURIComponent(planId)}`,
      ),
    register: (body: { email: string; password: string; name: string }) =>
      call<{ user: User; token: string }>('POST', '/api/auth/register', body),
    login: (body: { email: string; password: string }) =>
      call<{ user: User; token: string }>('POST', '/api/auth/login', body),
    logout: () => call<void>('POST', '/api/auth/logout'),
    createPayment: (body: CreatePayment, idempotencyKey: string) =>
      call<CreatedPayment>('POST', '/api/payments', body, { idempotencyKey }),
    payments: (cursor?: string) =>
      call<Page<Payment>>(
        'GET',
        `/api/payments?limit=20${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      ),
    cancelPayment: (id: string) =>
      call<Payment>('POST', `/api/payments/${encodeURIComponent(id)}/cancel`),
    checkout: (token: string) =>
      call<CheckoutSession>('GET', `/api/checkout/${encodeURIComponent(token)}`),
    confirmCheckout: (token: string, body: ConfirmPayment) =>
      call<Payment>('POST', `/api/checkout/${encodeURIComponent(token)}/confirm`, body, {
        timeoutMs: CONFIRM_TIMEOUT_MS,
      }),
  };
}

async function read<T>(response: Response): Promise<T> {
  const requestId = response.headers.get('Request-Id') ?? undefined;
  if (response.status === 204) return undefined as T;
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    throw new OfflineError(`answer ${response.status} is not JSON`, requestId);
  }
  if (response.ok) return body as T;
  const problem = body as Partial<Problem>;
  throw new ApiError({
    ...problem,
    status: response.status,
    code: typeof problem.code === 'string' ? problem.code : 'unexpected',
    ...(problem.requestId || requestId ? { requestId: problem.requestId ?? requestId } : {}),
  } as Problem);
}

/** A random key that names one intent of the buyer; repeats of the same intent reuse it. */
export function newIntentKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  // `randomUUID` exists only in secure contexts; a shop on plain http in a test network works too.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
