import { z } from 'zod'
import type { ImportCodes } from '../../app/import-codes.ts'
import { conflict, notFound } from '../../app-error.ts'
import type { CodePools } from '../../ports/code-pools.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { id } from './fields.ts'

export type CodePoolDeps = { importCodes: ImportCodes; pools: Pick<CodePools, 'reward' | 'levels'> }

const params = z.strictObject({ rewardId: id })

const codesInput = z.strictObject({
  codes: z
    .array(z.string().max(255))
    .min(1)
    .max(100_000)
    .describe('A-Z, 0-9 and -, at most 64; upper and lower case are the same.'),
})

const importedSchema = z.strictObject({
  added: z.int(),
  duplicates: z.array(z.string()).describe('Given twice, or in this pool already.'),
  rejected: z.array(z.strictObject({ code: z.string(), reason: z.string() })),
})

const levelsSchema = z.strictObject({
  rewardId: id,
  free: z.int(),
  assigned: z.int(),
  used: z.int(),
  retired: z.int().describe('Of coupons that ended unused: never given again.'),
})

export function codePoolEndpoints({ importCodes, pools }: CodePoolDeps): Endpoint[] {
  return [
    endpoint({
      method: 'POST',
      path: '/code-pools/{rewardId}/codes',
      tag: 'Code pools',
      summary: 'Import codes that were made in a till',
      auth: 'merchant',
      params,
      body: {
        name: 'CodesInput',
        schema: codesInput,
        example: { codes: ['FREE-7Q2M', 'FREE-9XK4'] },
        maxBytes: 5_000_000,
      },
      answers: {
        200: { description: 'What was taken, and what not.', name: 'ImportedCodes', schema: importedSchema },
      },
      problems: { 409: 'The reward does not take its codes from a pool.' },
      async handle({ merchantId, params: { rewardId }, body }) {
        const imported = await importCodes(merchantId, rewardId, body.codes)
        if (!imported.ok && imported.reason === 'unknown-reward') throw notFound('reward')
        if (!imported.ok) throw conflict('no-pool', 'This reward has no pool: its codeSource is not "pool".')
        const { added, duplicates, rejected } = imported
        return { status: 200, body: { added, duplicates, rejected } }
      },
    }),
    endpoint({
      method: 'GET',
      path: '/code-pools/{rewardId}',
      tag: 'Code pools',
      summary: 'How many codes are left',
      auth: 'merchant',
      params,
      answers: { 200: { description: 'Codes by state.', name: 'CodePool', schema: levelsSchema } },
      async handle({ merchantId, params: { rewardId } }) {
        if (!(await pools.reward(merchantId, rewardId))) throw notFound('reward')
        return { status: 200, body: { rewardId, ...(await pools.levels(merchantId, rewardId)) } }
      },
    }),
  ]
}
