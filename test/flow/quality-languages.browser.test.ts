import { expect, it, vi } from 'vitest'
import { describeShopInBrowser } from '../support/chromium.ts'
import { inspectWords } from '../support/page-quality.ts'
import { foreignLanguages, inspectFilledShop, isRuled } from '../support/quality.ts'
import { walkPages } from '../support/walk-pages.ts'

vi.setConfig({ testTimeout: 600_000 })

await describeShopInBrowser('quality of the console in other languages', (name) => {
  const { consoleRound, expectOrder } = inspectFilledShop(name)

  it.each(foreignLanguages)('keeps every page in order (%s)', async (language) => {
    let index = 0
    await expectOrder(language, { signedIn: true }, async ({ page, noticed }) => {
      await walkPages(page, consoleRound(), async (path) => {
        noticed.push(...(await inspectWords(page, path, language, isRuled(index++, language))))
      })
    })
    expect(index).toBeGreaterThan(70)
  })
})
