import type { Look } from '../domain/card-face.ts'
import { usualPlacements } from '../domain/placement.ts'
import type { ProgramRules } from '../domain/program.ts'
import type { JoinOffer, JoinOffers } from '../ports/join-offers.ts'
import { digest } from '../secrets/random-id.ts'
import type { Database } from './database.ts'
import { defaultLook } from './faces.ts'
import { createPictures, type PictureDigests, picturesText } from './pictures.ts'

type Row = {
  merchant_id: string
  id: string
  slug: string
  name: string
  state: string
  shop_name: string
  locale: string
  time_zone: string
  look: Partial<Look>
  pictures: PictureDigests | null
  rules: ProgramRules
}

const mostPlacements = 200
const mostOffers = 10

const columns = `p.merchant_id, p.id, p.slug, p.name, p.state, m.name AS shop_name, m.locale, m.time_zone, m.look,
  ${picturesText('m.id')} AS pictures, v.rules`
const joined = `JOIN merchant m ON m.id = p.merchant_id AND m.erased_at IS NULL
  JOIN program_version v ON v.merchant_id = p.merchant_id AND v.program_id = p.id AND v.version = p.version`

export function createJoinOffers({ pool }: Pick<Database, 'pool'>): JoinOffers {
  const pictures = createPictures(pool)
  const asOffer = async (row: Row): Promise<JoinOffer> => ({
    merchantId: row.merchant_id,
    programId: row.id,
    slug: row.slug,
    shopName: row.shop_name,
    programName: row.name,
    look: { ...defaultLook, ...row.look, ...(await pictures.of(row.merchant_id, row.pictures)) },
    locale: row.locale,
    timeZone: row.time_zone,
    rules: row.rules,
    open: row.state === 'active',
  })
  const count = async (
    column: 'views' | 'joins',
    merchantId: string,
    programId: string,
    placement: string,
  ) => {
    // Anybody can make up placements in an address: a program keeps a bounded number of them beside the usual ones.
    await pool.query(
      `INSERT INTO join_placement AS p (merchant_id, program_id, key, ${column})
        SELECT $1, $2, $3, 1 WHERE EXISTS (
          SELECT 1 FROM join_placement WHERE merchant_id = $1 AND program_id = $2 AND key = $3)
          OR $3 = ANY($4::text[])
          OR (SELECT count(*) FROM join_placement WHERE merchant_id = $1 AND program_id = $2) < ${mostPlacements}
        ON CONFLICT (merchant_id, program_id, key) DO UPDATE SET ${column} = p.${column} + 1`,
      [merchantId, programId, placement, usualPlacements],
    )
  }
  return {
    async bySlug(slug) {
      const { rows } = await pool.query<Row>({
        name: 'join-offer',
        text: `SELECT ${columns} FROM directory d
          JOIN program p ON p.merchant_id = d.merchant_id AND p.id = d.target_id ${joined}
          WHERE d.kind = 'slug' AND d.key = $1`,
        values: [Buffer.from(digest(slug))],
      })
      return rows[0] ? asOffer(rows[0]) : null
    },
    async ofMerchant(merchantId) {
      const { rows } = await pool.query<Row>({
        name: 'join-offers-of-merchant',
        text: `SELECT ${columns} FROM program p ${joined} WHERE p.merchant_id = $1
          ORDER BY p.state = 'active' DESC, p.id DESC LIMIT ${mostOffers}`,
        values: [merchantId],
      })
      return Promise.all(rows.map(asOffer))
    },
    countView: (merchantId, programId, placement) => count('views', merchantId, programId, placement),
    countJoin: (merchantId, programId, placement) => count('joins', merchantId, programId, placement),
  }
}
