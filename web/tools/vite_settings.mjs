// What every bundle has in common, and the two changes some of them need.

/** Settings for a bundle that runs under `script-src 'self'; style-src 'self'`, nothing inline. */
export function settings(root) {
  return {
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      emptyOutDir: false,
      target: 'es2022',
      cssTarget: ['chrome123', 'safari17.5', 'firefox120'],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  };
}

// Preact costs the buyer 6 KB where React costs 66; the shop's own page brings its own React.
export const preactAlias = [
  { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
  { find: /^react-dom$/, replacement: 'preact/compat' },
  { find: /^react\/jsx-runtime$/, replacement: 'preact/jsx-runtime' },
  { find: /^react$/, replacement: 'preact/compat' },
];

// Pretendard comes in 92 slices, the rare ones first. The slices from here on hold Latin and the
// Hangul of everyday text (0.5 of 3 MB); a rarer syllable falls back to the device's own font.
const FIRST_SLICE = 72;

/** Keeps only the everyday slices of Pretendard's dynamic subset. */
export function fontSubset() {
  return {
    name: 'font-subset',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('pretendardvariable-dynamic-subset.css')) return undefined;
      return keepSlices(code);
    },
  };
}

export function keepSlices(css) {
  const faces = [...css.matchAll(/\/\* \[(\d+)\] \*\/\s*(@font-face\s*\{[^}]*\})/g)];
  const kept = faces.filter(([, slice]) => Number(slice) >= FIRST_SLICE).map(([, , face]) => face);
  if (kept.length === 0) throw new Error('no font slices found: has the package changed?');
  return kept.join('\n');
}
