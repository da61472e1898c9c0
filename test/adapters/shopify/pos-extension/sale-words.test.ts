import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { OrderAnswer } from '../../../../adapters/shopify/pos-extension/src/ask.ts'
import { awaitOrder, saleWords } from '../../../../adapters/shopify/pos-extension/src/sale-words.ts'

const unknown: OrderAnswer = { ok: false, reason: 'unknown' }
const counted: OrderAnswer = { ok: true, outcome: 'stamped', given: 2, matched: true }

describe('what a sale came to', () => {
  const asking = (answers: OrderAnswer[]) => {
    const paused: number[] = []
    const ask = async () => answers.shift() ?? unknown
    const pause = async (ms: number) => void paused.push(ms)
    return { ask, pause, paused }
  }

  it('is asked again until the app has heard of it', async () => {
    const { ask, pause, paused } = asking([unknown, { ...counted, outcome: 'waiting', given: 0 }, counted])
    expect(await awaitOrder(ask, pause, new AbortController().signal)).toEqual(counted)
    expect(paused).toEqual([1000, 2000])
  })

  it('is given up after twenty seconds, or when the cashier goes on', async () => {
    const patient = asking([])
    expect(await awaitOrder(patient.ask, patient.pause, new AbortController().signal)).toEqual(unknown)
    expect(patient.paused.reduce((sum, ms) => sum + ms)).toBeLessThanOrEqual(20_000)
    const gone = asking([])
    await awaitOrder(gone.ask, gone.pause, AbortSignal.abort())
    expect(gone.paused).toEqual([])
  })

  it.each([
    [counted, { key: 'sale.stamped', values: { count: 2 } }],
    [{ ...counted, outcome: 'below-minimum', given: 0 }, { key: 'sale.none' }],
    [{ ...counted, outcome: 'unmatched', given: 0, matched: false }, { key: 'sale.nobody' }],
    [unknown, { key: 'sale.later' }],
    [{ ok: false, reason: 'offline' } as const, { key: 'notice.offline' }],
  ])('%o is said by %o', (answer, words) => {
    expect(saleWords(answer)).toEqual(words)
  })
})

describe('the texts of the extension', async () => {
  const root = new URL('../../../../adapters/shopify/pos-extension/', import.meta.url)
  const keysOf = (texts: object, path = ''): string[] =>
    Object.entries(texts).flatMap(([key, text]) =>
      typeof text === 'string' ? [`${path}${key}`] : keysOf(text, `${path}${key}.`),
    )
  const read = async (name: string) => JSON.parse(await readFile(new URL(`locales/${name}`, root), 'utf8'))
  const names = await readdir(new URL('locales/', root))
  const english = keysOf(await read('en.default.json'))

  it.each(names)('of %s are complete', async (name) => {
    expect(keysOf(await read(name))).toEqual(english)
  })

  it('have all that the code asks for', async () => {
    const files = (await readdir(new URL('src/', root))).filter((name) => name.endsWith('.tsx'))
    const sources = await Promise.all(files.map((name) => readFile(new URL(`src/${name}`, root), 'utf8')))
    const asked = sources.join('').matchAll(/(?:text|translate)\('([\w.]+)'|\? '(\w+\.\w+)'|: '(\w+\.\w+)'/g)
    for (const [, ...keys] of asked) for (const key of keys.filter(Boolean)) expect(english).toContain(key)
  })
})
