import { normalCode } from './coupon.ts'

/** What a scanner read, or somebody typed, may stand for. More than one may be named: the first that exists is meant. */
export type ScannedText = {
  /** A card's number, or the changing code of an open web card. */
  card?: string
  /** Secret part of a web card's address. */
  cardToken?: string
  /** A coupon's code, in `normalCode`'s form. */
  code?: string
}

const cardShape = /^[\w-]{16,64}(\.[0-9a-z]{1,8}\.[\w-]{12})?$/
const codeShape = /^[A-Z0-9-]{3,64}$/
const tokenShape = /^[\w-]{16,64}$/

/** Empty for what is nobody's card or coupon, such as another shop's poster. */
export function readScannedText(text: string): ScannedText {
  const read = text.trim().slice(0, 500)
  if (/^https?:\/\//i.test(read)) return readAddress(read)
  const code = normalCode(read)
  return {
    ...(cardShape.test(read) && { card: read }),
    ...(codeShape.test(code) && { code }),
  }
}

function readAddress(text: string): ScannedText {
  if (!URL.canParse(text)) return {}
  const [, place = '', last = ''] = new URL(text).pathname.split('/')
  if (place === 'card' && tokenShape.test(last)) return { cardToken: last }
  const code = normalCode(last)
  return place === 'discount' && codeShape.test(code) ? { code } : {}
}
