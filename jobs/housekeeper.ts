import type { Logger } from 'pino'

export type Housekeeper = { stop(): void }

const hourMs = 3_600_000

/** Sweeps at once and then every hour; a failing sweep is logged and tried again an hour later. */
export function startHousekeeper(sweep: () => Promise<number>, log: Logger): Housekeeper {
  const run = () => {
    sweep().then(
      (rows) => log.debug({ rows }, 'swept'),
      (error: unknown) => log.warn({ err: error }, 'sweeping failed; it is tried again in an hour'),
    )
  }
  run()
  const timer = setInterval(run, hourMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
