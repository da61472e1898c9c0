/** Ends a merchant: at once for the doors, step by step for what is kept. */
export type MerchantErasure = {
  /** Keys, tills' secrets, sessions and addresses stop working. False when there is no such merchant. Idempotent. */
  begin(merchantId: string, now: number): Promise<boolean>
  /** One bounded step of what is left; answers how many rows it changed, 0 when nothing is left for now. */
  step(merchantId: string, now: number): Promise<number>
  /** Merchants whose erasure was begun and may have something left. */
  pending(limit: number): Promise<string[]>
}
