import type { WhoWorks } from '../../app/enter-pin.ts'
import type { FindShownCard } from '../../app/find-shown-card.ts'
import type { WhoHasDevice } from '../../app/pair-device.ts'
import type { ScanResult } from '../../app/stamp-by-scan.ts'
import type { MakeVisitCode, ReadVisitCode } from '../../app/visit-code.ts'
import type { VisitKiosk } from '../../app/visit-kiosk.ts'
import type { Speech } from '../../messages/messages.ts'
import type { Answer } from '../../pages/staff/answer.ts'
import type { ConsoleReads } from '../../ports/console-reads.ts'
import type { Device } from '../../ports/devices.ts'
import type { JoinOffer } from '../../ports/join-offers.ts'
import type { ClaimPagesDeps } from './claim-context.ts'
import type { DrawBarcode } from './join-routes.ts'
import { notInUse, scanned } from './staff-answers.ts'

export type KioskDeps = ClaimPagesDeps & {
  whoHasDevice: WhoHasDevice
  whoWorks: WhoWorks
  findShownCard: FindShownCard
  visitKiosk: VisitKiosk
  makeVisitCode: MakeVisitCode
  readVisitCode: ReadVisitCode
  reads: Pick<ConsoleReads, 'card'>
  drawBarcode: DrawBarcode
}

/** What a kiosk hands out: its own program, or all that are open where it has none or its own is not open any more. */
export function handedOut(offers: JoinOffer[], { programId }: Pick<Device, 'programId'>): JoinOffer[] {
  const open = offers.filter((offer) => offer.open)
  const own = open.filter((offer) => offer.programId === programId)
  return own.length > 0 ? own : open
}

/** Gives the card its visit, and words what came of it. */
export async function visit(
  deps: Pick<KioskDeps, 'visitKiosk' | 'loadFace' | 'reads' | 'now'>,
  device: Device,
  { cardId, state, speech }: { cardId: string; state: string; speech: Speech },
): Promise<{ answer: Answer; stamps: number; goal: number }> {
  const before = await deps.loadFace(device.merchantId, cardId)
  const result = state === 'active' ? await deps.visitKiosk(device, cardId) : null
  const [face, detail] = await Promise.all([
    deps.loadFace(device.merchantId, cardId),
    deps.reads.card(device.merchantId, cardId),
  ])
  const listener = { speech, timeZone: face?.timeZone ?? 'UTC', now: deps.now() }
  const answer =
    (result ? null : notInUse(speech, state)) ??
    customersAnswer(
      speech,
      result ? scanned(listener, result, { face, before, ledger: detail?.ledger ?? [] }) : null,
      result,
    )
  return { answer, stamps: face?.stamps ?? 0, goal: face?.goal ?? 0 }
}

/** As customers are told: a visit that is shown again was counted the first time. */
function customersAnswer({ texts }: Speech, told: Answer | null, result: ScanResult | null): Answer {
  if (!told || !result) return { tone: 'no', title: texts.kiosk.wrong, details: [texts.kiosk.wrongHint] }
  if (!result.ok || result.scan.outcome !== 'stamped') return told
  if (!result.fresh) return { ...told, tone: 'again', title: texts.kiosk.again }
  return { ...told, title: texts.kiosk.stamped(texts.stamps(result.scan.stamped)) }
}
