import type { Page } from 'playwright-core'

/** Addresses that hand out files or end the session. */
const noPage = /\.(csv|pdf|svg|png|zip|pkpass|json)(\?|$)|\/google$|\/sign-out|^\/(api|assets|square)\b/

/** An address without what tells one card from another: pages of one kind have one. */
export const kindOf = (path: string): string =>
  path
    .replace(/[?#].*$/, (query) =>
      query.startsWith('?') ? `?${[...new URLSearchParams(query).keys()].sort().join('&')}` : '',
    )
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
    .replaceAll(/(?<=\/orders\/:id\/)[^/?]+/g, ':order')
    .replaceAll(/(?<=\/places\/:id\/)[^/?]+/g, ':place')

/** Which part of the product is walked through; `also`: pages opened whatever their kind, others of a kind in other states. */
export type Walk = { from: string[]; also: string[]; within: string; origin: string }

/**
 * Follows every link of a part of the product from some pages on, and opens one page of each kind.
 * @param visit the page is open
 * @returns the addresses in the order in which they were opened
 */
export async function walkPages(
  page: Page,
  walk: Walk,
  visit: (path: string) => Promise<void>,
): Promise<string[]> {
  const seen = new Set<string>()
  const opened: string[] = []
  const waiting = [...walk.from]
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const kind = kindOf(path)
    if (seen.has(kind)) continue
    seen.add(kind)
    opened.push(path)
    await page.goto(walk.origin + path)
    await visit(path)
    const links = await page
      .locator('a[href]')
      .evaluateAll((all) => (all as HTMLAnchorElement[]).map(({ href }) => href))
    for (const link of links) {
      const url = new URL(link)
      if (url.origin !== walk.origin || noPage.test(url.pathname)) continue
      if (url.pathname.startsWith(walk.within)) waiting.push(url.pathname + url.search)
    }
  }
  for (const path of walk.also) {
    await page.goto(walk.origin + path)
    opened.push(path)
    await visit(path)
  }
  return opened
}
