import { z } from 'zod'
import { type ImportCodes, mostCodes, type RefusedCode } from '../../app/import-codes.ts'
import { conflict, invalid, notFound } from '../../app-error.ts'
import { forecastPool } from '../../domain/pool-forecast.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CodePools } from '../../ports/code-pools.ts'
import { codesOfLines, codesOfTable } from './code-lists.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { id } from './fields.ts'

export type CodePoolDeps = {
  importCodes: ImportCodes
  pools: Pick<CodePools, 'reward' | 'levels' | 'use' | 'wish'>
  now: Clock
}

const params = z.strictObject({ rewardId: id })

const codesInput = z.union([
  z.strictObject({
    codes: z
      .array(z.string().max(255))
      .min(1)
      .max(mostCodes)
      .describe('A-Z, 0-9 and -, at most 64; upper and lower case are the same.'),
  }),
  z
    .strictObject({ type: z.enum(['text/plain', 'text/csv']), text: z.string() })
    .meta({ description: 'Sent as text/plain, one code a line, or as text/csv with a column `code`.' }),
])

/** Of each list; the counts say how many there are. */
const mostShown = 1000

const importedSchema = z.strictObject({
  added: z.int(),
  duplicates: z.array(z.string()).describe('Given twice, or in this pool already; the first 1000.'),
  rejected: z.array(z.strictObject({ code: z.string(), reason: z.string() })).describe('The first 1000.'),
  refusedCount: z.int().describe('Duplicates and rejected ones, all of them.'),
  refused: z
    .array(
      z.strictObject({
        line: z.int().describe('Or the place in `codes`, from 1.'),
        code: z.string(),
        reason: z.enum([
          'duplicate-in-file',
          'already-there',
          'used',
          'in-another-pool',
          'on-a-coupon',
          'empty',
          'too-long',
          'illegal-characters',
          'cannot-be-shown',
        ]),
        message: z.string(),
      }),
    )
    .describe('Every code that was not taken, by line; the first 1000.'),
})

const wishes = {
  lowWater: z
    .int()
    .min(0)
    .max(1_000_000)
    .nullable()
    .describe('Alerted at so many free ones; null: when they last for less than 14 days.'),
  reserve: z
    .int()
    .min(0)
    .max(1_000_000)
    .describe('The last so many are for earned coupons: vouchers leave them alone and wait.'),
}

const poolSchema = z.strictObject({
  rewardId: id,
  free: z.int(),
  assigned: z.int(),
  used: z.int(),
  retired: z.int().describe('Of coupons that ended unused: never given again.'),
  waiting: z.int().describe('Coupons that wait for a code: the first imported ones are theirs.'),
  perDay: z.number().describe('Codes given a day, over the last 28 days.'),
  daysLeft: z.int().nullable().describe('At that rate; null when none was given lately.'),
  level: z.enum(['fine', 'low', 'dry']),
  ...wishes,
})

export function codePoolEndpoints(deps: CodePoolDeps): Endpoint[] {
  return [importEndpoint(deps), readEndpoint(deps), wishEndpoint(deps)]
}

const importEndpoint = ({ importCodes }: CodePoolDeps) =>
  endpoint({
    method: 'POST',
    path: '/code-pools/{rewardId}/codes',
    tag: 'Code pools',
    summary: 'Import codes that were made in a till',
    description: `As JSON, as text/plain with one code a line, or as text/csv (comma, semicolon or tab; a column called \`code\`, or the first one). At most ${mostCodes} at a time.`,
    auth: 'merchant',
    params,
    body: {
      name: 'CodesInput',
      schema: codesInput,
      example: { codes: ['FREE-7Q2M', 'FREE-9XK4'] },
      maxBytes: 8_000_000,
      asText: ['text/plain', 'text/csv'],
    },
    answers: {
      200: { description: 'What was taken, and what not.', name: 'ImportedCodes', schema: importedSchema },
    },
    problems: { 409: 'The reward does not take its codes from a pool.' },
    async handle({ merchantId, params: { rewardId }, body }) {
      const imported = await importCodes(merchantId, rewardId, givenCodes(body))
      if (imported.ok) return { status: 200, body: report(imported) }
      if (imported.reason === 'unknown-reward') throw notFound('reward')
      if (imported.reason === 'too-many')
        throw invalid([{ field: 'body', message: `must hold at most ${mostCodes} codes` }])
      throw conflict('no-pool', 'This reward has no pool: its codeSource is not "pool".')
    },
  })

function givenCodes(body: z.output<typeof codesInput>) {
  if ('codes' in body) return body.codes.map((code, index) => ({ line: index + 1, code }))
  return body.type === 'text/csv' ? codesOfTable(body.text) : codesOfLines(body.text)
}

const isDuplicate = ({ reason }: RefusedCode) => reason === 'duplicate-in-file' || reason === 'already-there'

function report({ added, refused }: { added: number; refused: RefusedCode[] }) {
  const rejected = refused.filter((each) => !isDuplicate(each)).slice(0, mostShown)
  return {
    added,
    duplicates: refused
      .filter(isDuplicate)
      .slice(0, mostShown)
      .map(({ code }) => code.trim().toUpperCase()),
    rejected: rejected.map(({ code, message }) => ({ code, reason: message })),
    refusedCount: refused.length,
    refused: refused.slice(0, mostShown),
  }
}

async function standing({ pools, now }: CodePoolDeps, merchantId: string, rewardId: string) {
  if (!(await pools.reward(merchantId, rewardId))) throw notFound('reward')
  const [levels, use] = await Promise.all([
    pools.levels(merchantId, rewardId),
    pools.use(merchantId, rewardId, now()),
  ])
  const { waiting, lowWater, reserve } = use
  return { rewardId, ...levels, waiting, lowWater, reserve, ...forecastPool(use, now()) }
}

const readEndpoint = (deps: CodePoolDeps) =>
  endpoint({
    method: 'GET',
    path: '/code-pools/{rewardId}',
    tag: 'Code pools',
    summary: 'How many codes are left, and for how long',
    auth: 'merchant',
    params,
    answers: { 200: { description: 'The pool.', name: 'CodePool', schema: poolSchema } },
    async handle({ merchantId, params: { rewardId } }) {
      return { status: 200, body: await standing(deps, merchantId, rewardId) }
    },
  })

const wishEndpoint = (deps: CodePoolDeps) =>
  endpoint({
    method: 'PUT',
    path: '/code-pools/{rewardId}',
    tag: 'Code pools',
    summary: 'Say when to be alerted, and how many codes to keep in reserve',
    auth: 'merchant',
    params,
    body: {
      name: 'CodePoolWishes',
      schema: z.strictObject({ lowWater: wishes.lowWater.default(null), reserve: wishes.reserve.default(0) }),
      example: { lowWater: 100, reserve: 20 },
    },
    answers: { 200: { description: 'The pool.', name: 'CodePool', schema: poolSchema } },
    async handle({ merchantId, params: { rewardId }, body }) {
      if (!(await deps.pools.reward(merchantId, rewardId))) throw notFound('reward')
      await deps.pools.wish(merchantId, rewardId, body)
      return { status: 200, body: await standing(deps, merchantId, rewardId) }
    },
  })
