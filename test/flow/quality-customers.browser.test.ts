import { it, vi } from 'vitest'
import { describeShopInBrowser } from '../support/chromium.ts'
import { inspect, inspectWords } from '../support/page-quality.ts'
import { customerPages, devicePages, type RoundedPages } from '../support/page-rounds.ts'
import { foreignLanguages, inspectFilledShop, isRuled } from '../support/quality.ts'

vi.setConfig({ testTimeout: 600_000 })

const languages = ['en', ...foreignLanguages]

await describeShopInBrowser('quality of what customers and the team see', (name) => {
  const { filled, origin, expectOrder } = inspectFilledShop(name)

  const round = (language: string, pages: RoundedPages): Promise<void> =>
    expectOrder(language, {}, async ({ page, noticed }) => {
      let number = 0
      await pages(page, filled(), async (what) => {
        const found =
          language === 'en'
            ? await inspect(page, what, language)
            : await inspectWords(page, what, language, isRuled(number++, language))
        noticed.push(...found)
      })
    })

  it.each(languages)('keeps the pages of customers in order (%s)', (language) =>
    round(language, customerPages),
  )
  it.each(languages)('keeps the pages of the team and its devices in order (%s)', (language) =>
    round(language, devicePages),
  )

  it('shows what stands in the middle of a screen in one piece, on a slow phone too', () =>
    expectOrder('es', {}, async ({ context, page, noticed }) => {
      const phone = await context.newCDPSession(page)
      await phone.send('Emulation.setCPUThrottlingRate', { rate: 12 })
      for (const path of ['/', '/staff', '/card/nobody']) {
        await page.goto(origin() + path)
        noticed.push(...(await inspectWords(page, path, 'es', false)))
      }
    }))
})
