import pino, { type DestinationStream, type Logger } from 'pino'

const secret = [
  'authorization',
  'cookie',
  'set-cookie',
  'token',
  'accessToken',
  'pushToken',
  'passToken',
  'secret',
]
const further = [
  'secrets',
  'password',
  'passphrase',
  'apiKey',
  'apiSecret',
  'couponCode',
  'email',
  'phone',
  'birthday',
]
const fields = [...secret, ...further].map((name) => (name.includes('-') ? `["${name}"]` : name))

/**
 * The log of a process: JSON lines on standard output. Fields that could hold a secret or a person are struck out, up
 * to two levels deep; what is written in the message itself is the writer's to answer for.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const paths = fields.flatMap((field) =>
    ['', '*', '*.*'].map((prefix) =>
      field.startsWith('[') || prefix === '' ? prefix + field : `${prefix}.${field}`,
    ),
  )
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths, censor: '[struck out]' },
    serializers: { err: withoutQuery },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** Errors of the database carry the values of the failed row, which may be anybody's data. */
function withoutQuery(error: Error): Record<string, unknown> {
  const { type, message, stack, code } = pino.stdSerializers.err(error)
  return { type, message, stack, ...(code !== undefined && { code }) }
}
