// Reads webhooks that the C++ suites recorded as a merchant's server does: with the `standardwebhooks`
// package, nothing of ours. What it refuses is an error, and so is a file without webhooks.
//
//   node tools/check_webhooks.mjs WEBHOOKS...

import { readFile } from 'node:fs/promises';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';

import { Webhook } from 'standardwebhooks';

/**
 * Returns what is wrong with `webhooks`, one text each. One of them is
 * `{secrets, at, headers, body}`: the secrets that are to open it, and the milliseconds when it came.
 */
export function judge(webhooks) {
  if (webhooks.length === 0) return ['there are no webhooks'];
  const clock = Date.now;
  try {
    return webhooks.flatMap((webhook) => {
      Date.now = () => webhook.at;
      return [...webhook.secrets.map((secret) => judgeOne(webhook, secret)), judgeForged(webhook)].filter(Boolean);
    });
  } finally {
    Date.now = clock;
  }
}

function judgeOne(webhook, secret) {
  try {
    const event = new Webhook(secret).verify(webhook.body, webhook.headers);
    const isWhole = /^[a-z_.]+$/.test(event.type) && !Number.isNaN(Date.parse(event.timestamp)) && event.data;
    return isWhole ? '' : `${webhook.headers['webhook-id']}: not an event`;
  } catch (failure) {
    return `${webhook.headers['webhook-id']}: ${failure.message}`;
  }
}

/** The same webhook with one more space, which its signature must not cover. */
function judgeForged(webhook) {
  try {
    new Webhook(webhook.secrets[0]).verify(`${webhook.body} `, webhook.headers);
    return `${webhook.headers['webhook-id']}: a forged one is taken`;
  } catch {
    return '';
  }
}

async function main(paths) {
  const lines = (await Promise.all(paths.map((path) => readFile(path, 'utf8')))).join('').trim();
  const webhooks = lines === '' ? [] : lines.split('\n').map((line) => JSON.parse(line));
  const wrong = judge(webhooks);
  for (const text of wrong) console.error(text);
  console.log(`${webhooks.length} webhooks, ${wrong.length} refused`);
  return wrong.length === 0 ? 0 : 1;
}

if (argv[1] === fileURLToPath(import.meta.url)) exit(await main(argv.slice(2)));
