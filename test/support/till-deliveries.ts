import { setTimeout as pause } from 'node:timers/promises'

/** A signed request of a till, ready to be sent any number of times. */
export type TillDelivery = { url: string; headers: Record<string, string>; body: string }

/** What became of one sending: the status, or null when nobody answered. */
export type Sent = { delivery: TillDelivery; status: number | null }

export const sendOnce = ({ url, headers, body }: TillDelivery): Promise<number | null> =>
  fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(20_000) }).then(
    async (response) => {
      await response.arrayBuffer()
      return response.status
    },
    () => null,
  )

/**
 * Sends like a till: whatever is not answered with 200 is sent again until it is.
 * @returns every sending, in the order of their answers
 */
export async function deliverAll(
  deliveries: readonly TillDelivery[],
  how: { lanes: number; pauseMs?: number },
): Promise<Sent[]> {
  const queue = [...deliveries]
  const sent: Sent[] = []
  const lane = async () => {
    for (let delivery = queue.shift(); delivery; delivery = queue.shift()) {
      const status = await sendOnce(delivery)
      sent.push({ delivery, status })
      if (status !== 200) queue.push(delivery)
      await pause(status === 200 ? (how.pauseMs ?? 0) : 150)
    }
  }
  await Promise.all(Array.from({ length: how.lanes }, lane))
  return sent
}
