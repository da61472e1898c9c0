import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { type AuditEntry, chainStart, sealed, verifyChain } from '../../src/domain/audit-chain.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

function chain(length: number): AuditEntry[] {
  const entries: AuditEntry[] = []
  for (let index = 0; index < length; index += 1) {
    const facts = {
      merchantId: 'shop',
      at: 1_000 + index,
      actor: 'owner',
      action: 'PATCH /programs/{id}',
      subject: `/programs/${index}`,
      detail: { status: 200, fields: 'goal' },
    }
    entries.push(sealed(entries.at(-1) ?? null, facts, sha256))
  }
  return entries
}

async function* each(entries: AuditEntry[]) {
  yield* entries
}

const verdict = (entries: AuditEntry[]) => verifyChain(each(entries), sha256)

it('follows an untouched chain to its head', async () => {
  const entries = chain(5)
  expect(await verdict(entries)).toEqual({ ok: true, entries: 5, head: entries[4]?.hash })
  expect(await verdict([])).toEqual({ ok: true, entries: 0, head: chainStart })
})

it('does not care in which order a database gives the members of a detail', async () => {
  const [first] = chain(1)
  expect(await verdict([{ ...first!, detail: { fields: 'goal', status: 200 } }])).toMatchObject({ ok: true })
})

it.each([
  ['merchantId', 'another shop'],
  ['at', 5],
  ['actor', 'nobody'],
  ['action', 'GET'],
  ['subject', '/programs/9'],
  ['detail', { status: 500, fields: 'goal' }],
] as const)('finds an entry whose %s was changed', async (field, value) => {
  const entries = chain(4)
  entries[2] = { ...entries[2]!, [field]: value }
  expect(await verdict(entries)).toEqual({ ok: false, entries: 2, sequence: 3, problem: 'changed' })
})

it('finds an entry that was taken out, and one that was sealed anew by itself', async () => {
  const entries = chain(4)
  expect(await verdict(entries.toSpliced(1, 1))).toEqual({
    ok: false,
    entries: 1,
    sequence: 3,
    problem: 'gap',
  })
  const forged = sealed(entries[0]!, { ...entries[1]!, actor: 'nobody' }, sha256)
  expect(await verdict(entries.with(1, forged))).toEqual({
    ok: false,
    entries: 2,
    sequence: 3,
    problem: 'broken-link',
  })
  expect(await verdict([{ ...entries[0]!, previousHash: entries[2]!.hash }])).toMatchObject({
    problem: 'broken-link',
  })
})
