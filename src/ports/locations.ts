/** One of a till's places of business. */
export type LocationRecord = {
  tillId: string
  /** The till's own id of it. */
  externalId: string
  name: string | null
  /** IANA; null: the merchant's. */
  timeZone: string | null
  /** Degrees; cards are shown near by. Both or none. */
  latitude?: number | null | undefined
  longitude?: number | null | undefined
}

export type Locations = {
  /** Makes it or replaces what is known of it. False when the merchant has no such till. */
  put(merchantId: string, location: LocationRecord): Promise<boolean>
  /** In the order of their ids. */
  list(
    merchantId: string,
    tillId: string,
    page: { after: string | null; limit: number },
  ): Promise<LocationRecord[]>
  /** Names by the tills' ids of the locations; those without a name are left out. */
  names(merchantId: string, externalIds: string[]): Promise<Map<string, string>>
}
