// What every page of the shop shares: the words, the API, and who is signed in.

import { createContext, useContext } from 'react';

import { ApiError, type Api } from '../shared/api.ts';
import type { Words } from '../shared/i18n.tsx';
import type { Account } from './account.ts';
import type { ShopKey } from './words.ts';

export interface ShopContext {
  words: Words;
  s: (key: ShopKey, parameters?: Record<string, string>) => string;
  api: Api;
  apiUrl: string;
  account: Account | undefined;
  setAccount: (account: Account | undefined) => void;
}

export const Context = createContext<ShopContext | undefined>(undefined);

export function useShop(): ShopContext {
  const shop = useContext(Context);
  if (!shop) throw new Error('outside of the shop');
  return shop;
}

/** Whether the server no longer knows the token: signing in again is the only cure. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}
