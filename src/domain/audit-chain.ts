/** What happened: who did what to what. `detail` names things and numbers, never a person. */
export type AuditFacts = {
  merchantId: string
  at: number
  /** `owner`, `manager:<staff id>`, `api-key:<id>`, `system`. */
  actor: string
  action: string
  subject: string
  detail: Record<string, string | number | boolean | null>
}

/** An entry of a merchant's chain. `hash` covers the facts, the place in the chain and the hash before it. */
export type AuditEntry = AuditFacts & { sequence: number; previousHash: string; hash: string }

/** Where a chain begins. */
export const chainStart = '0'.repeat(64)

/** The next link after `last`. @param hash SHA-256 of a text, in hex */
export function sealed(
  last: Pick<AuditEntry, 'sequence' | 'hash'> | null,
  facts: AuditFacts,
  hash: (text: string) => string,
): AuditEntry {
  const entry = { ...facts, sequence: (last?.sequence ?? 0) + 1, previousHash: last?.hash ?? chainStart }
  return { ...entry, hash: hash(sealText(entry)) }
}

/** Everything that a seal covers, in one fixed way of writing it. */
const sealText = (entry: Omit<AuditEntry, 'hash'>): string =>
  JSON.stringify([
    entry.merchantId,
    entry.sequence,
    entry.at,
    entry.actor,
    entry.action,
    entry.subject,
    Object.entries(entry.detail).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    entry.previousHash,
  ])

export type AuditVerdict =
  | { ok: true; entries: number; head: string }
  | { ok: false; entries: number; sequence: number; problem: 'gap' | 'broken-link' | 'changed' }

/** Goes along a chain from its start; stops at the first entry that is missing, unlinked or not what was sealed. */
export async function verifyChain(
  entries: AsyncIterable<AuditEntry>,
  hash: (text: string) => string,
): Promise<AuditVerdict> {
  let head = chainStart
  let count = 0
  for await (const entry of entries) {
    const { sequence } = entry
    const bad = (problem: 'gap' | 'broken-link' | 'changed') =>
      ({ ok: false, entries: count, sequence, problem }) as const
    if (sequence !== count + 1) return bad('gap')
    if (entry.previousHash !== head) return bad('broken-link')
    if (hash(sealText(entry)) !== entry.hash) return bad('changed')
    head = entry.hash
    count += 1
  }
  return { ok: true, entries: count, head }
}
