/**
 * `console` and `staff`: a signed-in browser. `console-link`, `staff-link`: a one-time link that becomes one;
 * `device-link`: one that binds a device to the shop.
 */
export type SessionKind = 'console-link' | 'console' | 'staff-link' | 'staff' | 'device-link'

export type SessionRow = {
  merchantId: string
  id: string
  kind: SessionKind
  /** Of the person as they are now, where it is somebody's. */
  role: string
  /** Null for whoever came by a link of no member of the team. */
  staffId: string | null
  /** The device that it belongs to and ends with; null for any browser. */
  deviceId: string | null
  createdAt: number
  expiresAt: number
}

/** A signed-in browser as its owner sees it. */
export type OpenSession = Pick<SessionRow, 'id' | 'createdAt' | 'expiresAt'> & {
  /** To the minute; null for one that was only opened. */
  seenAt: number | null
  /** As the browser calls itself; null when nobody noted it. */
  agent: string | null
}

/** Sessions are found by the SHA-256 of their token alone; the token itself is never kept. */
export type Sessions = {
  add(session: SessionRow, token: string): Promise<void>
  /** Null when unknown, used up, expired at `now`, of another kind, or when its person or device is revoked. */
  find(kind: SessionKind, token: string, now: number): Promise<SessionRow | null>
  /** Uses a session up: true for exactly one caller, however many ask at once. Afterwards it is not found any more. */
  end(session: Pick<SessionRow, 'merchantId' | 'id'>, now: number): Promise<boolean>
  /** Notes that the browser was there, and which it is. */
  seen(session: Pick<SessionRow, 'merchantId' | 'id'>, agent: string | null, at: number): Promise<void>
  /** Signed-in consoles of a person, or of all who have no name and this role; newest first, at most 100. */
  consolesOf(
    merchantId: string,
    of: Pick<SessionRow, 'staffId' | 'role'>,
    now: number,
  ): Promise<OpenSession[]>
  /** Ends those links of a person or a device that were not opened. */
  endLinks(merchantId: string, of: { staffId: string } | { deviceId: string }, now: number): Promise<void>
}
