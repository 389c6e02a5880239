import { defineConfig } from 'vitest/config';

const report = process.env['GYEOL_REPORT'];

export default defineConfig({
  test: {
    root: import.meta.dirname,
    environment: 'node',
    include: ['*.test.ts'],
    globalSetup: 'global_setup.ts',
    // The stories wait for pages most of the time; the longest one takes a minute of waiting.
    maxWorkers: 6,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000, interval: 100 } },
    reporters: report ? ['verbose', 'junit'] : ['verbose'],
    ...(report ? { outputFile: { junit: report } } : {}),
  },
});
