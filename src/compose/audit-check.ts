import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { AuditLog } from '../ports/audit.ts'
import { createAuditLog } from '../store/audit.ts'
import { openDataFolder } from '../store/data-folder.ts'
import { openDatabase } from '../store/database.ts'

/** The audit log alone, for reading it without starting anything. Embedded, the program itself must not be running. */
export async function openAuditLog(
  config: Config,
  log: Logger,
): Promise<{ audit: AuditLog; close(): Promise<void> }> {
  const folder = config.database.url === undefined ? await openDataFolder(config.dataDir) : null
  const database = await openDatabase(config, log)
  return {
    audit: createAuditLog(database.pool),
    async close() {
      await database.close()
      await folder?.close()
    },
  }
}
