import type { ExportKind } from '../ports/exports.ts'

/** Name, expression over `t` (the table), and whether it is a time, which becomes two columns. */
type Column = [name: string, sql: string, type?: 'time']

/** How a kind is read. The key is the rest of the table's primary key after the merchant, so that each page is a range of it. */
export type Shape = {
  from: string
  where?: string
  key: [column: string, type: 'uuid' | 'text' | 'bigint'][]
  columns: Column[]
}

/** 64-bit amounts fit into a double: they are checked at the door. */
const amount = (column: string): string => `t.${column}::float8`
const plain = (...names: string[]): Column[] => names.map((name) => [name, `t.${name}`])
const times = (...names: string[]): Column[] => names.map((name) => [name, `t.${name}`, 'time'])

const cards: Shape = {
  from: 'card t LEFT JOIN program p ON p.merchant_id = t.merchant_id AND p.id = t.program_id',
  key: [['id', 'uuid']],
  columns: [
    ...plain('id', 'serial', 'program_id'),
    ['program', 'p.name'],
    ...plain('state', 'cycle'),
    ['stamps', 't.total - t.cycle_start'],
    ['stamps_total', 't.total'],
    ...plain('placement', 'merged_into'),
    ...times('created_at', 'last_stamp_at', 'stamps_expire_at'),
  ],
}

const coupons: Shape = {
  from: 'coupon t',
  key: [['id', 'uuid']],
  columns: [
    ...plain('id', 'card_id', 'program_id'),
    ['reward', `t.reward->>'title'`],
    ...plain('cycle', 'milestone', 'issue', 'state', 'code'),
    ...times('issued_at', 'activated_at', 'expires_at', 'redeemed_at', 'ended_at'),
    ...plain('end_reason', 'flag', 'issue_reason'),
  ],
}

const redemptions: Shape = {
  from: 'coupon t',
  where: 't.redeemed_at IS NOT NULL',
  key: [['id', 'uuid']],
  columns: [
    ['coupon_id', 't.id'],
    ...plain('card_id'),
    ['reward', `t.reward->>'title'`],
    ...plain('code'),
    ...times('redeemed_at'),
    ['channel', `t.redeemed_by->>'channel'`],
    ['till_id', `t.redeemed_by->>'tillId'`],
    ['order_id', `t.redeemed_by->>'orderId'`],
    ['location', `t.redeemed_by->>'location'`],
    ...plain('state', 'flag'),
  ],
}

const orders: Shape = {
  from: 'till_order t',
  key: [
    ['till_id', 'uuid'],
    ['external_id', 'text'],
  ],
  columns: [
    ...plain('till_id'),
    ['order_id', 't.external_id'],
    ...plain('number', 'location_id'),
    ...times('placed_at'),
    ['total_minor', amount('total')],
    ...plain('currency', 'card_id', 'evidence', 'outcome'),
    ['stamps', 't.given'],
    ...times('updated_at'),
  ],
}

/** Never the details of cards: those are asked for by themselves. */
export const shapes: Record<ExportKind, Shape> = {
  cards,
  coupons,
  redemptions,
  orders,
  ledger: {
    from: 'stamp_ledger t',
    key: [
      ['card_id', 'uuid'],
      ['id', 'uuid'],
    ],
    columns: [
      ...plain('id', 'card_id', 'count', 'balance', 'channel', 'till_id', 'order_id', 'reason'),
      ...times('at'),
    ],
  },
  scans: {
    from: 'scan t',
    key: [['id', 'uuid']],
    columns: [
      ...plain('id', 'card_id', 'channel', 'till_id', 'location_id'),
      ['amount_minor', amount('amount')],
      ...plain('currency'),
      ...times('at'),
      ...plain('state', 'outcome'),
      ['stamps', 't.given'],
      ...plain('order_till_id', 'order_id'),
    ],
  },
  claims: {
    from: 'claim t',
    key: [['id', 'uuid']],
    columns: [
      ...plain('id', 'card_id', 'till_id', 'order_id', 'stamps'),
      ...times('created_at', 'expires_at', 'claimed_at'),
    ],
  },
  audit: {
    from: 'audit_entry t',
    key: [['sequence', 'bigint']],
    columns: [
      ['sequence', 't.sequence::float8'],
      ...times('at'),
      ...plain('actor', 'action', 'subject'),
      ['detail', 't.detail::text'],
      ['hash', `encode(t.hash, 'hex')`],
    ],
  },
}
