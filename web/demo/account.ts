// Who is signed in at the shop. The token lives as long as the tab.

import { createApi, type Api } from '../shared/api.ts';

const TOKEN_KEY = 'ktest_token';
const NAME_KEY = 'ktest_name';

export interface Account {
  token: string;
  name: string;
}

export function storedAccount(): Account | undefined {
  const token = sessionStorage.getItem(TOKEN_KEY);
  return token ? { token, name: sessionStorage.getItem(NAME_KEY) ?? '' } : undefined;
}

export function storeAccount(account: Account | undefined): void {
  if (account) {
    sessionStorage.setItem(TOKEN_KEY, account.token);
    sessionStorage.setItem(NAME_KEY, account.name);
  } else {
    sessionStorage.removeItem(TOKEN_KEY);
    sessionStorage.removeItem(NAME_KEY);
  }
}

/** Where the payments server is: the shop's own server says so. */
export async function findApiUrl(): Promise<string> {
  const response = await fetch('/demo-config.json', { cache: 'no-store' });
  if (!response.ok) throw new Error(`/demo-config.json answered ${response.status}`);
  const { apiUrl } = (await response.json()) as { apiUrl: string };
  return apiUrl;
}

export function apiFor(apiUrl: string): Api {
  return createApi({ baseUrl: apiUrl, getToken: () => storedAccount()?.token });
}
