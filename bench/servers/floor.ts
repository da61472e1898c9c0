import { createHmac, timingSafeEqual } from 'node:crypto'
import express from 'express'
import pg from 'pg'

/**
 * The floor of the intake: Express that checks the HMAC and answers, and, with a database address, one that stores
 * each request durably by a statement of its own. Prints its port.
 */
const [secret = '', databaseUrl] = process.argv.slice(2)
const pool = databaseUrl ? new pg.Pool({ connectionString: databaseUrl, max: 20 }) : null
const app = express()
app.disable('x-powered-by')
app.disable('etag')
app.post('/webhooks/shopify', express.raw({ type: () => true, limit: '2mb' }), async (request, response) => {
  const expected = createHmac('sha256', secret).update(request.body).digest()
  const given = Buffer.from(request.get('x-shopify-hmac-sha256') ?? '', 'base64')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    response.status(401).end()
    return
  }
  if (pool)
    await pool.query({
      name: 'insert',
      text: 'INSERT INTO floor (id, body) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      values: [request.get('x-shopify-webhook-id'), request.body],
    })
  response.statusCode = 200
  response.end()
})
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(`listening ${typeof address === 'object' ? address?.port : ''}`)
})
