import { resolve } from 'node:path'
import { z } from 'zod'
import { address, file, flag, httpAddress, names, networks, port, secrets, text } from './config-fields.ts'

/** Everything that can be set from outside, checked. A group is absent when none of it is configured. */
export type Config = {
  http: {
    port: number
    host: string
    baseUrl: string
    /** Whose `X-Forwarded-For` is believed: addresses, subnets, names of Express's own. */
    trustedProxies: string[]
  }
  /** Absolute. Embedded database, made keys and demo certificates. */
  dataDir: string
  /** Without an address the database is embedded, in `dataDir`. */
  database: { url?: string }
  /** Without an address the queue is kept in the database. */
  redis: { url?: string }
  /** Newest first. Without any, one is made and kept in `dataDir`. */
  secretKeys?: string[]
  adminApiKey?: string
  demo: boolean
  shopify?: { apiKey?: string; apiSecret: string[]; apiUrl?: string }
  square?: {
    applicationId?: string
    applicationSecret?: string
    webhookSignatureKey: string
    webhookUrl: string
    apiUrl: string
    sandbox: boolean
  }
  apple?: {
    passTypeId: string
    teamId: string
    certFile: string
    keyFile: string
    passphrase?: string
    wwdrFile: string
  }
  apnsUrl?: string
  google?: { issuerId: string; keyFile: string }
  googleApiUrl?: string
  googleTokenUrl?: string
  /** Where Google publishes the keys that sign its callbacks. */
  googleKeysUrl?: string
  /** Names under which Google signs its callbacks. */
  googleSenders?: string[]
  /** Where a worker process answers /healthz, /readyz and /metrics; web processes do so at their own port. */
  metricsPort?: number
  logLevel: LogLevel
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
type LogLevel = (typeof logLevels)[number]

/** Everything that is wrong with the environment, one sentence each. No sentence holds a secret. */
export class ConfigError extends Error {
  readonly problems: string[]
  constructor(problems: string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `- ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/** What each variable may hold; README.md describes them for operators. */
const environment = z.object({
  PORT: port.default(3000),
  /** Default: this machine alone when embedded, every interface otherwise. */
  HOST: text.optional(),
  /** Public address, for links, passes and QR codes. */
  BASE_URL: httpAddress
    .refine(
      (url) => new URL(url).origin === url,
      'must be an address without a path, such as https://cards.example.com',
    )
    .optional(),
  /** Whoever may say for whom a request comes; limits count by that address. */
  TRUST_PROXY: networks.default(['loopback', 'linklocal', 'uniquelocal']),
  DATA_DIR: text.default('.data'),
  DATABASE_URL: address(
    /^postgres(ql)?:\/\//,
    'an address such as postgresql://user:password@host:5432/name',
  ).optional(),
  REDIS_URL: address(/^rediss?:\/\//, 'an address such as redis://host:6379').optional(),
  /** Newest first; older ones still open what they sealed. */
  SECRET_KEY: secrets(16).optional(),
  ADMIN_API_KEY: text.optional(),
  DEMO: flag.optional(),
  SHOPIFY_API_KEY: text.optional(),
  /** Two while Shopify rotates it. Enough by itself to receive webhooks. */
  SHOPIFY_API_SECRET: secrets(1).optional(),
  SHOPIFY_API_URL: httpAddress.optional(),
  SQUARE_APPLICATION_ID: text.optional(),
  SQUARE_APPLICATION_SECRET: text.optional(),
  /** Enough by itself to receive webhooks. */
  SQUARE_WEBHOOK_SIGNATURE_KEY: text.optional(),
  /** Byte for byte as Square has it, because it is signed. Default: BASE_URL + /webhooks/square. */
  SQUARE_WEBHOOK_URL: address(/^https?:\/\//, 'the notification address as Square has it').optional(),
  /** Where sellers sign in and calls go; default: what SQUARE_API_URL is, otherwise production. */
  SQUARE_ENVIRONMENT: z.enum(['production', 'sandbox'], 'must be production or sandbox').optional(),
  SQUARE_API_URL: httpAddress.optional(),
  APPLE_PASS_TYPE_ID: text.regex(/^pass\./, 'must begin with "pass."').optional(),
  APPLE_TEAM_ID: text.regex(/^[A-Z0-9]{10}$/, 'must be the ten characters that Apple gave').optional(),
  APPLE_PASS_CERT: file.optional(),
  APPLE_PASS_KEY: file.optional(),
  APPLE_PASS_KEY_PASSPHRASE: text.optional(),
  APPLE_WWDR_CERT: file.optional(),
  APNS_URL: httpAddress.optional(),
  GOOGLE_WALLET_ISSUER_ID: text.regex(/^\d+$/, 'must be the number that Google gave').optional(),
  GOOGLE_WALLET_KEY: file.optional(),
  GOOGLE_WALLET_API_URL: httpAddress.optional(),
  GOOGLE_TOKEN_URL: httpAddress.optional(),
  /** Of the keys that sign save and delete callbacks; a whole address, with its path. */
  GOOGLE_WALLET_KEYS_URL: httpAddress.optional(),
  /** Google's documents know two names, and both are taken unless this says which. */
  GOOGLE_WALLET_SENDERS: names.optional(),
  /** For worker processes, which otherwise listen nowhere. */
  METRICS_PORT: port.optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
})
/** Names of all variables that are read. */
export const settingNames = Object.keys(environment.shape)

type Environment = z.infer<typeof environment>
type Raw = Partial<Record<keyof Environment, string>>

/** What makes no sense alone: [when any of these is set, all of those must be]. */
const belongTogether: [(keyof Environment)[], (keyof Environment)[]][] = [
  [['SHOPIFY_API_KEY', 'SHOPIFY_API_URL'], ['SHOPIFY_API_SECRET']],
  [
    ['SQUARE_APPLICATION_ID', 'SQUARE_WEBHOOK_URL', 'SQUARE_API_URL', 'SQUARE_ENVIRONMENT'],
    ['SQUARE_WEBHOOK_SIGNATURE_KEY'],
  ],
  [['SQUARE_APPLICATION_ID'], ['SQUARE_APPLICATION_SECRET']],
  [['SQUARE_APPLICATION_SECRET'], ['SQUARE_APPLICATION_ID']],
  [
    [
      'APPLE_PASS_TYPE_ID',
      'APPLE_TEAM_ID',
      'APPLE_PASS_CERT',
      'APPLE_PASS_KEY',
      'APPLE_PASS_KEY_PASSPHRASE',
      'APPLE_WWDR_CERT',
    ],
    ['APPLE_PASS_TYPE_ID', 'APPLE_TEAM_ID', 'APPLE_PASS_CERT', 'APPLE_PASS_KEY', 'APPLE_WWDR_CERT'],
  ],
  [['GOOGLE_WALLET_ISSUER_ID'], ['GOOGLE_WALLET_KEY']],
  [['GOOGLE_WALLET_KEY'], ['GOOGLE_WALLET_ISSUER_ID']],
]

/**
 * The configuration that `env` describes; an empty variable counts as absent.
 * @throws ConfigError with every problem at once.
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const raw = known(env)
  const checked = environment.safeParse(raw)
  const problems = [
    ...(checked.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}.`),
    ...incompleteGroups(raw),
    ...missingForServer(raw),
  ]
  if (!checked.success || problems.length > 0) throw new ConfigError([...new Set(problems)])
  return deepFreeze(grouped(checked.data))
}

function known(env: Record<string, string | undefined>): Raw {
  const names = Object.keys(environment.shape) as (keyof Environment)[]
  const set = names.map((name) => [name, env[name]?.trim()] as const).filter(([, value]) => value)
  return Object.fromEntries(set)
}

function incompleteGroups(raw: Raw): string[] {
  return belongTogether.flatMap(([any, all]) => {
    const given = any.filter((name) => raw[name] !== undefined)
    const missing = all.filter((name) => raw[name] === undefined)
    if (given.length === 0 || missing.length === 0) return []
    return [
      `${given.join(', ')} ${given.length > 1 ? 'are' : 'is'} set, but ${missing.join(', ')} is missing.`,
    ]
  })
}

function missingForServer(raw: Raw): string[] {
  return raw.DATABASE_URL === undefined && raw.REDIS_URL !== undefined
    ? [
        'REDIS_URL is set, but DATABASE_URL is missing: the embedded database serves one process, which needs no Redis.',
      ]
    : []
}

function grouped(env: Environment): Config {
  const embedded = env.DATABASE_URL === undefined
  const baseUrl = env.BASE_URL ?? `http://localhost:${env.PORT}`
  const shopify = shopifyOf(env)
  const square = squareOf(env, baseUrl)
  return present({
    http: {
      port: env.PORT,
      host: env.HOST ?? (embedded ? '127.0.0.1' : '0.0.0.0'),
      baseUrl,
      trustedProxies: env.TRUST_PROXY,
    },
    dataDir: resolve(env.DATA_DIR),
    database: present({ url: env.DATABASE_URL }),
    redis: present({ url: env.REDIS_URL }),
    secretKeys: env.SECRET_KEY,
    adminApiKey: env.ADMIN_API_KEY,
    demo: env.DEMO ?? (embedded && !shopify && !square),
    shopify,
    square,
    apple: appleOf(env),
    apnsUrl: env.APNS_URL,
    google: googleOf(env),
    googleApiUrl: env.GOOGLE_WALLET_API_URL,
    googleTokenUrl: env.GOOGLE_TOKEN_URL,
    googleKeysUrl: env.GOOGLE_WALLET_KEYS_URL,
    googleSenders: env.GOOGLE_WALLET_SENDERS,
    metricsPort: env.METRICS_PORT,
    logLevel: env.LOG_LEVEL,
  })
}

function shopifyOf(env: Environment): Config['shopify'] {
  const { SHOPIFY_API_SECRET: apiSecret } = env
  return apiSecret && present({ apiKey: env.SHOPIFY_API_KEY, apiSecret, apiUrl: env.SHOPIFY_API_URL })
}

function squareOf(env: Environment, baseUrl: string): Config['square'] {
  const { SQUARE_WEBHOOK_SIGNATURE_KEY: webhookSignatureKey } = env
  if (webhookSignatureKey === undefined) return undefined
  return present({
    applicationId: env.SQUARE_APPLICATION_ID,
    applicationSecret: env.SQUARE_APPLICATION_SECRET,
    webhookSignatureKey,
    webhookUrl: env.SQUARE_WEBHOOK_URL ?? `${baseUrl}/webhooks/square`,
    ...squareHost(env),
  })
}

const squareHosts = {
  production: 'https://connect.squareup.com',
  sandbox: 'https://connect.squareupsandbox.com',
}

function squareHost({ SQUARE_API_URL: given, SQUARE_ENVIRONMENT: environment }: Environment) {
  const sandbox = environment === undefined ? given === squareHosts.sandbox : environment === 'sandbox'
  return { apiUrl: given ?? squareHosts[sandbox ? 'sandbox' : 'production'], sandbox }
}

function appleOf(env: Environment): Config['apple'] {
  const { APPLE_PASS_TYPE_ID: passTypeId, APPLE_TEAM_ID: teamId, APPLE_PASS_CERT: certFile } = env
  const { APPLE_PASS_KEY: keyFile, APPLE_WWDR_CERT: wwdrFile, APPLE_PASS_KEY_PASSPHRASE: passphrase } = env
  if (!passTypeId || !teamId || !certFile || !keyFile || !wwdrFile) return undefined
  return present({ passTypeId, teamId, certFile, keyFile, passphrase, wwdrFile })
}

function googleOf(env: Environment): Config['google'] {
  const { GOOGLE_WALLET_ISSUER_ID: issuerId, GOOGLE_WALLET_KEY: keyFile } = env
  return issuerId && keyFile ? { issuerId, keyFile } : undefined
}

/** A member that may be `undefined` becomes one that may be absent. */
type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

function present<T extends object>(group: T): Present<T> {
  return Object.fromEntries(Object.entries(group).filter(([, value]) => value !== undefined)) as Present<T>
}

function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value))
    if (typeof member === 'object' && member !== null) deepFreeze(member)
  return Object.freeze(value)
}
