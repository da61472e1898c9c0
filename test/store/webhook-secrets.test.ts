import { expect, it } from 'vitest'
import { goodSecrets } from '../../src/store/webhook-secrets.ts'

it('takes the secret before the newest until its time is over', () => {
  const kept = JSON.stringify({ webhookSecret: 'new', previous: { webhookSecret: 'old', until: 1000 } })
  expect(goodSecrets(kept, 999)).toEqual(['new', 'old'])
  expect(goodSecrets(kept, 1000)).toEqual(['new'])
  expect(goodSecrets(JSON.stringify({ webhookSecret: 'only' }), 0)).toEqual(['only'])
})
