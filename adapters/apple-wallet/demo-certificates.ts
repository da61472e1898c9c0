import { generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'

const { asn1, md, pki } = forge
const day = 86_400_000
const lifetime = 730 * day

type Ids = { passTypeId: string; teamId: string; now: number }
type Name = forge.pki.CertificateField[]
type Pair = { privateKey: forge.pki.rsa.PrivateKey; publicKey: forge.pki.rsa.PublicKey }

/** root -> intermediate -> signer as at Apple, in PEM, by file name. The keys of the two authorities are thrown away. */
export async function makeDemoCertificates(ids: Ids) {
  const [rootKeys, wwdrKeys, signerKeys] = await Promise.all([keyPair(), keyPair(), keyPair()])
  const root = [organization, { name: 'commonName', value: 'Stampbridge Demo Root' }]
  const wwdr = [
    organization,
    { shortName: 'OU', value: 'G4' },
    { name: 'commonName', value: 'Apple Worldwide Developer Relations CA (demo)' },
  ]
  const signer = [
    { type: uidType, value: ids.passTypeId },
    { name: 'commonName', value: `Pass Type ID: ${ids.passTypeId}` },
    { shortName: 'OU', value: ids.teamId },
    organization,
  ]
  const issue = (subject: Name, keys: Pair, issuer: Name, by: Pair, extensions: object[]) =>
    certificate({ subject, issuer, publicKey: keys.publicKey, signedBy: by.privateKey, extensions }, ids.now)
  return {
    'root.pem': issue(root, rootKeys, root, rootKeys, authority),
    'wwdr.pem': issue(wwdr, wwdrKeys, root, rootKeys, authority),
    'signer.pem': issue(signer, signerKeys, wwdr, wwdrKeys, passSigner(ids.passTypeId)),
    'signer.key': pki.privateKeyInfoToPem(pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(signerKeys.privateKey))),
  }
}

const uidType = '0.9.2342.19200300.100.1.1'
const organization = { name: 'organizationName', value: 'Stampbridge demo, not Apple' }

const authority = [
  { name: 'basicConstraints', cA: true, critical: true },
  { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  { name: 'subjectKeyIdentifier' },
]

/** Apple's leaf names the pass type once more in an extension of its own; e-mail protection is what openssl asks of a signer. */
const passSigner = (passTypeId: string) => [
  { name: 'basicConstraints', cA: false, critical: true },
  { name: 'keyUsage', digitalSignature: true, critical: true },
  { name: 'extKeyUsage', clientAuth: true, emailProtection: true },
  { name: 'subjectKeyIdentifier' },
  {
    id: '1.2.840.113635.100.6.1.16',
    value: asn1.create(asn1.Class.UNIVERSAL, asn1.Type.UTF8, false, passTypeId),
  },
]

function certificate(
  parts: {
    subject: Name
    issuer: Name
    publicKey: forge.pki.rsa.PublicKey
    signedBy: forge.pki.rsa.PrivateKey
    extensions: object[]
  },
  now: number,
): string {
  const made = pki.createCertificate()
  // A leading 01 keeps the number positive and its encoding minimal.
  made.serialNumber = `01${randomBytes(15).toString('hex')}`
  made.publicKey = parts.publicKey
  // A day back: the clock of whoever checks may be behind.
  made.validity.notBefore = new Date(now - day)
  made.validity.notAfter = new Date(now + lifetime)
  made.setSubject(parts.subject)
  made.setIssuer(parts.issuer)
  made.setExtensions(parts.extensions)
  made.sign(parts.signedBy, md.sha256.create())
  return pki.certificateToPem(made).replaceAll('\r', '')
}

/** By Node, on the thread pool: in JavaScript this would freeze the process for seconds. */
async function keyPair(): Promise<Pair> {
  const made = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return {
    privateKey: pki.privateKeyFromPem(made.privateKey),
    publicKey: pki.publicKeyFromPem(made.publicKey),
  }
}
