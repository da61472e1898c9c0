import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Waits until an open scanner can work without a network: the page is kept, and the server knows the key of its scans. */
export async function readyForOffline(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready)
  await expect.poll(() => page.evaluate(() => caches.match(location.pathname).then(Boolean))).toBe(true)
  await expect.poll(() => page.evaluate(isKeyKnown)).toBe(true)
}

/** Whether the server has the key that this device signs scans with, of this binding; the browser runs it. */
function isKeyKnown(): Promise<boolean> {
  const { device, csrf } = document.getElementById('scanner')?.dataset ?? {}
  const opening = indexedDB.open(`stampbridge-scans-${device}`)
  return new Promise((done, failed) => {
    opening.onerror = () => failed(opening.error)
    opening.onsuccess = () => {
      const asked = opening.result.transaction('keys').objectStore('keys').get('signing')
      asked.onerror = () => failed(asked.error)
      asked.onsuccess = () => {
        opening.result.close()
        done(csrf !== undefined && asked.result?.registered === csrf)
      }
    }
  })
}
