import type { CardChangeDeps } from './open-card.ts'

export type ClaimDraft = {
  merchantId: string
  /** Names the claim, so that a retry makes no second one. */
  operationId: string
  of: { stamps: number } | { tillId: string; externalId: string }
  expiresAt: number | null
}
export type ClaimMade = { id: string; code: string; expiresAt: number | null }

/** A one-time code for a receipt or an insert. It is told here and kept as a digest: whoever has it has the stamps. */
export const makeClaimWith =
  (deps: CardChangeDeps & { newClaimCode(): string }) =>
  ({ merchantId, operationId: id, of, expiresAt }: ClaimDraft): Promise<ClaimMade> =>
    deps.store.transact(async (tx) => {
      const code = deps.newClaimCode()
      const order = 'tillId' in of ? of : null
      const stamps = 'stamps' in of ? of.stamps : null
      await tx.claims.add(
        {
          merchantId,
          id,
          order,
          stamps,
          cardId: null,
          createdAt: deps.clock(),
          expiresAt,
          claimedAt: null,
        },
        code,
      )
      return { id, code, expiresAt }
    })
