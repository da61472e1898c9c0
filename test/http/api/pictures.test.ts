import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiServer, adminKey, openApiServer } from './api-server.ts'

let api: ApiServer
beforeAll(async () => {
  api = await openApiServer('embedded')
})
afterAll(() => api.close())

const picture = (edge: number) =>
  sharp({ create: { width: edge, height: edge, channels: 3, background: '#d03030' } })
    .png()
    .toBuffer()

test('a logo is brought to size, and taken off again; what is no picture is refused', async () => {
  const { id, key } = await api.merchant()
  const put = (kind: string, bytes: Buffer) =>
    api.call(`PUT /merchants/me/pictures/${kind}`, { key, body: { data: bytes.toString('base64') } })
  expect((await put('logo', await picture(900))).status).toBe(204)
  expect((await put('photo', await picture(1500))).status).toBe(204)
  const kept = await api.database.pool.query(
    'SELECT kind, bytes FROM merchant_picture WHERE merchant_id = $1 ORDER BY kind',
    [id],
  )
  const sizes = await Promise.all(kept.rows.map(async ({ bytes }) => (await sharp(bytes).metadata()).width))
  expect(sizes).toEqual([600, 1200])
  const refused = await put('logo', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
  expect(refused.status).toBe(400)
  expect(refused.text).toContain('must be a PNG or JPEG that can be read')
  for (let repeat = 0; repeat < 2; repeat += 1)
    expect((await api.call('DELETE /merchants/me/pictures/logo', { key })).status).toBe(204)
})

test('shape, contact and places are kept and told again', async () => {
  const { key } = await api.merchant()
  const look = { background: '#12394a', foreground: '#ffffff', accent: '#ffb54a', stamp: 'cup' }
  const contact = {
    email: 'hi@harbour.example',
    phone: '+49 40 123456',
    privacyUrl: 'https://harbour.example/p',
  }
  const changed = await api.call('PATCH /merchants/me', { key, body: { look, contact } })
  expect(changed.body).toMatchObject({ look, contact })
  const wrong = await api.call('PATCH /merchants/me', { key, body: { contact: { phone: 'call me' } } })
  expect(wrong.status).toBe(400)
})

test('the operator sees when certificates end', async () => {
  const { status, body } = await api.call('GET /health/certificates', { key: adminKey })
  expect(status).toBe(200)
  expect(body.items).toEqual([
    expect.objectContaining({ name: 'apple-pass', daysLeft: 20, state: 'ends-soon', warning: 30 }),
  ])
  const { key } = await api.merchant()
  expect((await api.call('GET /health/certificates', { key })).status).not.toBe(200)
})
