import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest first, wherever a fresh clone has no times of an earlier run. */
const long = [/\/flow\/(quality|chaos)/, /\/flow\/.*\.browser\./, /\/flow\//]
const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = long.findIndex((part) => part.test(moduleId))
  return rank < 0 ? long.length : rank
}

/** A long file that comes last keeps one core busy while the others idle. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // The embedded database takes a few hundred megabytes a process.
    maxWorkers: 2,
    // Generous: a slow machine is no fault of the software; speed is measured by the bench.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    teardownTimeout: 10_000,
    expect: { poll: { timeout: 40_000 } },
    sequence: { sequencer: LongFirst },
    env: { NODE_ENV: 'test' },
  },
})
