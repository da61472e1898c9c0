import { afterAll, expect, test } from 'vitest'
import { createDesignJudge } from '../../../adapters/apple-wallet/design-judge.ts'
import type { CardDesign } from '../../../src/domain/example-card.ts'

const judge = createDesignJudge()
afterAll(() => judge.close())

const earnDefaults = { base: { includeTax: true }, multipliers: [] }

const design = (changes: Partial<CardDesign> = {}): CardDesign => ({
  shopName: 'Harbour Café',
  programName: 'Coffee card',
  locale: 'de',
  timeZone: 'Europe/Berlin',
  look: { background: '#1d3a34', foreground: '#ffffff', accent: '#f2b84b' },
  rules: {
    goal: 10,
    debt: 'forgiven',
    earn: { kind: 'visit', stamps: 1, ...earnDefaults },
    milestones: [
      { at: 5, reward: { title: 'Free biscuit', kind: 'staff_scan', display: 'qr' } },
      {
        at: 10,
        reward: { title: 'Free coffee', kind: 'redeem_code', codeSource: 'minted', display: 'code128' },
      },
    ],
  },
  ...changes,
})

test('a good design comes back from the judge’s thread without a complaint, many at once as well', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => judge.judge(design())))
  expect(answers).toEqual([[], [], [], [], []])
})

test('each asker gets the answer to the own design, and each complaint once', async () => {
  const faint = design({ look: { background: '#ffffff', foreground: '#eeeeee', accent: '#111111' } })
  const [bad, good, nameless] = await Promise.all([
    judge.judge(faint),
    judge.judge(design()),
    judge.judge(design({ shopName: '' })),
  ])
  expect(bad).toEqual(['The text colour is hard to read on the background: choose a darker or lighter one.'])
  expect(good).toEqual([])
  expect(nameless).toEqual(['The card cannot be made into an Apple pass: a text is empty or malformed.'])
})

test('what cannot be judged is said and holds up nobody else', async () => {
  const per = { amount: 100, currency: 'no currency' }
  const earn = { kind: 'amount' as const, per, carryOver: true, ...earnDefaults }
  const broken = design({ rules: { ...design().rules, earn } })
  const [failure, good] = await Promise.allSettled([judge.judge(broken), judge.judge(design())])
  expect(failure).toMatchObject({ status: 'rejected' })
  expect(String((failure as PromiseRejectedResult).reason)).toContain('a design could not be judged')
  expect(good).toEqual({ status: 'fulfilled', value: [] })
})

test('leaves the thread of the requests free', async () => {
  let longest = 0
  let last = performance.now()
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 1)
  const fresh = createDesignJudge()
  const started = performance.now()
  await fresh.judge(design())
  const took = performance.now() - started
  clearInterval(watch)
  await fresh.close()
  // Loading the model takes a good part of a second on a thread; here nothing may stand still for most of that.
  expect(longest).toBeLessThan(Math.max(100, took / 2))
})

test('judges again after its thread was ended', async () => {
  const ending = createDesignJudge()
  const first = ending.judge(design())
  await ending.close()
  await expect(first).rejects.toThrow('has ended')
  expect(await ending.judge(design())).toEqual([])
  await ending.close()
})
