import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { createLog } from '../src/log.ts'

function capture() {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  return { lines, log: createLog('info', sink) }
}

it('strikes out secrets and people, at any depth that we log', () => {
  const { lines, log } = capture()
  const headers = {
    authorization: 'Bearer s3cret',
    cookie: 's3cret',
    'set-cookie': 's3cret',
    host: 'shop.example',
  }
  log.info({ token: 's3cret', till: { accessToken: 's3cret', name: 'Harbour' }, req: { headers } }, 'request')
  log.info({ customer: { email: 'ada@example.com', phone: '+491234' } }, 'customer')
  expect(lines.join('')).not.toMatch(/s3cret|ada@|491234/)
  expect(lines[0]).toContain('Harbour')
  expect(lines[0]).toContain('shop.example')
})

it('keeps the values of a failed row out', () => {
  const { lines, log } = capture()
  const error = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (email)=(ada@example.com)',
  })
  log.error({ err: error }, 'failed')
  expect(lines[0]).toContain('23505')
  expect(lines[0]).not.toContain('ada@')
})
