// @ts-check
// The frame that calls the API for the script in a shop's page, with the shop's publishable key.

import { call, formOf, hashParams, listen, tell } from './stripe_page.js';

const { key } = hashParams();

listen(async ({ command, asks, path, form }) => {
  if (command !== 'call') return;
  const value = await call(`v1/${path}`, { key, ...(form ? { form: formOf(form) } : {}) });
  tell({ answers: asks, value });
});
tell({ event: 'ready', value: {} });
