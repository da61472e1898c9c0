import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { createPassBuilder, type PassBuilder } from '../adapters/apple-wallet/build-pass.ts'
import { openDemoAuthority } from '../adapters/apple-wallet/demo-authority.ts'

/** @param options.cacheBytes of finished passes; left out, as many as in earnest */
export async function openSampleBuilder(options: { cacheBytes?: number } = {}): Promise<{
  builder: PassBuilder
  /** Certificates and key, PEM. */
  folder: string
  close(): void
}> {
  const folder = mkdtempSync(join(tmpdir(), 'stampbridge-bench-'))
  const ids = { passTypeId: 'pass.com.example.stampbridge', teamId: 'DEMO000000' }
  const log = pino({ level: 'silent' })
  const signer = await openDemoAuthority({ folder, ...ids, now: Date.now(), log })
  const builder = createPassBuilder({
    signer: () => signer,
    baseUrl: 'https://cards.example.com',
    clock: Date.now,
    ...options,
  })
  return { builder, folder, close: () => rmSync(folder, { recursive: true }) }
}
