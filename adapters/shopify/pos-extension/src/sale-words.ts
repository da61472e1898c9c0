import type { OrderAnswer } from './ask.ts'

/** Seconds after the sale at which the app is asked again. A webhook takes one or two. */
const pausesMs = [1000, 2000, 3000, 5000, 8000]

/** The app's answer for a sale that it may not have heard of yet; the last one when it stays unknown. */
export async function awaitOrder(
  ask: () => Promise<OrderAnswer>,
  pause: (ms: number) => Promise<void>,
  leaving: AbortSignal,
): Promise<OrderAnswer> {
  let answer = await ask()
  for (const ms of pausesMs) {
    const settled = answer.ok ? answer.outcome !== 'waiting' : answer.reason === 'not-connected'
    if (settled || leaving.aborted) return answer
    await pause(ms)
    answer = await ask()
  }
  return answer
}

export type SaleWords = { key: string; values?: { count: number } }

/** Which text says it. */
export function saleWords(answer: OrderAnswer): SaleWords {
  if (!answer.ok) return { key: answer.reason === 'unknown' ? 'sale.later' : `notice.${answer.reason}` }
  if (!answer.matched) return { key: 'sale.nobody' }
  if (answer.given > 0) return { key: 'sale.stamped', values: { count: answer.given } }
  return { key: answer.outcome === 'waiting' ? 'sale.later' : 'sale.none' }
}
