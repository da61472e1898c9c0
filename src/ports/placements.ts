/** How often a placement's QR was opened, and how often a card was made from it. */
export type PlacementCount = { key: string; name: string | null; views: number; joins: number }

/** The places of one program's join QR. */
export type Placements = {
  /** Named ones first, then by views; at most 200. */
  list(merchantId: string, programId: string): Promise<PlacementCount[]>
  /**
   * Gives a key a name; what was counted under it before stays counted.
   * `taken`: it has a name already. `full`: the program has {@link mostNamedPlacements} of them.
   */
  name(
    merchantId: string,
    programId: string,
    placement: { key: string; name: string },
  ): Promise<{ ok: true } | { ok: false; reason: 'taken' | 'full' }>
  /** Takes the name away; what was counted stays. Doing it again changes nothing. */
  unname(merchantId: string, programId: string, key: string): Promise<void>
}

export const mostNamedPlacements = 50
