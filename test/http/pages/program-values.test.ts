import { expect, it } from 'vitest'
import { rawDraft } from '../../../src/http/pages/program-draft.ts'
import { valuesOf } from '../../../src/http/pages/program-values.ts'
import { decimalMark } from '../../../src/messages/formats.ts'
import { speechFor } from '../../../src/messages/messages.ts'

const program = {
  ...{ name: 'Coffee card', slug: 'coffee' },
  rules: {
    goal: 8,
    earn: {
      ...{ kind: 'visit' as const, stamps: 1, minSpend: { amount: 250, currency: 'EUR' } },
      ...{ base: { includeTax: true }, multipliers: [{ factor: 1.5 }] },
    },
    milestones: [
      {
        at: 8,
        reward: {
          ...{ id: 'r1', title: 'Free coffee', kind: 'redeem_code' as const, codeSource: 'minted' as const },
          ...{ display: 'qr' as const, discount: { percent: 12.5 } },
        },
      },
    ],
    debt: 'owed' as const,
  },
}

it.each([
  ['en', '2.50', '1.5', '12.5'],
  ['de', '2,50', '1,5', '12,5'],
  ['es', '2,50', '1,5', '12,5'],
  ['fr', '2,50', '1,5', '12,5'],
])(
  'shows amounts in %s as they are typed there, and reads them back',
  (language, amount, factor, percent) => {
    const around = { currency: 'EUR', timeZone: 'Europe/Dublin' }
    const values = valuesOf(program, around, decimalMark(speechFor(language)))
    expect(values).toMatchObject({ minSpend: amount, 'x0-factor': factor, 'm0-percent': percent })
    const { raw, notMoney } = rawDraft(values, around.timeZone)
    expect(notMoney).toEqual([])
    expect(raw).toMatchObject({
      earn: { minSpend: { amount: 250 }, multipliers: [{ factor: 1.5 }] },
      milestones: [{ reward: { discount: { percent: 12.5 } } }],
    })
  },
)
