import type { AuditEntry, AuditFacts, AuditVerdict } from '../domain/audit-chain.ts'

/** What people and programs changed, in the order in which it happened; each entry is sealed with the one before it. */
export type AuditLog = {
  /** Adds one entry to its merchant's chain; calls at the same time come one after the other. */
  append(facts: AuditFacts): Promise<void>
  /** Newest first; `before` is the sequence that the page before ended with. */
  list(merchantId: string, page: { before: number | null; limit: number }): Promise<AuditEntry[]>
  /** Reads one merchant's whole chain again, a thousand entries at a time. */
  verify(merchantId: string): Promise<AuditVerdict>
  /** Every merchant that has entries. */
  merchants(): Promise<{ merchantId: string; name: string }[]>
}
