import { defineConfig } from 'vitest/config';

const report = process.env['GYEOL_REPORT'];

export default defineConfig({
  test: {
    root: import.meta.dirname,
    environment: 'node',
    include: ['*.test.ts'],
    globalSetup: 'global_setup.ts',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Refunds, disputes and balance transactions of the sandbox change seconds later.
    expect: { poll: { timeout: 30_000, interval: 100 } },
    reporters: report ? ['verbose', 'junit'] : ['verbose'],
    ...(report ? { outputFile: { junit: report } } : {}),
  },
});
