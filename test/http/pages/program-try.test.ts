import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeSettings } from '../../support/settings.ts'
import { openPages, type Pages, post } from './open-pages.ts'

await describeSettings(
  'a draft tried on past orders',
  (name) => {
    let pages: Pages
    let cookie = ''
    let breakOff = false
    beforeAll(async () => {
      pages = await openPages(name, {
        async replayProgram({ onJudged }) {
          onJudged?.(0, 2000)
          onJudged?.(1000, 2000)
          if (breakOff) throw new Error('the database went away')
          onJudged?.(2000, 2000)
          const none = { given: 7, draft: 9, difference: 2, rewards: 1, more: 1, fewer: 0, same: 3 }
          const totals = { ...none, orders: 2000, cards: 4 }
          return { ok: true, from: 0, to: 1, complete: true, totals, cards: [] }
        },
      })
      const answer = await fetch(pages.url + (await pages.signInPath()), { redirect: 'manual' })
      cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    })
    afterAll(() => pages?.close())

    const tryDraft = async () => {
      const path = `${pages.url}/console/programs/${pages.shop.programId}/edit`
      const form = await (await fetch(path, { headers: { cookie } })).text()
      const typed = Object.fromEntries(
        [...form.matchAll(/<input[^>]*>/g)].flatMap(([tag]) => {
          const field = /name="([^"]+)"/.exec(tag)?.[1]
          if (!field || (/type="(radio|checkbox)"/.test(tag) && !/\bchecked/.test(tag))) return []
          return [[field, /value="([^"]*)"/.exec(tag)?.[1] ?? '']]
        }),
      )
      return post(path, { ...typed, act: 'try' }, { cookie })
    }

    it('tells how far it is, and what came of it', async () => {
      const text = await (await tryDraft()).text()
      expect(text).toContain('1,000 of 2,000 orders')
      expect(text).toContain('<dd>+2</dd>')
      expect(text.trimEnd()).toMatch(/<\/html>$/)
      expect(pages.reported).toEqual([])
    })

    it('says so, and ends as a whole page, when it breaks off halfway', async () => {
      breakOff = true
      const answer = await tryDraft()
      const text = await answer.text()
      expect(answer.status).toBe(200)
      expect(text).toContain('1,000 of 2,000 orders')
      expect(text).toMatch(/<p class="steps-end note" role="alert">This look at past orders broke off/)
      expect(text).toContain('Back to the draft')
      expect(text.trimEnd()).toMatch(/<\/html>$/)
      await expect.poll(() => pages.reported).toHaveLength(1)
      expect(pages.reported[0]).toMatchObject({ cause: { message: 'the database went away' } })
    })
  },
  ['embedded'],
)
