import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { BrowserContext, Page } from 'playwright-core'

type Axe = { run(root: Document, options: RunOptions): Promise<AxeResults> }

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** Google's limit for a page that does not jump is 0.1. */
const mostShift = 0.02

const narrow = { width: 360, height: 740 }
const wide = { width: 1440, height: 900 }

/** What a browser noticed by itself: errors of scripts and policies, and requests to other hosts. */
export function watch(context: BrowserContext, origin: string): string[] {
  const noticed: string[] = []
  context.on('weberror', (error) => noticed.push(`${error.page()?.url()}: ${error.error()}`))
  context.on('console', (message) => {
    // A page that is refused on purpose is an error to the browser.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      noticed.push(`${message.page()?.url()}: ${message.text()}`)
  })
  context.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin)
      noticed.push(`asked another host for ${request.url()}`)
  })
  return noticed
}

/** Adds up how far a page's parts moved without anybody touching it, from its first moment. */
export const measureShifts = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    type Shift = { value: number; hadRecentInput: boolean; sources: { node: Node | null }[] }
    const page = window as unknown as { shifted: number; moved: Set<string> }
    page.shifted = 0
    page.moved = new Set()
    const called = (node: Node | null) =>
      node instanceof Element
        ? `${node.localName}.${node.className}`
        : `${node?.parentElement?.localName} text`
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as Shift[]) {
        if (entry.hadRecentInput) continue
        page.shifted += entry.value
        for (const { node } of entry.sources) page.moved.add(called(node))
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })

/** Everything that is wrong with an open page: on a phone in light and dark, then on a desk. */
export async function inspect(page: Page, where: string, language: string): Promise<string[]> {
  const findings = [...(await inspectNarrow(page, language)), ...(await rulesBroken(page, everyRule))]
  await page.emulateMedia({ colorScheme: 'dark' })
  findings.push(...(await contrasts(page)).map((each) => `dark: ${each}`))
  await page.setViewportSize(wide)
  await page.emulateMedia({ colorScheme: 'light' })
  findings.push(
    ...(await overflow(page)),
    ...(await rulesBroken(page, everyRule)).map((each) => `wide: ${each}`),
  )
  await page.setViewportSize(narrow)
  return [...new Set(findings)].map((each) => `${where}: ${each}`)
}

/** The same in another language: what longer words and other texts could break. */
export async function inspectWords(
  page: Page,
  where: string,
  language: string,
  rules = true,
): Promise<string[]> {
  const findings = await inspectNarrow(page, language)
  if (rules) findings.push(...(await rulesBroken(page, everyRule)))
  return findings.map((each) => `${where} (${language}): ${each}`)
}

async function inspectNarrow(page: Page, language: string): Promise<string[]> {
  const { lang, title, shifted, moved } = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    shifted: (window as unknown as { shifted: number }).shifted,
    moved: [...(window as unknown as { moved: Set<string> }).moved],
  }))
  return [
    ...(lang === language ? [] : [`speaks ${lang}`]),
    ...(title === '' ? ['has no title'] : []),
    ...(shifted < mostShift ? [] : [`moves by ${shifted.toFixed(3)} while it loads: ${moved.join(', ')}`]),
    ...(await overflow(page)),
  ]
}

async function overflow(page: Page): Promise<string[]> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  return over > 0 ? [`is ${over} px wider than a screen of ${page.viewportSize()?.width}`] : []
}

const contrasts = (page: Page) => run(page, { runOnly: { type: 'rule', values: ['color-contrast'] } })
const rulesBroken = (page: Page, tags: string[]) => run(page, { runOnly: { type: 'tag', values: tags } })

async function run(page: Page, options: RunOptions): Promise<string[]> {
  // Colours on their way to others are neither; a minute that runs out on the screen is no such way.
  await page.evaluate(() => {
    for (const moving of document.getAnimations())
      if (Number(moving.effect?.getComputedTiming().endTime) < 5000) moving.finish()
  })
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  const violations = await page.evaluate(async (wanted) => {
    const { axe } = window as unknown as { axe: Axe }
    const found = await axe.run(document, { ...wanted, resultTypes: ['violations'] })
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => ({
        id,
        at: node.target.join(' '),
        why: node.any[0]?.message ?? node.failureSummary ?? '',
      })),
    )
  }, options)
  return violations.map(({ id, at, why }) => `${id} at ${at} (${why})`)
}
