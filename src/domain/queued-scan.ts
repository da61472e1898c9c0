/** A card that was shown while there was no connection, as the device kept it. */
export type QueuedScan = {
  /** Place in the device's queue; grows, and is never used twice. */
  sequence: number
  clientId: string
  /** What was scanned. */
  text: string
  /** When, in milliseconds, by the device's clock. */
  at: number
  /** Who worked on the device; '' when nobody signs in there. */
  personId: string
  /** How many the member of staff counted; 0 where nobody said. */
  count: number
  /** What was paid, as it was typed; '' where nobody said. */
  amount: string
}

/**
 * What the device signs: its own id goes in, so that no other one's queue can take the entry. Without an amount it is as
 * pages had it that knew of none, and may have scans waiting still.
 */
export const signedText = (deviceId: string, entry: QueuedScan): string =>
  [
    entry.amount === '' ? 'stampbridge-queue-1' : 'stampbridge-queue-2',
    deviceId,
    entry.sequence,
    entry.clientId,
    entry.at,
    entry.personId,
    entry.count,
    ...(entry.amount === '' ? [] : [entry.amount]),
    entry.text,
  ].join('\n')
