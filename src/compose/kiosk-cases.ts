import { makeVisitCodeWith, readVisitCodeWith } from '../app/visit-code.ts'
import { visitKioskWith } from '../app/visit-kiosk.ts'
import type { Core } from './core.ts'
import type { UseCases } from './use-cases.ts'

/** What kiosks and the phones before them ask for. */
export function kioskCases(
  { store, platform }: Core,
  { merchants, devices, stampByScan }: Pick<UseCases, 'merchants' | 'devices' | 'stampByScan'>,
) {
  const { keyring, clock } = platform
  const deps = { merchants, keyring, devices, now: clock }
  return {
    makeVisitCode: makeVisitCodeWith(deps),
    readVisitCode: readVisitCodeWith(deps),
    visitKiosk: visitKioskWith({ store, stampByScan, clock }),
  }
}
