import { expect, it } from 'vitest'
import { endpointsOf } from '../../src/http/api/router.ts'
import { type PagesDeps, pagesRouter } from '../../src/http/pages/router.ts'
import { loadBadges } from '../../src/http/pages/wallet-badges.ts'
import { languages } from '../../src/messages/messages.ts'
import { deedWords } from '../../src/pages/console/audit-deeds.ts'

type Layer = {
  route?: { path: string | string[]; methods: Record<string, boolean> }
  handle?: { stack?: Layer[] }
}

/** Forms before the sign-in or that leave no trace: they show something, and change nothing. */
const unwritten = /\/console\/(passkey|sign-out)|\/(preview|options)$/

/** As the log writes them. */
const formsIn = (layers: Layer[]): string[] =>
  layers.flatMap(({ route, handle }) => [
    ...(route?.methods.post && String(route.path).startsWith('/console') ? [`POST ${route.path}`] : []),
    ...(handle?.stack ? formsIn(handle.stack) : []),
  ])

const everyRoom = {
  ...{ baseUrl: 'https://shop.example', badges: loadBadges('/nowhere', () => undefined) },
  ...{ tillRoom: {}, poolRoom: {}, claimRoom: {} },
} as PagesDeps
const forms = [...new Set(formsIn(pagesRouter(everyRoom).stack as unknown as Layer[]))].filter(
  (form) => !unwritten.test(form),
)
const calls = endpointsOf({} as Parameters<typeof endpointsOf>[0])
  .filter(({ method, machine, auth }) => method !== 'GET' && !machine && auth === 'merchant')
  .map(({ method, path }) => `${method} ${path}`)

it('finds the forms of all rooms and the calls of the API', () => {
  expect(forms).toContain('POST /console/cards/:id/stamps')
  expect(forms).toContain('POST /console/pools/:rewardId/import')
  expect(forms).toContain('POST /console/tills/:tillId/disconnect')
  expect(calls).toContain('PATCH /merchants/me')
})

it.each(Object.entries(languages))('says in %s what every action of the audit log did', (_, { console }) => {
  const wordless = [...forms, ...calls].filter((action) => !deedWords(console.audit, action))
  expect(wordless).toEqual([])
})

it('tells what undoes from what does', () => {
  const { audit } = languages.en.console
  expect(deedWords(audit, 'POST /tills/{tillId}/orders/{externalId}/assign')).toBe('Order given to a card')
  expect(deedWords(audit, 'DELETE /tills/{tillId}/orders/{externalId}/assign')).toBe(
    'Order taken from its card',
  )
})

it('names the one path of a form that was called', () => {
  expect(forms).toContain('POST /console/programs/new')
  expect(forms.filter((form) => form.includes(','))).toEqual([])
})

it('leaves an action of which it knows nothing to the reader', () => {
  expect(deedWords(languages.en.console.audit, 'POST /console/no-such-room')).toBeNull()
})
