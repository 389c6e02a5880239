// Builds `web/dist`: the hosted checkout, the embed script, the demo shop and the sandbox's browser
// side, precompressed, with the size budgets checked. One file, because the order is the point.

import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, gzipSync } from 'node:zlib';

import { build } from 'vite';

import { faviconFrom } from './favicon.mjs';
import { fontSubset, preactAlias, settings } from './vite_settings.mjs';

const web = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(web, 'dist');

// Kilobytes of gzipped script a buyer downloads before anything can be paid.
const BUDGETS_KB = { checkout: 50, embed: 45 };

const SANDBOXES = ['toss', 'kakaopay', 'stripe'];

const TEXT = new Set(['.js', '.css', '.html', '.svg', '.json', '.txt', '.map']);

async function main() {
  const started = performance.now();
  await rm(dist, { recursive: true, force: true });
  await buildCheckout();
  await buildEmbed();
  await buildDemo();
  await buildSandbox();
  await writeCommonFiles();
  await checkBudgets();
  const files = await compress();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`web/dist: ${files.count} files, ${kilobytes(files.bytes)} KB, in ${seconds} s`);
}

async function buildCheckout() {
  await build({
    ...settings(web),
    base: '/',
    resolve: { alias: preactAlias },
    plugins: [fontSubset()],
    build: {
      ...settings(web).build,
      outDir: dist,
      rolldownOptions: { input: path.join(web, 'checkout.html') },
    },
  });
}

async function buildEmbed() {
  await build({
    ...settings(web),
    resolve: { alias: preactAlias },
    build: {
      ...settings(web).build,
      outDir: path.join(dist, 'embed'),
      lib: {
        entry: path.join(web, 'embed/embed.tsx'),
        formats: ['iife'],
        name: 'GyeolEmbed',
        fileName: () => 'payment-modal.js',
        cssFileName: 'payment-modal',
      },
    },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
}

async function buildDemo() {
  await build({
    ...settings(web),
    root: path.join(web, 'demo'),
    base: './',
    plugins: [fontSubset()],
    build: {
      ...settings(web).build,
      outDir: path.join(dist, 'demo'),
      rolldownOptions: {
        input: [path.join(web, 'demo/index.html'), path.join(web, 'demo/embed.html')],
      },
    },
  });
}

/** The stand-ins for the providers' browser sides are plain files: what is in the folder is what is served. */
async function buildSandbox() {
  const isServed = (file) => !/\.(test\.\w+|md)$/.test(file);
  for (const provider of SANDBOXES) {
    const from = path.join(web, 'sandbox', provider);
    const to = path.join(dist, 'sandbox', provider);
    await cp(from, to, { recursive: true, filter: isServed });
    // Each provider may have a port of its own, so each serves the shared files itself.
    await cp(path.join(web, 'sandbox/shared'), path.join(to, 'assets'), { recursive: true });
  }
}

async function writeCommonFiles() {
  const icon = faviconFrom(await readFile(path.join(web, 'shared/favicon.svg'), 'utf8'));
  await writeFile(path.join(dist, 'favicon.ico'), icon);
  await writeFile(path.join(dist, 'demo/favicon.ico'), icon);
  const licence = path.join(web, 'node_modules/pretendard/dist/LICENSE.txt');
  for (const folder of ['assets', 'demo/assets']) {
    await mkdir(path.join(dist, folder), { recursive: true });
    await cp(licence, path.join(dist, folder, 'pretendard-license.txt'));
  }
}

async function checkBudgets() {
  const html = await readFile(path.join(dist, 'checkout.html'), 'utf8');
  if (/<style|style=|<script(?![^>]*\bsrc=)/.test(html)) {
    throw new Error('checkout.html has inline style or script, which the CSP forbids');
  }
  const scripts = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(
    ([, file]) => file,
  );
  if (scripts.length === 0) throw new Error('checkout.html loads no script');
  await checkBudget('checkout', scripts);
  await checkBudget('embed', ['embed/payment-modal.js']);
}

async function checkBudget(name, files) {
  let bytes = 0;
  for (const file of files) {
    bytes += gzipSync(await readFile(path.join(dist, file)), { level: 9 }).length;
  }
  console.log(`${name}: ${kilobytes(bytes)} KB of gzipped script, at most ${BUDGETS_KB[name]}`);
  if (bytes > BUDGETS_KB[name] * 1024) throw new Error(`${name} is over its size budget`);
}

async function compress() {
  let count = 0;
  let bytes = 0;
  for (const file of await filesBelow(dist)) {
    count += 1;
    bytes += (await stat(file)).size;
    if (!TEXT.has(path.extname(file))) continue;
    const raw = await readFile(file);
    const [br, gz] = await Promise.all([
      promisify(brotliCompress)(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
      promisify(gzip)(raw, { level: 9 }),
    ]);
    await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
  }
  return { count, bytes };
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function kilobytes(bytes) {
  return (bytes / 1024).toFixed(1);
}

await main();
