import { defineConfig } from 'vitest/config'

/**
 * What `npm run mutate` runs against each change of a rule: the hand-worked examples. Random histories notice most of
 * the changes too, but they take seconds each, and say less of what is wrong.
 */
export default defineConfig({
  test: {
    include: ['test/domain/**/*.test.ts'],
    // Rules are pure: nothing of one file is left for the next, and a process for each would take most of the time.
    isolate: false,
    exclude: ['**/*.property.test.ts'],
    env: { NODE_ENV: 'test' },
  },
})
