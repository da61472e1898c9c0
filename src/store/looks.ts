import type pg from 'pg'
import type { Look } from '../domain/card-face.ts'
import { defaultLook } from './faces.ts'
import { createPictures, type PictureDigests, picturesText } from './pictures.ts'

/** A merchant's colours with its pictures; the look that Stampbridge gives where there is none. */
export function createLooks(pool: pg.Pool): (merchantId: string) => Promise<Look> {
  const pictures = createPictures(pool)
  return async (merchantId) => {
    const { rows } = await pool.query<{ look: Partial<Look>; pictures: PictureDigests | null }>({
      name: 'merchant-look',
      text: `SELECT m.look, ${picturesText('m.id')} AS pictures FROM merchant m WHERE m.id = $1`,
      values: [merchantId],
    })
    const row = rows[0]
    if (!row) return defaultLook
    return { ...defaultLook, ...row.look, ...(await pictures.of(merchantId, row.pictures)) }
  }
}
