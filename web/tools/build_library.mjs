// Builds `web/checkout/dist`, what `npm pack` in `web/checkout` puts into the library's package:
// one module, one style sheet, the types. React and Toss's loaders stay the shop's own.

import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'vite';

import { settings } from './vite_settings.mjs';

const web = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(web, 'checkout/dist');

await rm(dist, { recursive: true, force: true });
await build({
  ...settings(web),
  build: {
    ...settings(web).build,
    outDir: dist,
    lib: {
      entry: path.join(web, 'checkout/index.ts'),
      formats: ['es'],
      fileName: () => 'payment-modal.js',
      cssFileName: 'payment-modal',
    },
    rolldownOptions: { external: [/^react($|\/)/, /^react-dom($|\/)/, /^@tosspayments\//] },
  },
});
execFileSync(
  process.execPath,
  [
    path.join(web, 'node_modules/typescript/bin/tsc'),
    '-p',
    path.join(web, 'tsconfig.library.json'),
  ],
  { stdio: 'inherit' },
);
console.log('web/checkout/dist: the library, ready for `npm pack`');
