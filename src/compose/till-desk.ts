import { signMessage } from '../../adapters/open-till/sign.ts'
import { receiveDelivery } from '../app/receive-delivery.ts'
import { rotateWebhookSecretWith } from '../app/rotate-webhook-secret.ts'
import { sendTestSaleWith } from '../app/send-test-sale.ts'
import { createDoor } from '../store/door.ts'
import { createTillDesk } from '../store/till-desk.ts'
import { createWebhookSecrets } from '../store/webhook-secrets.ts'
import type { Core } from './core.ts'

/** What the console does at a till beside connecting it. */
export function assembleTillDesk({ platform, tills, inbox, hint }: Core) {
  const { database, keyring, clock, config } = platform
  // Its own: what it signs with is what it checks against, however fresh a secret is.
  const door = createDoor(database.pool, keyring, clock)
  const intake = { readers: tills.readers, appSecrets: tills.appSecrets, door, inbox, clock }
  return {
    desk: createTillDesk(database.pool),
    rotateWebhookSecret: rotateWebhookSecretWith({
      secrets: createWebhookSecrets(database.pool, keyring),
      now: clock,
    }),
    sendTestSale: sendTestSaleWith({
      door,
      sign: signMessage,
      async receive(request) {
        const received = await receiveDelivery(intake, 'open', request)
        hint('process-inbox')
        return received
      },
      now: clock,
    }),
    missingScopes: tills.missingScopes,
    shopifyAppUrl: config.shopify?.apiKey ? `${config.http.baseUrl}/shopify` : null,
    squareWebhookUrl: tills.squareWebhookUrl,
  }
}
