import { beforeEach, describe, expect, it } from 'vitest'
import { parseOrder } from '../../../../adapters/shopify/parse-order.ts'
import type { Fetch } from '../../../../adapters/shopify/pos-extension/src/ask.ts'
import { cardProperty } from '../../../../adapters/shopify/pos-extension/src/cart.ts'
import { type Desk, openDesk, type Screen } from '../../../../adapters/shopify/pos-extension/src/desk.ts'
import { orderBody } from '../../../doubles/shopify-bodies.ts'
import { createPosCart } from '../../../doubles/shopify-pos.ts'

const serial = 'Zk3vQ9pT1xYw8aBcDeFgHi'
const card = {
  ...{ serial, program: 'Coffee', state: 'active', stamps: 7, goal: 10, customerId: '4711', couponId: null },
  coupons: [
    { id: 'c1', title: 'Free coffee', kind: 'redeem_code', state: 'active', code: 'K7Q2M9XYAB' },
    { id: 'c2', title: 'Free mug', kind: 'staff_scan', state: 'active', code: null },
  ],
}

describe('a scan at the POS', () => {
  let cart: ReturnType<typeof createPosCart>
  let screens: Screen[]
  let desk: Desk
  let asked: string[]
  let answer: (path: string) => Response | Promise<Response>
  beforeEach(() => {
    cart = createPosCart()
    screens = []
    asked = []
    answer = () => Response.json(card)
    const fetch: Fetch = async (path) => {
      asked.push(path)
      return answer(path)
    }
    desk = openDesk({ fetch, cart, show: (screen) => screens.push(screen) })
  })
  const shown = () => screens.at(-1)

  it('shows the card and puts its number and its customer into the sale', async () => {
    await desk.read(` ${serial} `)
    expect(asked).toEqual([`/shopify/pos/cards/${serial}`])
    expect(shown()).toMatchObject({
      view: 'card',
      card: { stamps: 7, goal: 10 },
      attached: { customer: 'set' },
    })
    expect(cart.current.value).toMatchObject({
      properties: { [cardProperty]: serial },
      customer: { id: 4711 },
    })
  })

  it('brings the number into the order in the way in which orders are read', async () => {
    await desk.read(serial)
    const body = orderBody(
      { lines: [{ title: 'Coffee', price: 350 }] },
      { id: 1, number: 1, updatedAt: Date.now() },
      [0],
      { currency: 'EUR', digits: 2 },
    )
    const attributes = Object.entries(cart.current.value.properties).map(([name, value]) => ({ name, value }))
    const read = parseOrder(Buffer.from(JSON.stringify({ ...body, note_attributes: attributes })))
    expect(read).toMatchObject({ ok: true, events: [{ sale: { cardSerial: serial } }] })
  })

  it('changes nothing when it is the same card again', async () => {
    await desk.read(serial)
    await desk.read(serial)
    expect(cart.calls).toEqual(['addCartProperties', 'setCustomer'])
  })

  it('leaves the cart its customer, and does without one that the shop has deleted', async () => {
    cart.current.value.customer = { id: 5 }
    await desk.read(serial)
    expect(shown()).toMatchObject({ attached: { ok: true, customer: 'kept' } })
    expect(cart.current.value.customer).toEqual({ id: 5 })
    cart.current.value.customer = undefined
    cart.faults.customers = true
    await desk.read(serial)
    expect(shown()).toMatchObject({ attached: { ok: true, customer: 'none' } })
  })

  it('says so when the cart takes no card', async () => {
    cart.faults.properties = true
    await desk.read(serial)
    expect(shown()).toMatchObject({ view: 'card', attached: { ok: false, reason: 'refused' } })
    cart.current.value.editable = false
    await desk.read(serial)
    expect(shown()).toMatchObject({ attached: { ok: false, reason: 'not-editable' } })
  })

  it('uses a coupon once, however often the button is pressed', async () => {
    await desk.read(serial)
    await desk.use('c1')
    await desk.use('c1')
    expect(cart.current.value.cartDiscounts).toEqual([{ discountDescription: 'K7Q2M9XYAB' }])
    expect(shown()).toMatchObject({ used: { c1: 'applied' } })
    await desk.use('c2')
    expect(shown()).toMatchObject({ used: { c1: 'applied', c2: 'refused' } })
    expect(cart.calls.filter((call) => call === 'addCartCodeDiscount')).toHaveLength(1)
  })

  it('of a coupon’s own code uses it at once', async () => {
    answer = () => Response.json({ ...card, couponId: 'c1' })
    await desk.read('https://north-roast.myshopify.com/discount/K7Q2M9XYAB')
    expect(asked[0]).toBe(
      '/shopify/pos/cards/https%3A%2F%2Fnorth-roast.myshopify.com%2Fdiscount%2FK7Q2M9XYAB',
    )
    expect(shown()).toMatchObject({ view: 'card', used: { c1: 'applied' } })
  })

  it('of another card while the first is looked for leaves the first one out of the sale', async () => {
    const other = 'AnotherCardsNumber0001'
    let release = (_: Response): void => undefined
    answer = (path) =>
      path.endsWith(serial)
        ? new Promise<Response>((resolve) => {
            release = resolve
          })
        : Response.json({ ...card, serial: other, customerId: null })
    const first = desk.read(serial)
    await desk.read(other)
    release(Response.json(card))
    await first
    expect(shown()).toMatchObject({ view: 'card', card: { serial: other } })
    expect(cart.current.value.properties).toEqual({ [cardProperty]: other })
    expect(cart.current.value.customer).toBeUndefined()
  })

  it('while the app is out of reach notes the card’s number all the same', async () => {
    answer = () => Promise.reject(new TypeError('Network request failed'))
    await desk.read(`${serial}.1k2j3h.abcdefghijkl`)
    expect(shown()).toMatchObject({ view: 'noted', attached: { ok: true } })
    expect(cart.current.value.properties).toEqual({ [cardProperty]: serial })
    await desk.read('https://cards.example/card/abc')
    expect(shown()).toEqual({ view: 'scan', notice: 'offline' })
  })

  it.each([
    [404, { reason: 'unknown' }, 'unknown'],
    [404, { reason: 'code-expired' }, 'code-expired'],
    [404, { reason: 'card-needed' }, 'card-needed'],
    [401, { reason: 'refused' }, 'not-connected'],
    [409, { reason: 'not-connected' }, 'not-connected'],
  ])('answered %i %o says %s and leaves the cart alone', async (status, body, notice) => {
    answer = () => Response.json(body, { status })
    await desk.read('K7Q2M9XYAB')
    expect(shown()).toEqual({ view: 'scan', notice })
    expect(cart.calls).toEqual([])
  })

  it.each(['a proxy’s page', '[]', '{"serial":1,"coupons":[]}'])('takes %s for no answer', async (text) => {
    answer = () => new Response(text)
    await desk.read('K7Q2M9XYAB')
    expect(shown()).toEqual({ view: 'scan', notice: 'offline' })
  })

  it('puts no paused card into the sale', async () => {
    answer = () => Response.json({ ...card, state: 'paused' })
    await desk.read(serial)
    expect(shown()).toEqual({ view: 'scan', notice: 'not-active' })
    expect(cart.calls).toEqual([])
  })
})
