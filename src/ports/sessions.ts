/** A signed-in browser, or a one-time link that becomes one. */
export type SessionKind = 'console-link' | 'console'

export type SessionRow = {
  merchantId: string
  id: string
  kind: SessionKind
  role: string
  /** Null for whoever came by a link of no member of the team. */
  staffId: string | null
  createdAt: number
  expiresAt: number
}

/** Sessions are found by the SHA-256 of their token alone; the token itself is never kept. */
export type Sessions = {
  add(session: SessionRow, token: string): Promise<void>
  /** Null when unknown, used up, expired at `now`, or of another kind. */
  find(kind: SessionKind, token: string, now: number): Promise<SessionRow | null>
  /** Uses a session up: true for exactly one caller, however many ask at once. Afterwards it is not found any more. */
  end(session: Pick<SessionRow, 'merchantId' | 'id'>, now: number): Promise<boolean>
}
