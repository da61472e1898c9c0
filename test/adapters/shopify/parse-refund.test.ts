import { describe, expect, it } from 'vitest'
import { parseRefund } from '../../../adapters/shopify/parse-refund.ts'
import { orderBody } from '../../doubles/shopify-bodies.ts'
import { refundBody } from '../../doubles/shopify-refund-body.ts'
import { changed, fixture } from './fixture.ts'
import { euro, sale } from './sale-event.ts'

describe('refunds', () => {
  it('are read as the till sends them', () => {
    expect(parseRefund(fixture('pos-refund.json'))).toEqual({
      ok: true,
      events: [
        {
          kind: 'refund',
          orderId: '7120940000123',
          refund: {
            id: '981100200304',
            amount: 504,
            lines: [{ id: '16420880000001', quantity: 1, amount: 450 }],
          },
        },
      ],
    })
  })

  it('are the same in the order and by themselves, so that each counts once', () => {
    const order = orderBody(
      { lines: [{ title: 'Bun', price: 325, quantity: 3 }], taxRate: 0.07 },
      { id: 71, number: 1001, updatedAt: 0 },
      [],
      euro,
    )
    const refund = refundBody(order, { lines: [{ index: 0, quantity: 2 }] }, 900, 0, euro)
    order.refunds.push(refund)
    const alone = parseRefund(Buffer.from(JSON.stringify(refund)))
    const inside = sale(Buffer.from(JSON.stringify(order)))
    expect(alone).toEqual({
      ok: true,
      events: [{ kind: 'refund', orderId: '71', refund: inside.refunds[0] }],
    })
  })

  it.each([
    [
      'pending',
      { transactions: [{ kind: 'refund', status: 'pending', amount: '5.04', currency: 'CAD' }] },
      504,
    ],
    ['failed', { transactions: [{ kind: 'refund', status: 'failure', amount: '9.99', currency: 'CAD' }] }, 0],
    ['without money, for a line taken away,', { transactions: [] }, 0],
    ['that do not speak of money', { transactions: undefined }, 504],
    ['only a void', { transactions: [{ kind: 'void', status: 'success', amount: '0.00' }] }, 0],
    [
      'paid out in another currency',
      { transactions: [{ kind: 'refund', status: 'success', amount: '3.70', currency: 'USD' }] },
      504,
    ],
    [
      'in two payments',
      {
        transactions: [
          { kind: 'refund', status: 'success', amount: '5.00', currency: 'CAD' },
          { kind: 'refund', status: 'success', amount: '0.04', currency: 'CAD' },
        ],
      },
      504,
    ],
    [
      'of money alone',
      {
        refund_line_items: [],
        transactions: [{ kind: 'refund', status: 'success', amount: '2.50', currency: 'CAD' }],
      },
      250,
    ],
  ])('%s give the right amount', (_, change, amount) => {
    const result = parseRefund(changed('pos-refund.json', change))
    expect(result).toMatchObject({ ok: true, events: [{ refund: { amount } }] })
  })

  it('tell from the rate whether the tax is inside the price', () => {
    const line = {
      line_item_id: 5,
      quantity: 1,
      subtotal: 11.9,
      total_tax: 1.9,
      subtotal_set: { shop_money: { amount: '11.90', currency_code: 'EUR' } },
      line_item: { tax_lines: [{ rate: 0.19 }] },
    }
    const body = { id: 1, order_id: 2, refund_line_items: [line] }
    const result = parseRefund(Buffer.from(JSON.stringify(body)))
    expect(result).toMatchObject({ ok: true, events: [{ refund: { amount: 1190 } }] })
  })

  it('that name no order are a problem', () => {
    expect(parseRefund(changed('pos-refund.json', { order_id: null })).ok).toBe(false)
  })
})
