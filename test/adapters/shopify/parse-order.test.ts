import { describe, expect, it } from 'vitest'
import type { SaleInput } from '../../doubles/shopify-bodies.ts'
import { orderBody } from '../../doubles/shopify-bodies.ts'
import { changed, fixture } from './fixture.ts'
import { euro, type SaleEvent, sale } from './sale-event.ts'

const made = (input: SaleInput, money = euro, off: number[] = []) =>
  sale(Buffer.from(JSON.stringify(orderBody(input, { id: 71, number: 1001, updatedAt: 0 }, off, money))))

/** What the rules count from: the value of the goods, with and without tax. */
const goods = ({ sale }: SaleEvent) => sale.total - sale.shipping - sale.tip - sale.serviceCharge

describe('a sale at the counter without a customer', () => {
  const event = sale(fixture('pos-order-guest.json'))

  it('is read in minor units, with its lines', () => {
    expect(event).toEqual({
      kind: 'sale',
      orderId: '7120940000123',
      paid: true,
      cancelled: false,
      refunds: [],
      asOf: Date.parse('2026-11-03T10:42:49+01:00'),
      sale: {
        number: '#2045',
        placedAt: Date.parse('2026-11-03T10:42:47+01:00'),
        locationId: '77120045',
        currency: 'CAD',
        total: 1572,
        tip: 200,
        tax: 147,
        shipping: 0,
        serviceCharge: 0,
        lines: [
          {
            id: '16420880000001',
            name: 'Flat white',
            productId: '8911203344556',
            sku: 'FLAT-W',
            category: undefined,
            quantity: 2,
            currentQuantity: 2,
            total: 900,
            giftCard: false,
          },
          {
            id: '16420880000034',
            name: 'Cinnamon bun',
            productId: '8911203377324',
            sku: 'BUN-C',
            category: undefined,
            quantity: 1,
            currentQuantity: 1,
            total: 325,
            giftCard: false,
          },
        ],
        discountCodes: [],
        customerId: undefined,
        cardSerial: undefined,
        test: false,
      },
    })
    expect(goods(event) - event.sale.tax).toBe(1225)
  })

  it.each([
    ['pos', 'authorized', true],
    ['web', 'authorized', false],
    ['pos', 'partially_paid', false],
    ['pos', 'pending', false],
    ['web', 'paid', true],
    ['web', 'partially_refunded', true],
    ['web', 'refunded', true],
    ['web', null, false],
  ])('from %s with %s money is paid: %s', (source_name, financial_status, paid) => {
    expect(sale(changed('pos-order-guest.json', { source_name, financial_status })).paid).toBe(paid)
  })

  it('has nothing left when its authorization was voided', () => {
    const voided = sale(changed('pos-order-guest.json', { financial_status: 'voided' }))
    expect(voided).toMatchObject({ paid: false, cancelled: false, sale: { total: 0, tip: 0, tax: 0 } })
    expect(voided.sale.lines.map((line) => line.currentQuantity)).toEqual([0, 0])
  })
})

describe('an online order paid with a code alone', () => {
  const event = sale(fixture('web-order-free-code.json'))

  it('names the code once, costs nothing and is paid', () => {
    expect(event.paid).toBe(true)
    expect(event.sale).toMatchObject({ total: 0, discountCodes: [{ code: 'K7Q2M9XWPA' }] })
    expect(event.sale.lines.map((line) => line.total)).toEqual([0, 0])
  })

  it("holds the customer's id and nothing else of them", () => {
    expect(event.sale.customerId).toBe('8230011942665')
    expect(JSON.stringify(event)).not.toMatch(/mara|example\.com|invented|\+49/i)
  })
})

it('reads a cancelled test order of the documentation', () => {
  const event = sale(fixture('web-order-cancelled-test.json'))
  expect(event).toMatchObject({ orderId: '450789469', cancelled: true, paid: false, sale: { test: true } })
  // Discounts of an older body are in total_discount.
  expect(event.sale.lines.map((line) => line.total)).toEqual([0, 0])
})

describe('ids', () => {
  it('survive beyond 2^53, as in test notifications of Shopify', () => {
    const text = fixture('pos-order-guest.json')
      .toString()
      .replaceAll('7120940000123', '820982911946154508')
      .replaceAll('16420880000001', '866550311766439021')
      .replaceAll('8911203344556', '9007199254740993')
    const { orderId, sale: read } = sale(Buffer.from(text))
    expect(orderId).toBe('820982911946154508')
    expect(read.lines[0]).toMatchObject({ id: '866550311766439021', productId: '9007199254740993' })
  })

  it('are the same with and without the global id', () => {
    expect(sale(changed('pos-order-guest.json', { admin_graphql_api_id: undefined })).orderId).toBe(
      '7120940000123',
    )
  })
})

describe('the card of a sale', () => {
  const serial = 'V1StGXR8_Z5jdHi6B-myTA'
  it.each([
    [{ note_attributes: [{ name: 'stampbridge_card', value: serial }] }, serial],
    [{ note_attributes: [{ name: '_stampbridge_card', value: ` ${serial} ` }] }, serial],
    [{ note_attributes: [{ name: 'gift_note', value: serial }] }, undefined],
    [{ note_attributes: [{ name: 'stampbridge_card', value: 'Mara, 12 Some Street' }] }, undefined],
    [{ note_attributes: [{ name: 'stampbridge_card', value: 42 }] }, undefined],
    [{ note_attributes: null }, undefined],
  ])('is found by name (%#)', (change, expected) => {
    expect(sale(changed('pos-order-guest.json', change)).sale.cardSerial).toBe(expected)
  })

  it('is found on a line', () => {
    const body = JSON.parse(fixture('pos-order-guest.json').toString()) as {
      line_items: { properties: object[] }[]
    }
    body.line_items[1]?.properties.push({ name: '_stampbridge_card', value: serial })
    expect(sale(Buffer.from(JSON.stringify(body))).sale.cardSerial).toBe(serial)
  })
})

describe('the value of the goods', () => {
  const coffee = { title: 'Flat white', price: 450, quantity: 2 }

  it.each([
    [true, 900, 900],
    [false, 900 + 171, 900],
  ])('stands apart from tip, delivery and tax (prices with tax: %s)', (taxesIncluded, withTax) => {
    const input = {
      lines: [coffee],
      tip: 150,
      shipping: 490,
      taxRate: 0.19,
      taxesIncluded,
      sourceName: 'web',
    }
    const event = made(input as SaleInput)
    expect(goods(event)).toBe(withTax)
    const tax = taxesIncluded ? Math.round((900 * 0.19) / 1.19) : 171
    expect(event.sale.tax).toBe(tax)
    expect(goods(event) - event.sale.tax).toBe(withTax - tax)
  })

  it('keeps gift cards told apart', () => {
    const event = made({ lines: [coffee, { title: 'Gift card', price: 2500, giftCard: true }] })
    expect(event.sale.lines.map((line) => [line.total, line.giftCard])).toEqual([
      [900, false],
      [2500, true],
    ])
  })

  it.each([
    ['JPY', 0, 1200],
    ['KWD', 3, 2750],
  ])('is in the minor unit of %s', (currency, digits, price) => {
    const event = made({ lines: [{ title: 'Tea', price }] }, { currency, digits })
    expect(event.sale).toMatchObject({ currency, total: price, lines: [{ total: price }] })
  })

  it("is the shop's own currency, whatever the buyer saw", () => {
    const body = changed('pos-order-guest.json', {
      presentment_currency: 'USD',
      total_price_set: { presentment_money: { amount: '11.00', currency_code: 'USD' } },
    })
    expect(sale(body).sale).toMatchObject({ currency: 'CAD', total: 1572 })
  })

  it('leaves out duties', () => {
    const body = changed('pos-order-guest.json', {
      original_total_duties_set: { shop_money: { amount: '1.00', currency_code: 'CAD' } },
    })
    expect(sale(body).sale.serviceCharge).toBe(100)
  })

  it('does not count the tip of a checkout as goods', () => {
    const body = JSON.parse(fixture('pos-order-guest.json').toString()) as { line_items: object[] }
    body.line_items.push({
      ...body.line_items[1],
      id: 5,
      title: 'Tip',
      price: '2.00',
      tip: { payment_gateway: 'x' },
    })
    expect(sale(Buffer.from(JSON.stringify(body))).sale.lines.map((line) => line.name)).toEqual([
      'Flat white',
      'Cinnamon bun',
    ])
  })
})
