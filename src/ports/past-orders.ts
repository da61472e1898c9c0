import type { PastOrder } from '../domain/replay.ts'

export type PastOrders = {
  /** How many orders there are to page through. */
  count(merchantId: string, programId: string, time: { from: number; to: number }): Promise<number>
  /**
   * The next orders on cards of a program that were placed from `from` on and before `to`: card by card, each card's
   * by the time they were placed.
   * @param after the last order of the page before
   */
  page(
    merchantId: string,
    programId: string,
    query: { from: number; to: number; after: PastOrder | null; limit: number },
  ): Promise<PastOrder[]>
}
