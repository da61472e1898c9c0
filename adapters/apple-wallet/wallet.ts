import { keyText } from '../../src/ports/keys.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { AppleDevice, AppleDevices, DeviceWallet } from '../../src/ports/wallet.ts'
import type { ApnsClient } from './apns-client.ts'

/**
 * Apple Wallet as a wallet to be told of changes: the devices that hold the card get an empty push and then fetch the
 * pass themselves.
 * @param options.apns null: nothing is sent, as with a demo certificate that APNs would refuse
 */
export function createAppleWallet(options: { apns: ApnsClient | null; devices: AppleDevices }): DeviceWallet {
  const { apns, devices } = options
  const tellDevices: DeviceWallet['tellDevices'] = async ({ merchantId, id }, holders) => {
    if (!apns) return { told: 0 }
    const tell = async ({ deviceId, pushToken }: AppleDevice) => {
      const result = await apns.push(pushToken)
      if (!result.told) await devices.forget(merchantId, id, deviceId, { pushToken, since: result.deadSince })
      return result.told
    }
    const results = await Promise.allSettled(holders.map(tell))
    const failure = gravest(results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : [])))
    if (failure) throw failure
    return { told: results.filter((each) => each.status === 'fulfilled' && each.value).length }
  }
  return {
    kind: 'apple',
    tellDevices,
    async publish({ merchantId, cardId }) {
      if (!apns) return { told: 0 }
      const card = { merchantId, id: cardId }
      return tellDevices(card, (await devices.ofCards([card])).get(keyText(card)) ?? [])
    },
    close: async () => apns?.close(),
  }
}

/** One failing device must be tried again although another one's failure is final; repeated pushes do no harm. */
function gravest(failures: unknown[]): unknown {
  const retryable = (each: unknown) => !(each instanceof ProviderError) || each.retryable
  const waits = (each: unknown) => (each instanceof ProviderError ? (each.retryAfterMs ?? 0) : 0)
  return failures.toSorted((a, b) => Number(retryable(b)) - Number(retryable(a)) || waits(b) - waits(a))[0]
}
