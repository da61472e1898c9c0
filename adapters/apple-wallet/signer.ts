import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createDetachedSigner, type DetachedSigner } from './cms.ts'

/** What signs passes and opens the door at APNs. */
export type PassSigner = {
  passTypeId: string
  teamId: string
  cms: DetachedSigner
  /** When the first of the certificates ends, in ms since 1970: after that, phones refuse passes and APNs the connection. */
  notAfter: number
  /** The same certificate and key for TLS; PEM, the key in the clear. */
  tls: { cert: string; key: string }
  /** Made here and trusted by no phone. */
  demo: boolean
}

export type SignerFiles = {
  /** The pass's certificate and Apple's intermediate: PEM, or DER as Apple hands them out. */
  certFile: string
  keyFile: string
  passphrase?: string | undefined
  wwdrFile: string
}

type SignerOptions = SignerFiles & { passTypeId: string; teamId: string; now: number }

/**
 * Reads and cross-checks certificate files.
 * @throws Error of one sentence that says which file or setting to correct.
 */
export async function loadSigner(options: SignerOptions & { demo?: boolean }): Promise<PassSigner> {
  const { certFile, keyFile, wwdrFile, passTypeId, teamId } = options
  const certificate = await readCertificate(certFile, 'pass certificate')
  const wwdr = await readCertificate(wwdrFile, 'WWDR certificate')
  const key = readKey(await read(keyFile, 'pass key'), keyFile, options.passphrase)
  checkKey(certificate, key, options)
  checkSubject(certificate, options)
  if (!certificate.checkIssued(wwdr) || !certificate.verify(wwdr.publicKey))
    throw new Error(
      `the pass certificate in ${certFile} was not issued by the WWDR certificate in ${wwdrFile}: take Apple's intermediate of the same generation (${generation(certificate)})`,
    )
  checkTime(certificate, certFile, options.now)
  checkTime(wwdr, wwdrFile, options.now)
  return {
    passTypeId,
    teamId,
    cms: createDetachedSigner(key, certificate, [wwdr]),
    notAfter: Math.min(Date.parse(certificate.validTo), Date.parse(wwdr.validTo)),
    tls: { cert: certificate.toString(), key: key.export({ type: 'pkcs8', format: 'pem' }).toString() },
    demo: options.demo ?? false,
  }
}

async function read(file: string, what: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new Error(`the ${what} cannot be read at ${file}`, { cause })
  }
}

async function readCertificate(file: string, what: string): Promise<X509Certificate> {
  const bytes = await read(file, what)
  try {
    return new X509Certificate(bytes)
  } catch (cause) {
    throw new Error(`${file} holds no certificate (a ${what} in PEM or DER is wanted)`, { cause })
  }
}

function readKey(pem: Buffer, file: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) })
  } catch (cause) {
    if (!pem.includes('PRIVATE KEY'))
      throw new Error(`${file} holds no private key (PEM is wanted)`, { cause })
    const encrypted = pem.includes('ENCRYPTED')
    if (encrypted && passphrase === undefined)
      throw new Error(`the key in ${file} is encrypted and needs its passphrase`, { cause })
    throw new Error(
      encrypted ? `the passphrase does not open the key in ${file}` : `the key in ${file} is damaged`,
      {
        cause,
      },
    )
  }
}

function checkKey(certificate: X509Certificate, key: KeyObject, { certFile, keyFile }: SignerFiles): void {
  if (key.asymmetricKeyType !== 'rsa')
    throw new Error(`the key in ${keyFile} is not RSA, which pass certificates use`)
  if (!certificate.checkPrivateKey(key))
    throw new Error(`the key in ${keyFile} does not belong to the certificate in ${certFile}`)
}

/** Apple puts the pass type id into UID and the team id into OU; a pass that says otherwise is refused by every phone. */
function checkSubject(certificate: X509Certificate, { certFile, passTypeId, teamId }: SignerOptions): void {
  const subject = certificate.toLegacyObject().subject as unknown as Record<string, string | string[]>
  const has = (field: string, value: string) => [subject[field]].flat().includes(value)
  if (!has('UID', passTypeId))
    throw new Error(
      `the certificate in ${certFile} is for pass type id ${subject.UID ?? '(none)'}, not ${passTypeId}`,
    )
  if (!has('OU', teamId))
    throw new Error(`the certificate in ${certFile} is for team id ${subject.OU ?? '(none)'}, not ${teamId}`)
}

function checkTime(certificate: X509Certificate, file: string, now: number): void {
  if (Date.parse(certificate.validTo) <= now)
    throw new Error(`the certificate in ${file} expired on ${certificate.validTo}: renew it`)
  if (Date.parse(certificate.validFrom) > now)
    throw new Error(`the certificate in ${file} is valid only from ${certificate.validFrom}: check the clock`)
}

const generation = (certificate: X509Certificate) =>
  /^OU=(.+)$/m.exec(certificate.issuer)?.[1] ?? 'see its issuer'
