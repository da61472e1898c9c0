import { checkQueuedScanWith } from '../app/check-queued-scan.ts'
import { findShownCardWith } from '../app/find-shown-card.ts'
import type { LiveCodes } from '../ports/live-codes.ts'
import { createDevices } from '../store/devices.ts'
import type { Directory } from '../store/directory.ts'
import type { Core } from './core.ts'

/** What the team's and the counter's scanners ask for beside stamping and redeeming. */
export function staffCases({ store, platform }: Core, directory: Directory, liveCodes: LiveCodes) {
  const { database, clock } = platform
  return {
    findShownCard: findShownCardWith({ store, liveCodes, directory, clock }),
    checkQueuedScan: checkQueuedScanWith({ store, devices: createDevices(database.pool) }),
  }
}
