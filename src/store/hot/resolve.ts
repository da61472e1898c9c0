import type pg from 'pg'
import type { Key, Pointed, Pointers } from '../../ports/store.ts'
import { cardsByContact } from './contacts.ts'

/** Finds what a batch of orders points to: cards by serial and customer, coupons by code and till discount. */
export async function resolvePointers(client: pg.PoolClient, pointers: Pointers): Promise<Pointed> {
  return {
    cardBySerial: await cardsBySerial(client, pointers.serials),
    cardByCustomer: await cardsByCustomer(client, pointers.customers),
    couponByCode: await couponsByCode(client, pointers.codes),
    couponByDiscount: await couponsByDiscount(client, pointers.externalDiscounts),
    sharedCodes: await sharedCodes(client, pointers.codes),
    cardsByContact: await cardsByContact(client, pointers.contacts),
  }
}

async function cardsBySerial(
  client: pg.PoolClient,
  serials: Pointers['serials'],
): Promise<Map<string, string>> {
  if (serials.length === 0) return new Map()
  const { rows } = await client.query<{ merchant_id: string; serial: string; id: string }>({
    name: 'resolve-serials',
    text: `SELECT c.merchant_id, c.serial, c.id FROM card c
      JOIN unnest($1::uuid[], $2::text[]) AS u(merchant_id, serial)
        ON c.merchant_id = u.merchant_id AND c.serial = u.serial`,
    values: [serials.map((each) => each.merchantId), serials.map((each) => each.serial)],
  })
  return new Map(rows.map((row) => [`${row.merchant_id}/${row.serial}`, row.id]))
}

async function cardsByCustomer(
  client: pg.PoolClient,
  customers: Pointers['customers'],
): Promise<Map<string, string>> {
  if (customers.length === 0) return new Map()
  const { rows } = await client.query<{
    merchant_id: string
    till_id: string
    customer_id: string
    card_id: string
  }>({
    name: 'resolve-customers',
    text: `SELECT l.merchant_id, l.till_id, l.customer_id, l.card_id FROM card_link l
      JOIN unnest($1::uuid[], $2::uuid[], $3::text[]) AS u(merchant_id, till_id, customer_id)
        ON l.merchant_id = u.merchant_id AND l.till_id = u.till_id AND l.customer_id = u.customer_id`,
    values: [
      customers.map((each) => each.merchantId),
      customers.map((each) => each.tillId),
      customers.map((each) => each.customerId),
    ],
  })
  return new Map(rows.map((row) => [`${row.merchant_id}/${row.till_id}/${row.customer_id}`, row.card_id]))
}

/** Whose coupons these are now, by the coupon's key. */
export async function cardsOfCoupons(client: pg.PoolClient, keys: Key[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const { rows } = await client.query<{ merchant_id: string; id: string; card_id: string }>({
    name: 'coupon-cards',
    text: `SELECT c.merchant_id, c.id, c.card_id FROM coupon c
      JOIN unnest($1::uuid[], $2::uuid[]) AS u(merchant_id, id) ON c.merchant_id = u.merchant_id AND c.id = u.id`,
    values: [keys.map((key) => key.merchantId), keys.map((key) => key.id)],
  })
  return new Map(rows.map((row) => [`${row.merchant_id}/${row.id}`, row.card_id]))
}

type CouponRow = { pointer: string; id: string; card_id: string }

/** A shared code means no coupon by itself: the card in the sale decides whose it is. */
async function couponsByCode(
  client: pg.PoolClient,
  codes: Pointers['codes'],
): Promise<Pointed['couponByCode']> {
  if (codes.length === 0) return new Map()
  const { rows } = await client.query<CouponRow>({
    name: 'resolve-codes',
    text: `SELECT c.merchant_id || '/' || c.code AS pointer, c.id, c.card_id FROM coupon c
      JOIN unnest($1::uuid[], $2::text[]) AS u(merchant_id, code)
        ON c.merchant_id = u.merchant_id AND c.code = u.code
      WHERE c.reward->>'codeSource' IS DISTINCT FROM 'shared'`,
    values: [codes.map((each) => each.merchantId), codes.map((each) => each.code)],
  })
  return asPointed(rows)
}

async function sharedCodes(client: pg.PoolClient, codes: Pointers['codes']): Promise<Set<string>> {
  if (codes.length === 0) return new Set()
  const { rows } = await client.query<{ pointer: string }>({
    name: 'resolve-shared',
    text: `SELECT u.merchant_id || '/' || u.code AS pointer FROM unnest($1::uuid[], $2::text[]) AS u(merchant_id, code)
      WHERE EXISTS (SELECT 1 FROM coupon c WHERE c.merchant_id = u.merchant_id AND c.code = u.code
        AND c.reward->>'codeSource' = 'shared')`,
    values: [codes.map((each) => each.merchantId), codes.map((each) => each.code)],
  })
  return new Set(rows.map((row) => row.pointer))
}

async function couponsByDiscount(
  client: pg.PoolClient,
  discounts: Pointers['externalDiscounts'],
): Promise<Pointed['couponByDiscount']> {
  if (discounts.length === 0) return new Map()
  const { rows } = await client.query<CouponRow>({
    name: 'resolve-discounts',
    text: `SELECT p.merchant_id || '/' || p.till_id || '/' || p.external_id AS pointer, c.id, c.card_id
      FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS u(merchant_id, till_id, external_id)
      JOIN code_placement p
        ON p.merchant_id = u.merchant_id AND p.till_id = u.till_id AND p.external_id = u.external_id
      JOIN coupon c ON c.merchant_id = p.merchant_id AND c.id = p.coupon_id`,
    values: [
      discounts.map((each) => each.merchantId),
      discounts.map((each) => each.tillId),
      discounts.map((each) => each.externalId),
    ],
  })
  return asPointed(rows)
}

const asPointed = (rows: CouponRow[]) =>
  new Map(rows.map((row) => [row.pointer, { couponId: row.id, cardId: row.card_id }]))
