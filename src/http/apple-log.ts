import express, { type RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import type { Logger } from 'pino'
import { z } from 'zod'
import { sparingly } from '../sparing-log.ts'

const complaints = z.object({ logs: z.array(z.string().max(10_000)).max(100) })

/**
 * `POST /v1/log`, where phones complain. Anyone may write here, and what phones write names serials and devices, so
 * nothing of it is repeated: each message is only told by its kind. At most 30 requests a minute from one address, and
 * few lines of one kind from all of them together.
 */
export function appleLog(log: Logger): RequestHandler[] {
  const write = sparingly({
    tellMore: (kind, more) => log.warn({ kind, more }, 'phones report more trouble of a kind'),
  })
  return [
    rateLimit({ windowMs: 60_000, limit: 30, standardHeaders: 'draft-8', legacyHeaders: false }),
    express.json({ type: () => true, limit: '64kb' }),
    (request, response) => {
      const { logs } = complaints.parse(request.body)
      for (const kind of logs.slice(0, 10).map(kindOf))
        write(`${kind.task}: ${kind.reason}`, () => log.warn(kind, 'a phone reports trouble with a pass'))
      if (logs.length > 10)
        write('further', () =>
          log.warn({ more: logs.length - 10 }, 'a phone reports further trouble with passes'),
        )
      response.status(200).end()
    },
  ]
}

const tasks = {
  register: /^\W*(?:\[[^\]]*\] *)?register task/i,
  unregister: /^\W*(?:\[[^\]]*\] *)?unregister task/i,
  list: /^\W*(?:\[[^\]]*\] *)?get serial/i,
  fetch: /^\W*(?:\[[^\]]*\] *)?get pass task/i,
  service: /^\W*(?:\[[^\]]*\] *)?web service error/i,
}

/** Phrases that iPhones use; a new one shows as `other` and can be looked at in a phone's own log. */
const reasons = {
  'authentication failed': /authentication failure|unauthorized/i,
  'unexpected status': /unexpected response code/i,
  'spurious push': /spurious push/i,
  'unchanged pass sent': /pass was unchanged|does not respect.*if-modified-since/i,
  'changed identity': /(?:serial number|pass type|identifier).*(?:mismatch|does not match)/i,
  'pass not valid': /invalid data|corrupt|signature|could not be (?:read|parsed|decoded)/i,
  'not reachable': /could not connect|timed out|network connection|offline|host could not be found/i,
  'certificate of the server': /ssl|tls|certificate/i,
}

/** What a message is about, in words of our own. */
function kindOf(message: string): { task: string; reason: string; status?: number } {
  const status = /response code:? (\d{3})\b/i.exec(message)?.[1]
  return {
    task: firstMatch(tasks, message),
    reason: firstMatch(reasons, message),
    ...(status ? { status: Number(status) } : {}),
  }
}

const firstMatch = (patterns: Record<string, RegExp>, message: string): string =>
  Object.entries(patterns).find(([, pattern]) => pattern.test(message))?.[0] ?? 'other'
