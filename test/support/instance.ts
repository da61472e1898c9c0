import type { AddressInfo } from 'node:net'
import { type Core, openCore } from '../../src/compose/core.ts'
import { openPlatform } from '../../src/compose/platform.ts'
import { assembleUseCases } from '../../src/compose/use-cases.ts'
import { assembleWeb } from '../../src/compose/web.ts'
import { startWorker } from '../../src/compose/worker.ts'
import { loadConfig } from '../../src/config.ts'
import { adminKey } from './app.ts'
import { type Setting, silent } from './settings.ts'

/** A whole Stampbridge within the test's own process: several of them on one database are as several processes. */
export type Instance = { core: Core; url: string; close(): Promise<void> }

export async function openInstance(
  setting: Setting,
  env: Record<string, string>,
  options: { worker?: boolean } = {},
): Promise<Instance> {
  const { url: databaseUrl } = setting.config.database
  const config = loadConfig({
    DATA_DIR: setting.config.dataDir,
    ...(databaseUrl && { DATABASE_URL: databaseUrl, SECRET_KEY: 'secret-key-of-the-tests-32-characters' }),
    ADMIN_API_KEY: adminKey,
    BASE_URL: 'https://cards.example',
    DEMO: '0',
    ...env,
  })
  const platform = await openPlatform(config, silent)
  const core = await openCore(platform)
  const worker = options.worker ? await startWorker(core) : null
  const web = assembleWeb(core, assembleUseCases(core), null)
  const server = await new Promise<ReturnType<typeof web.app.listen>>((resolve) => {
    const listening = web.app.listen(0, '127.0.0.1', () => resolve(listening))
  })
  return {
    core,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      web.close()
      server.closeAllConnections()
      server.close()
      await worker?.stop()
      await core.wallets.close()
      await platform.close()
    },
  }
}
