import { hash, type KeyObject, type X509Certificate } from 'node:crypto'
import { der, inside, oid, retagged, setOf, tags } from './der.ts'
import { utc, writeText } from './pass-field.ts'
import { createSigningThreads } from './signing-threads.ts'

/** Signs bytes into a detached CMS SignedData (RFC 5652), DER. */
export type DetachedSigner = {
  /** What all signatures have in common, with blanks for what they don't. */
  blank: Buffer
  /** So many bytes of it come before the first blank, certificates above all. */
  constant: number
  /**
   * Fills in the blanks.
   * @param target holds a copy of `blank` from `start` on
   * @param at ms since 1970; becomes the signing time
   */
  fill(target: Buffer, start: number, content: Uint8Array, at: number): Promise<void>
}

/**
 * The signature's structure is the same for all passes, so it is laid out once with blanks. Per pass remain one hash, a
 * few copies and one RSA operation, which runs on another thread and so leaves the event loop alone.
 * @param key RSA
 * @param chain certificates put into the signature beside the signer's own
 */
export function createDetachedSigner(
  key: KeyObject,
  certificate: X509Certificate,
  chain: X509Certificate[],
): DetachedSigner {
  const blankAttributes = signedAttributes(blankTime, blankDigest)
  const timeAt = blankAttributes.indexOf(blankTime)
  const digestAt = blankAttributes.indexOf(blankDigest)
  const blank = signedData(key, [certificate, ...chain], blankAttributes)
  const attributesAt = blank.indexOf(blankAttributes.subarray(1))
  // They are signed with a tag that is another one inside (RFC 5652 §5.4).
  const signInto = createSigningThreads(key, { before: tags.set, length: blankAttributes.length - 1 })
  // Many passes are signed in one second.
  let signedAt = Number.NaN
  let time = ''
  return {
    blank,
    constant: attributesAt,
    fill(target, start, content, at) {
      const second = Math.floor(at / 1000)
      if (second !== signedAt) time = utcTime(at)
      signedAt = second
      const from = start + attributesAt
      writeText(target, from + timeAt - 1, time)
      target.write(hash('sha256', content), from + digestAt - 1, 'hex')
      return signInto(target, from, start + blank.length)
    },
  }
}

const ids = {
  data: oid('1.2.840.113549.1.7.1'),
  signedData: oid('1.2.840.113549.1.7.2'),
  contentType: oid('1.2.840.113549.1.9.3'),
  messageDigest: oid('1.2.840.113549.1.9.4'),
  signingTime: oid('1.2.840.113549.1.9.5'),
}
const nothing = der(tags.null)
const sha256 = der(tags.sequence, oid('2.16.840.1.101.3.4.2.1'), nothing)
const rsa = der(tags.sequence, oid('1.2.840.113549.1.1.1'), nothing)
const version1 = der(tags.integer, Buffer.from([1]))
const blankTime = Buffer.from('YYMMDDhhmmssZ')
const blankDigest = Buffer.alloc(32, 'blank')

/** The order of the set depends on the lengths alone, which the blanks have in common with what replaces them. */
function signedAttributes(time: Buffer, digest: Buffer): Buffer {
  return setOf([
    der(tags.sequence, ids.contentType, der(tags.set, ids.data)),
    der(tags.sequence, ids.signingTime, der(tags.set, der(tags.utcTime, time))),
    der(tags.sequence, ids.messageDigest, der(tags.set, der(tags.octetString, digest))),
  ])
}

/** Ends with the blank signature. */
function signedData(key: KeyObject, certificates: X509Certificate[], attributes: Buffer): Buffer {
  const signatureLength = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8
  const signerInfo = der(
    tags.sequence,
    version1,
    issuerAndSerial(certificates[0]!),
    sha256,
    retagged(tags.context0, attributes),
    rsa,
    der(tags.octetString, Buffer.alloc(signatureLength)),
  )
  const body = der(
    tags.sequence,
    version1,
    der(tags.set, sha256),
    der(tags.sequence, ids.data),
    der(tags.context0, ...certificates.map((each) => each.raw)),
    der(tags.set, signerInfo),
  )
  return der(tags.sequence, ids.signedData, der(tags.context0, body))
}

/** To the second, with two digits for the year: right up to 2049 (RFC 5652 §11.3). */
const utcTime = (at: number): string => `${utc(at).slice(2, -1).replace(/[-:T]/g, '')}Z`

/** Copied from the certificate byte for byte: re-encoding a name may change it. */
function issuerAndSerial(certificate: X509Certificate): Buffer {
  const [toBeSigned] = inside(certificate.raw)
  const fields = inside(toBeSigned!)
  const [serial, , issuer] = fields[0]![0] === tags.context0 ? fields.slice(1) : fields
  return der(tags.sequence, issuer!, serial!)
}
