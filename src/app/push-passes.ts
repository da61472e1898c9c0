import { keyText } from '../ports/keys.ts'
import type { LeasedRow } from '../ports/outbox.ts'
import type { AppleDevices, DeviceWallet } from '../ports/wallet.ts'
import type { BatchHandler } from './work-outbox.ts'

export type PushPassesDeps = {
  devices: Pick<AppleDevices, 'ofCards'>
  wallet: Pick<DeviceWallet, 'tellDevices'>
}

/**
 * Tells the phones that hold a card that it has changed. They fetch it as it is by then, so nothing of the card is
 * loaded but who holds it: one question for all cards of a batch. A phone that registers meanwhile is owed a push of its own.
 */
export function pushPassesWith({ devices, wallet }: PushPassesDeps): BatchHandler {
  return async (rows) => {
    const holders = await devices.ofCards(rows.map(cardOf))
    return async (row) => {
      const card = cardOf(row)
      const { told } = await wallet.tellDevices(card, holders.get(keyText(card)) ?? [])
      return { detail: told === 0 ? null : `told ${told}` }
    }
  }
}

const cardOf = ({ merchantId, key }: LeasedRow) => ({ merchantId, id: key })
