import { expect, it } from 'vitest'
import { speechFor } from '../../../src/messages/messages.ts'
import { CardsPage } from '../../../src/pages/console/cards-list.ts'
import { CouponsPage } from '../../../src/pages/console/coupons-list.ts'
import type { ConsoleContext } from '../../../src/pages/console/frame.ts'
import { OrdersPage } from '../../../src/pages/console/orders-list.ts'
import { renderFragment } from '../../../src/pages/html.ts'

const as = (role: string) =>
  ({
    ...{ role, csrf: 'token', speech: speechFor('en'), asset: (name: string) => `/assets/${name}` },
    merchant: { name: 'Harbour Street' },
  }) as unknown as ConsoleContext
const none = { page: { rows: [], next: null }, cursor: undefined }
const tills = [{ id: '1', name: 'Front' }]

const cards = (role: string, filter = {}) => CardsPage(as(role), { ...none, filter, programs: [] })
const orders = (role: string, known: typeof tills, filter = {}) =>
  OrdersPage(as(role), { ...none, filter, tills: known, mayAssign: true })
const coupons = (filter = {}) => CouponsPage(as('owner'), { ...none, filter })
const room = (page: Parameters<typeof renderFragment>[0]) => {
  const shown = renderFragment(page)
  const empty = /<section class="empty.*?<\/section>/s.exec(shown)?.[0] ?? ''
  const action = /<a class="button[^"]*" href="([^"]+)">([^<]+)</.exec(empty)
  return {
    title: /<h2>([^<]+)/.exec(empty)?.[1],
    action: action?.slice(1),
    searchable: shown.includes('role="search"'),
  }
}

it.each([
  ['cards', cards('owner'), 'No cards yet', ['/console/placements', 'Print the QR code']],
  ['orders without a till', orders('owner', []), 'No orders yet', ['/console/tills', 'Connect a till']],
  ['orders with one', orders('owner', tills), 'No orders yet', ['/console/tills', 'Test the till']],
  ['coupons', coupons(), 'No coupons yet', ['/console/cards', 'Go to the cards']],
])('shows a fresh shop what comes next instead of a search: %s', (_, page, title, action) => {
  expect(room(page)).toEqual({ title, action, searchable: false })
})

it('sends nobody where their role does not let them in', () => {
  expect(room(cards('staff')).action).toBeUndefined()
  expect(room(orders('staff', [])).action).toBeUndefined()
})

it.each([
  ['cards', cards('owner', { search: 'x' }), '/console/cards'],
  ['orders', orders('owner', tills, { only: 'unmatched' }), '/console/orders'],
  ['coupons', coupons({ state: 'active' }), '/console/coupons'],
])('leads out of a search that finds nothing: %s', (_, page, path) => {
  expect(room(page)).toEqual({ title: undefined, action: [path, 'Show all'], searchable: true })
})
