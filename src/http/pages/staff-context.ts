import type { Request, Response } from 'express'
import type { CheckQueuedScan } from '../../app/check-queued-scan.ts'
import type { EnterPin, PeopleOnDevice, StopWork, WhoWorks } from '../../app/enter-pin.ts'
import type { FindShownCard } from '../../app/find-shown-card.ts'
import type { WhoHasDevice } from '../../app/pair-device.ts'
import type { RedeemAtCounter } from '../../app/redeem-at-counter.ts'
import type { ScanInput, ScanResult } from '../../app/stamp-by-scan.ts'
import type { UndoAction } from '../../app/undo-action.ts'
import { AppError, notFound } from '../../app-error.ts'
import type { CardFace } from '../../domain/card-face.ts'
import type { Speech } from '../../messages/messages.ts'
import type { ScannerContext } from '../../pages/staff/frame.ts'
import type { Clock } from '../../ports/clock.ts'
import type { MerchantHead } from '../../ports/console-reads.ts'
import type { Device, Devices } from '../../ports/devices.ts'
import type { Locations } from '../../ports/locations.ts'
import type { Person, Team } from '../../ports/team.ts'
import type { Tills } from '../../ports/tills.ts'
import type { Assets } from './assets.ts'
import { deviceAt, deviceCsrf } from './device-session.ts'
import { contextFor } from './page-answer.ts'
import type { LedgerRow } from './staff-answers.ts'

export type StaffDeps = {
  assets: Assets
  baseUrl: string
  now: Clock
  whoHasDevice: WhoHasDevice
  whoWorks: WhoWorks
  enterPin: EnterPin
  peopleOnDevice: PeopleOnDevice
  stopWork: StopWork
  devices: Pick<Devices, 'setKey' | 'takeSequence'>
  team: Pick<Team, 'get'>
  reads: {
    merchant(merchantId: string): Promise<MerchantHead | null>
    card(
      merchantId: string,
      cardId: string,
    ): Promise<{ ledger: LedgerRow[]; coupons: { id: string; state: string }[] } | null>
  }
  locations: Pick<Locations, 'names'>
  tills: Pick<Tills, 'list'>
  loadFace(merchantId: string, cardId: string): Promise<CardFace | null>
  findShownCard: FindShownCard
  checkQueuedScan: CheckQueuedScan
  stampByScan(input: ScanInput): Promise<ScanResult>
  redeemAtCounter: RedeemAtCounter
  undoAction: UndoAction
}

/** A bound device, whose shop it is, and who works on it. */
export type Desk = {
  merchantId: string
  merchant: MerchantHead
  device: Device
  person: Person | null
  speech: Speech
  now: number
  page: ScannerContext
}

/**
 * The desk that asks.
 * @throws AppError 401 for a browser that is bound to no shop
 */
export async function deskOf(
  deps: Pick<StaffDeps, 'assets' | 'reads' | 'now'>,
  request: Request,
  response: Response,
): Promise<Desk> {
  const at = deviceAt(response)
  if (!at) throw unbound()
  const { device, work } = at
  const merchant = await deps.reads.merchant(device.merchantId)
  if (!merchant) throw notFound('merchant')
  const base = contextFor(request, response, deps.assets, merchant.locale)
  const person = work?.person ?? null
  const page = { ...base, shopName: merchant.name, device, person, csrf: deviceCsrf(response) }
  const { merchantId } = device
  return { merchantId, merchant, device, person, speech: base.speech, now: deps.now(), page }
}

const unbound = () =>
  new AppError({ code: 'device-needed', status: 401, userText: 'This device belongs to no shop.' })

/** Whose doing it is: the person at work, otherwise the device. */
export const counterOf = (person: { id: string } | null, device: { id: string }): string =>
  person ? `staff:${person.id}` : `device:${device.id}`

/** What people call the place where the device stands. */
export async function placeNameOf({ locations }: Pick<StaffDeps, 'locations'>, device: Device) {
  if (device.locationId === null) return device.name
  const names = await locations.names(device.merchantId, [device.locationId])
  return names.get(device.locationId) ?? device.name
}
