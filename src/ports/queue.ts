/** What there may be to do. A job holds no data: the database says what is pending. */
export const jobNames = [
  'process-inbox',
  'fetch-order',
  'place-code',
  'touch-cards',
  'push-pass',
  'push-google',
  'settle-coupons',
  'reconcile-tills',
] as const
export type JobName = (typeof jobNames)[number]

/** What a changed card may need: each is for the wallets that hold it. */
export const pushJobs = ['push-pass', 'push-google'] as const satisfies JobName[]

export type JobHandler = () => Promise<void>

/**
 * Hints that there is work. Losing every hint loses nothing, because the relay asks the database again and again;
 * a hint only saves waiting. Delivered at least once; hints of one name that wait together become one.
 */
export type WorkQueue = {
  /** Resolves when the hint is stored. A hint given while a job of that name runs leads to one more run after it. */
  hint(name: JobName): Promise<void>
  /** Runs handlers in this process; at most one run per name and process at a time. A failing run is logged and counted, not retried: the relay hints again. */
  work(handlers: Record<JobName, JobHandler>): Promise<void>
  /** Rejects when the queue does not answer. */
  ping(): Promise<void>
  /** Waits for running handlers, then lets go of all connections. Idempotent. */
  close(): Promise<void>
}
