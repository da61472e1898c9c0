import { createHash } from 'node:crypto'
import type { StampDesign } from '../../src/art/stamp-picture.ts'
import type { CardFace, Look } from '../../src/domain/card-face.ts'

export type Drawn = Pick<
  CardFace,
  'merchantId' | 'programId' | 'version' | 'look' | 'stamps' | 'goal' | 'milestones'
>

/**
 * Public path of the picture of `face.stamps` stamps. Google keeps what it fetched once, so all that the picture is
 * drawn from is in its address: another look has another address.
 */
export const heroImagePath = (face: Drawn): string =>
  `${folder(face)}/${Math.min(Math.max(face.stamps, 0), face.goal)}.png`

/** Public path of the logo, drawn into the shape that Google asks for. */
export const logoPath = (face: Drawn): string => `${folder(face)}/logo.png`

const folder = (face: Drawn): string =>
  `/wallet-images/${short(face.merchantId)}/${short(face.programId)}/${face.version}-${hashOf(face)}`

/** A UUID in 22 characters: the addresses travel in save links, which must be short. */
const short = (uuid: string): string => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url')

const hashOf = ({ look, goal, milestones }: Drawn): string =>
  designHash({ look, goal, milestones: milestones.map((milestone) => milestone.at) })

/** Differs whenever a picture of the design would. Pictures may be large: their known digests stand for them. */
export function designHash({ look, goal, milestones }: StampDesign): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([look.background, look.foreground, look.accent, look.stamp, goal, milestones]))
  for (const kind of ['logo', 'photo'] as const) hash.update(pictureDigest(look, kind) ?? 'none')
  return hash.digest('base64url').slice(0, 8)
}

function pictureDigest(look: Look, kind: 'logo' | 'photo'): Buffer | null {
  const picture = look[kind]
  if (!picture) return null
  const known = look.digests?.[kind]
  return known === undefined ? createHash('sha256').update(picture).digest() : Buffer.from(known, 'hex')
}
