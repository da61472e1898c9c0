import { createPrivateKey, generateKeyPair, type KeyObject, randomUUID } from 'node:crypto'
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

/** Who speaks to Google Wallet, and for which issuer account. */
export type GoogleKey = {
  issuerId: string
  /** The service account's address; `iss` of everything it signs. */
  email: string
  privateKey: KeyObject
  /** True for the key that Stampbridge made itself: it signs save links, and nothing is ever sent to Google. */
  demo: boolean
}

const ServiceAccount = z.object({
  type: z.literal('service_account'),
  client_email: z.email().max(320),
  private_key: z.string().max(10_000),
})

/**
 * Reads the service account file that Google's console hands out.
 * @throws Error in one sentence for the operator, naming the file and never its content.
 */
export async function loadServiceAccount(path: string, issuerId: string): Promise<GoogleKey> {
  const wrong = (what: string) => new Error(`GOOGLE_WALLET_KEY: ${path} ${what}`)
  if (!/^\d{1,25}$/.test(issuerId))
    throw new Error(
      'GOOGLE_WALLET_ISSUER_ID is the number that the Google Pay & Wallet Console shows as issuer ID',
    )
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw wrong(`cannot be read (${error.code ?? 'unknown error'})`)
  })
  const account = ServiceAccount.safeParse(parseJson(text))
  if (!account.success) {
    const field = account.error.issues[0]?.path.join('.')
    throw wrong(`is no service account key in JSON${field ? `: its "${field}" is missing or wrong` : ''}`)
  }
  const privateKey = parseKey(account.data.private_key)
  if (privateKey?.asymmetricKeyType !== 'rsa') throw wrong('holds no RSA private key in PEM')
  return { issuerId, email: account.data.client_email, privateKey, demo: false }
}

/**
 * The demo key in `directory`, made there on the first call (file 0600). Any number of processes may call at once
 * and get the same key.
 */
export async function openDemoKey(directory: string): Promise<GoogleKey> {
  const path = join(directory, 'demo-key.pem')
  const pem = (await readIfThere(path)) ?? (await makeDemoKey(directory, path))
  const privateKey = parseKey(pem)
  if (!privateKey) throw new Error(`${path} is damaged: delete it, and a new demo key is made`)
  return { issuerId: '0', email: 'stampbridge@demo.invalid', privateKey, demo: true }
}

async function makeDemoKey(directory: string, path: string): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  try {
    await chmod(draft, 0o600)
    // A link never replaces a file: whoever comes second takes the first one's key, and nobody reads half a file.
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  return readFile(path, 'utf8')
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function parseKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined
  }
}
