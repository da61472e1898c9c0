import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // The embedded database takes a few hundred megabytes a process.
    maxWorkers: 2,
    // Generous: a slow machine is no fault of the software; speed is measured by the bench.
    testTimeout: 60_000,
    hookTimeout: 180_000,
    teardownTimeout: 10_000,
    env: { NODE_ENV: 'test' },
  },
})
