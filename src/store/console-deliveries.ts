import type pg from 'pg'
import { z } from 'zod'
import type { DeliveryRow, Page } from '../ports/console-reads.ts'
import { pageOf, pageSize, readCursor } from './console-cursor.ts'

type Row = Omit<DeliveryRow, 'receivedAt' | 'excerpt'> & { receivedAt: Date; start: Buffer }

const excerptBytes = 4000
const cursorShape = z.tuple([z.number(), z.uuid()])

export async function readTroubledDeliveries(
  pool: pg.Pool,
  merchantId: string,
  query: { cursor?: string | undefined },
): Promise<Page<DeliveryRow>> {
  const [at, id] = readCursor(query.cursor, cursorShape) ?? [null, null]
  const { rows } = await pool.query<Row>(
    `SELECT d.id, d.provider, t.name AS "tillName", d.topic, d.state, d.note, d.attempts, d.received_at AS "receivedAt",
        substring(d.body FROM 1 FOR ${excerptBytes}) AS start
      FROM delivery d LEFT JOIN till t ON t.merchant_id = d.merchant_id AND t.id = d.till_id
      WHERE d.merchant_id = $1 AND d.state IN ('unreadable', 'failed')
        AND ($2::timestamptz IS NULL OR (d.received_at, d.id) < ($2, $3::uuid))
      ORDER BY d.received_at DESC, d.id DESC LIMIT ${pageSize + 1}`,
    [merchantId, at === null ? null : new Date(at), id],
  )
  return pageOf(rows.map(asDelivery), (delivery) => [delivery.receivedAt, delivery.id])
}

const asDelivery = ({ start, receivedAt, ...row }: Row): DeliveryRow => ({
  ...row,
  receivedAt: receivedAt.getTime(),
  // The cut may go through a letter; what cannot be read becomes a replacement sign.
  excerpt: start.toString('utf8'),
})
