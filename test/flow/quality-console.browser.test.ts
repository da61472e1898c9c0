import type { Page } from 'playwright-core'
import { expect, it, vi } from 'vitest'
import { describeShopInBrowser } from '../support/chromium.ts'
import { inspect, inspectWords } from '../support/page-quality.ts'
import { inspectFilledShop } from '../support/quality.ts'
import { kindOf, walkPages } from '../support/walk-pages.ts'

vi.setConfig({ testTimeout: 600_000 })

await describeShopInBrowser('quality of the console', (name) => {
  const { origin, consoleRound, expectOrder } = inspectFilledShop(name)
  /** Forms with something to fill in, wherever there is one of the kind. */
  const forms = new Map<string, { path: string; action: string }[]>()

  it('keeps every page in order, in light and dark, on phone and desk', async () => {
    const titles = new Map<string, string>()
    let count = 0
    await expectOrder('en', { signedIn: true }, async ({ page, noticed }) => {
      const known = await walkPages(page, consoleRound(), async (path) => {
        for (const action of await actionsOn(page))
          forms.set(kindOf(action), [...(forms.get(kindOf(action)) ?? []), { path, action }])
        noticed.push(...(await inspect(page, path, 'en')))
        const [title, own] = [await page.title(), kindOf(new URL(page.url()).pathname)]
        const other = titles.get(title) ?? own
        if (other !== own) noticed.push(`${own} and ${other} are both called ${title}`)
        titles.set(title, own)
      })
      count = known.length
    })
    expect(count).toBeGreaterThan(70)
  })

  it('says what was wrong with each form', async () => {
    const refused: string[] = []
    await expectOrder('en', { signedIn: true }, async ({ page, noticed }) => {
      for (const [kind, places] of forms)
        for (const { path, action } of places) {
          await page.goto(origin() + path)
          const answer = page.waitForNavigation()
          await page.locator(`main form[action="${action}"]`).first().evaluate(sendEmpty)
          if ((await answer)?.status() !== 422) continue
          refused.push(kind)
          noticed.push(...(await inspectWords(page, `${action} refused`, 'en')))
          break
        }
    })
    expect(refused.length).toBeGreaterThan(12)
  })
})

const fields = 'input:is([type="text"], [type="number"], :not([type])), textarea'
const actionsOn = (page: Page): Promise<string[]> =>
  page
    .locator(`main form[method="post"]:has(${fields})`)
    .evaluateAll((forms) => [...new Set(forms.map((form) => form.getAttribute('action') ?? ''))])

/** Everything that can be left out is left out; the browser's own checks do not help. */
function sendEmpty(form: Element): void {
  for (const input of form.querySelectorAll<HTMLInputElement>('input, textarea')) {
    if (/^(hidden|radio|checkbox|color|file)$/.test(input.type)) continue
    input.value = ''
  }
  ;(form as HTMLFormElement).noValidate = true
  ;(form as HTMLFormElement).requestSubmit()
}
