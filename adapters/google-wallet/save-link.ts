import { sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { GoogleKey } from './key.ts'
import type { LoyaltyClass, LoyaltyObject } from './loyalty-object.ts'

/** What the link brings with it: ids of what Google has already, or everything. */
export type SavePayload = {
  loyaltyClasses?: LoyaltyClass[]
  loyaltyObjects: (Pick<LoyaltyObject, 'id' | 'classId'> | LoyaltyObject)[]
}

/** Browsers and Google cut longer addresses off. */
const linkLimit = 1800
const signText = promisify(sign)

/**
 * Address that asks the customer to save the pass: `https://pay.google.com/gp/v/save/<RS256 JWT>`.
 * @param now milliseconds; becomes `iat`.
 * @see https://developers.google.com/wallet/retail/loyalty-cards/use-cases/jwt
 */
export async function saveLink(
  key: GoogleKey,
  baseUrl: string,
  payload: SavePayload,
  now: number,
): Promise<string> {
  const claims = {
    iss: key.email,
    aud: 'google',
    typ: 'savetowallet',
    iat: Math.floor(now / 1000),
    origins: [new URL(baseUrl).origin],
    payload,
  }
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`
  const signature = await signText('RSA-SHA256', Buffer.from(signed), key.privateKey)
  return `https://pay.google.com/gp/v/save/${signed}.${signature.toString('base64url')}`
}

/**
 * The link that carries the whole pass, for a key that sends nothing. What the pass can do without is left out, the
 * least missed first, until the address is short enough.
 */
export async function fullSaveLink(
  key: GoogleKey,
  baseUrl: string,
  pass: { loyaltyClass: LoyaltyClass; loyaltyObject: LoyaltyObject },
  now: number,
): Promise<string> {
  let loyaltyClasses = [pass.loyaltyClass]
  let loyaltyObjects = [pass.loyaltyObject]
  let address = await saveLink(key, baseUrl, { loyaltyClasses, loyaltyObjects }, now)
  for (const spare of dispensable) {
    if (address.length < linkLimit) break
    loyaltyClasses = loyaltyClasses.map((each) => spare.ofClass?.(each) ?? each)
    loyaltyObjects = loyaltyObjects.map((each) => spare.ofObject?.(each) ?? each)
    address = await saveLink(key, baseUrl, { loyaltyClasses, loyaltyObjects }, now)
  }
  return address
}

type Spare = {
  ofClass?: (loyaltyClass: LoyaltyClass) => LoyaltyClass
  ofObject?: (loyaltyObject: LoyaltyObject) => LoyaltyObject
}

const dispensable: Spare[] = [
  {
    ofClass: (each) => ({ ...each, programLogo: bare(each.programLogo) }),
    ofObject: (each) => ({ ...each, heroImage: bare(each.heroImage) }),
  },
  { ofClass: ({ callbackOptions: _, ...rest }) => rest },
  { ofObject: (each) => ({ ...each, textModulesData: (each.textModulesData ?? []).slice(0, 2) }) },
  { ofObject: ({ textModulesData: _, ...rest }) => rest },
  { ofObject: ({ linksModuleData: _, ...rest }) => rest },
]

const bare = (image: LoyaltyObject['heroImage']) => ({ sourceUri: { uri: image?.sourceUri?.uri ?? null } })

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
