import type pg from 'pg'
import type { CardFace, FaceCoupon, FaceEvent, Look, ShopContact } from '../domain/card-face.ts'
import type { ProgramRules, Reward } from '../domain/program.ts'
import type { PassCard, PassCards } from '../ports/pass-cards.ts'
import type { Provider } from '../ports/till.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { digest } from '../secrets/random-id.ts'
import { askedTogether } from './grouped.ts'
import { createPictures, type PictureDigests, picturesText } from './pictures.ts'

export const defaultLook: Look = { background: '#1d3a34', foreground: '#ffffff', accent: '#f2b84b' }

type FaceRow = {
  id: string
  program_id: string
  version: number
  serial: string
  token_version: number
  total: number
  cycle: number
  cycle_start: number
  progress: CardFace['progress']
  revision: number
  modified_second: string
  state: string
  moved_to: string | null
  stamps_expire_at: Date | null
  stamps_warned_of: Date | null
  shop_name: string
  locale: string
  time_zone: string
  look: Partial<Look>
  data_key: Buffer
  contact: ShopContact
  pictures: PictureDigests | null
  locations: CardFace['locations'] | null
  history: EventJson[] | null
  program_name: string
  program_state: string
  rules: ProgramRules
  coupons: CouponJson[] | null
}

type CouponJson = {
  id: string
  reward: Reward
  state: 'issuing' | 'active'
  code: string | null
  expires_at: string | null
  warned_at: string | null
  tills: { provider: Provider; shop: string | null }[] | null
}

type EventJson = { kind: FaceEvent['kind']; at: string; count: number; title: string }

/** Phones are told where the card is of use, and what happened to it last. */
const placesText = `(SELECT json_agg(l) FROM (SELECT latitude, longitude, name FROM location
      WHERE merchant_id = c.merchant_id AND latitude IS NOT NULL ORDER BY till_id, external_id LIMIT 10) AS l)`
const historyText = `(SELECT json_agg(h ORDER BY h.at DESC) FROM (
      (SELECT 'stamps' AS kind, at, count, '' AS title FROM stamp_ledger
        WHERE merchant_id = c.merchant_id AND card_id = c.id ORDER BY at DESC, id DESC LIMIT 5)
      UNION ALL
      (SELECT CASE state WHEN 'redeemed' THEN 'coupon-used' ELSE 'coupon-expired' END, coalesce(redeemed_at, ended_at), 0,
          reward->>'title' FROM coupon
        WHERE merchant_id = c.merchant_id AND card_id = c.id AND state IN ('redeemed', 'expired')
        ORDER BY coalesce(redeemed_at, ended_at) DESC LIMIT 5)
      ORDER BY at DESC LIMIT 5) AS h)`

/**
 * Planned for one card (OFFSET), whatever the tables are believed to hold, and once for all: Postgres does not see how
 * many are asked for (SELECT), and so does not think a plan of this time's number cheaper than the one that it keeps.
 * Planning takes several times as long as reading ten cards.
 */
const faceText = `SELECT u.n::int, f.* FROM unnest((SELECT $1::uuid[]), (SELECT $2::uuid[])) WITH ORDINALITY AS u(merchant_id, id, n)
  CROSS JOIN LATERAL (SELECT c.id, c.program_id, c.version, c.serial, c.token_version, c.total, c.cycle, c.cycle_start, c.progress,
    c.revision, c.modified_second, c.state, c.stamps_expire_at, c.stamps_warned_of,
    (SELECT right(s.serial, 4) FROM card s WHERE s.merchant_id = c.merchant_id AND s.id = c.merged_into) AS moved_to, m.name AS shop_name, m.locale, m.time_zone, m.look, m.contact, m.data_key,
    ${picturesText('c.merchant_id')} AS pictures, ${placesText} AS locations, ${historyText} AS history,
    p.name AS program_name, p.state AS program_state, v.rules,
    (SELECT json_agg(o ORDER BY o.issued_at DESC, o.id DESC) FROM (
      SELECT k.id, k.reward, k.state, k.code, k.issued_at, k.expires_at, k.warned_at,
        (SELECT json_agg(json_build_object('provider', t.provider, 'shop', t.external_id)) FROM code_placement q
          JOIN till t ON t.merchant_id = q.merchant_id AND t.id = q.till_id
          WHERE q.merchant_id = k.merchant_id AND q.coupon_id = k.id) AS tills
      FROM coupon k WHERE k.merchant_id = c.merchant_id AND k.card_id = c.id AND k.state IN ('issuing', 'active')
    ) AS o) AS coupons
  FROM card c JOIN merchant m ON m.id = c.merchant_id
  JOIN program p ON p.merchant_id = c.merchant_id AND p.id = c.program_id
  JOIN program_version v ON v.merchant_id = c.merchant_id AND v.program_id = c.program_id AND v.version = c.version
  WHERE c.merchant_id = u.merchant_id AND c.id = u.id OFFSET 0) AS f`

/**
 * After an edit a hundred phones ask in a second. Those that come meanwhile are answered together, so that whoever
 * sells does not wait for a connection; but not so many that a sale waits for their answers.
 */
const mostTogether = 20

/** Cards as everybody sees them: one query, one picture. */
export function createPassCards(pool: pg.Pool, keyring: Keyring, baseUrl: string): PassCards {
  const pictures = createPictures(pool)
  const faceRow = askedTogether((cards: CardName[]) => faceRows(pool, cards), mostTogether)
  const serialRow = askedTogether((serials: string[]) => serialRows(pool, serials), mostTogether)
  return {
    async face(merchantId, cardId) {
      const row = await faceRow({ merchantId, cardId })
      // Of a merchant that was erased long ago nothing can be opened any more.
      if (!row || row.data_key.length === 0) return null
      const dataKey = keyring.open(merchantId, row.data_key)
      const drawn = await pictures.of(merchantId, row.pictures)
      const url = `${baseUrl}/card/${dataKey.cardToken(row.id, row.token_version)}`
      return asFace(merchantId, row, { ...defaultLook, ...row.look, ...drawn }, url)
    },
    bySerial: async (serial) => asPassCard(keyring, await serialRow(serial)),
  }
}

type CardName = { merchantId: string; cardId: string }

async function faceRows(pool: pg.Pool, cards: CardName[]): Promise<(FaceRow | undefined)[]> {
  const { rows } = await pool.query<FaceRow & { n: number }>({
    name: 'card-face',
    text: faceText,
    values: [cards.map(({ merchantId }) => merchantId), cards.map(({ cardId }) => cardId)],
  })
  const found = new Map(rows.map((row) => [row.n, row]))
  return cards.map((_card, index) => found.get(index + 1))
}

type SerialRow = {
  merchant_id: string
  id: string
  token_version: number
  revision: number
  modified_second: string
  data_key: Buffer
  cut_off: number[]
}

async function serialRows(pool: pg.Pool, serials: string[]): Promise<(SerialRow | undefined)[]> {
  const { rows } = await pool.query<SerialRow & { n: number }>({
    name: 'card-by-serial',
    text: `SELECT u.n::int, s.* FROM unnest((SELECT $1::bytea[])) WITH ORDINALITY AS u(key, n) CROSS JOIN LATERAL (
      SELECT c.merchant_id, c.id, c.token_version, c.revision, c.modified_second, m.data_key,
        ARRAY(SELECT DISTINCT r.cut_off_version FROM apple_registration r WHERE r.merchant_id = c.merchant_id
          AND r.card_id = c.id AND r.cut_off_version IS NOT NULL) AS cut_off
      FROM directory d JOIN card c ON c.merchant_id = d.merchant_id AND c.id = d.target_id
      JOIN merchant m ON m.id = c.merchant_id
      WHERE d.kind = 'card-serial' AND d.key = u.key OFFSET 0) AS s`,
    values: [serials.map((serial) => Buffer.from(digest(serial)))],
  })
  const found = new Map(rows.map((row) => [row.n, row]))
  return serials.map((_serial, index) => found.get(index + 1))
}

function asPassCard(keyring: Keyring, row: SerialRow | undefined): PassCard | null {
  if (!row || row.data_key.length === 0) return null
  const dataKey = keyring.open(row.merchant_id, row.data_key)
  return {
    merchantId: row.merchant_id,
    cardId: row.id,
    passToken: dataKey.passToken(row.id, row.token_version),
    cutOff: row.cut_off.map((version) => ({ version, passToken: dataKey.passToken(row.id, version) })),
    revision: row.revision,
    modifiedSecond: Number(row.modified_second),
  }
}

function asFace(merchantId: string, row: FaceRow, look: Look, url: string): CardFace {
  const stamps = row.total - row.cycle_start
  const milestones = row.rules.milestones.map(({ at, reward }) => ({ at, title: reward.title }))
  return {
    merchantId,
    cardId: row.id,
    programId: row.program_id,
    version: row.version,
    serial: row.serial,
    revision: row.revision,
    modifiedSecond: Number(row.modified_second),
    locale: row.locale,
    timeZone: row.time_zone,
    shopName: row.shop_name,
    programName: row.program_name,
    look,
    stamps,
    goal: row.rules.goal,
    cycle: row.cycle,
    milestones,
    nextReward: milestones.find(({ at }) => at > stamps) ?? milestones.at(-1)!,
    progress: row.progress,
    coupons: (row.coupons ?? []).map(asFaceCoupon),
    url,
    voided: row.state !== 'active',
    ...(row.state === 'paused' && { paused: true }),
    ended: row.program_state === 'ended',
    earn: row.rules.earn,
    contact: row.contact,
    locations: row.locations ?? [],
    history: row.state === 'active' ? (row.history ?? []).map(asEvent) : [],
    ...(row.moved_to !== null && { movedTo: row.moved_to }),
    ...(row.stamps_expire_at && {
      stampsExpireAt: row.stamps_expire_at.getTime(),
      stampsExpireSoon: row.stamps_warned_of?.getTime() === row.stamps_expire_at.getTime(),
    }),
  }
}

function asEvent({ kind, at, count, title }: EventJson): FaceEvent {
  const moment = Date.parse(at)
  return kind === 'stamps' ? { kind, at: moment, count } : { kind, at: moment, title }
}

function asFaceCoupon(coupon: CouponJson): FaceCoupon {
  const { reward, code } = coupon
  return {
    id: coupon.id,
    rewardId: reward.id,
    title: reward.title,
    kind: reward.kind,
    ...(reward.kind === 'redeem_code' && { codeSource: reward.codeSource }),
    state: coupon.state,
    code,
    display: reward.display,
    scanValue: code === null ? null : scanValue(code, reward, coupon.tills ?? []),
    expiresAt: coupon.expires_at === null ? null : Date.parse(coupon.expires_at),
    expiresSoon: coupon.warned_at !== null,
  }
}

/** Shopify's till scans the shop's discount address; every other till scans the bare code. */
function scanValue(
  code: string,
  reward: Reward,
  tills: { provider: Provider; shop: string | null }[],
): string {
  const [first, ...others] = tills
  const shopifyAlone = first?.provider === 'shopify' && others.every((till) => till.provider === 'shopify')
  return shopifyAlone && reward.display === 'qr' ? `https://${first.shop}/discount/${code}` : code
}

/** What the pictures of a program's stamps are drawn from; null when the merchant has no such version. */
export function createDesigns(pool: pg.Pool) {
  const pictures = createPictures(pool)
  return async (merchantId: string, programId: string, version: number) => {
    const { rows } = await pool.query<{
      look: Partial<Look>
      pictures: PictureDigests | null
      rules: ProgramRules
    }>({
      name: 'stamp-design',
      text: `SELECT m.look, ${picturesText('m.id')} AS pictures, v.rules FROM program_version v JOIN merchant m ON m.id = v.merchant_id
        WHERE v.merchant_id = $1 AND v.program_id = $2 AND v.version = $3`,
      values: [merchantId, programId, version],
    })
    const row = rows[0]
    if (!row) return null
    const milestones = row.rules.milestones.map(({ at }) => at)
    const drawn = await pictures.of(merchantId, row.pictures)
    return { look: { ...defaultLook, ...row.look, ...drawn }, goal: row.rules.goal, milestones }
  }
}
