import type { Provider } from './till.ts'

/** A till as the webhook door sees it. */
export type DoorTill = {
  merchantId: string
  tillId: string
  /** Signing secrets of the till itself; none where the app's secret signs. */
  secrets: string[]
}

/** Finds the till that a delivery speaks for; null when nobody connected it. */
export type Door = { till(provider: Provider, sender: string): Promise<DoorTill | null> }
